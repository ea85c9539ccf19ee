package import Domain
import Formats

/// Limits over time (OCPP 1.6, 7.13).
package struct ChargingSchedule: Sendable, Equatable {
  /// Seconds; nil: the last period goes on for as long as the profile holds.
  package var duration: Int?
  /// What the periods count from; nil with a relative profile.
  package var startSchedule: Instant?
  package var chargingRateUnit: RateUnit
  package var chargingSchedulePeriod: [Period]
  /// In tenths of the unit: below it the car charges badly.
  package var minChargingRateTenths: Int?

  /// What limits are measured in (7.12).
  package enum RateUnit: String, Sendable, CaseIterable {
    /// Amperes per phase.
    case amperes = "A"
    /// Watts of all phases together.
    case watts = "W"
  }

  /// One limit, until the next period begins (7.14).
  package struct Period: Sendable, Equatable {
    /// Seconds after the start of the schedule.
    package var startPeriod: Int
    /// In tenths of A per phase or of W.
    package var limitTenths: Int
    /// Nil means 3.
    package var numberPhases: Int?

    package init(startPeriod: Int, limitTenths: Int, numberPhases: Int? = nil) {
      self.startPeriod = startPeriod
      self.limitTenths = limitTenths
      self.numberPhases = numberPhases
    }
  }

  package init(
    duration: Int? = nil, startSchedule: Instant? = nil, unit: RateUnit, periods: [Period],
    minChargingRateTenths: Int? = nil
  ) {
    self.duration = duration
    self.startSchedule = startSchedule
    chargingRateUnit = unit
    chargingSchedulePeriod = periods
    self.minChargingRateTenths = minChargingRateTenths
  }
}

extension PayloadReader {
  /// A ChargingSchedule; one without its unit, its periods or a period's limit is an error below `path`.
  mutating func chargingSchedule(_ field: inout ChargingSchedule?, at path: String) throws(PayloadError) {
    guard try beginObject() else { return }
    var (duration, minimum): (Int?, Int?)
    var start: Instant?
    var unit: String?
    var periods: [ChargingSchedule.Period] = []
    while let key = try nextKey() {
      switch key {
      case "duration": try integer(&duration)
      case "startSchedule": try instant(&start)
      case "chargingRateUnit": try text(&unit)
      case "chargingSchedulePeriod": try schedulePeriods(&periods, at: path + ".chargingSchedulePeriod")
      case "minChargingRate": try tenths(&minimum)
      default: try skip()
      }
    }
    guard field == nil else { return }
    field = ChargingSchedule(
      duration: duration, startSchedule: start,
      unit: try required(unit.flatMap { .init(rawValue: $0) }, path + ".chargingRateUnit"),
      periods: try required(periods.isEmpty ? nil : periods, path + ".chargingSchedulePeriod"),
      minChargingRateTenths: minimum)
  }

  private mutating func schedulePeriods(
    _ field: inout [ChargingSchedule.Period], at path: String
  ) throws(PayloadError) {
    var list = try beginList()
    while try nextElement(&list) {
      guard try beginObject() else { continue }
      var (start, limit, phases): (Int?, Int?, Int?)
      while let key = try nextKey() {
        switch key {
        case "startPeriod": try integer(&start)
        case "limit": try tenths(&limit)
        case "numberPhases": try integer(&phases)
        default: try skip()
        }
      }
      let place = "\(path)[\(field.count)]"
      field.append(
        .init(
          startPeriod: try required(start, place + ".startPeriod"),
          limitTenths: try required(limit, place + ".limit"), numberPhases: phases))
    }
  }
}

extension JSONWriter {
  /// A ChargingSchedule as a member; nil writes nothing.
  mutating func member(_ name: String, _ schedule: ChargingSchedule?) {
    guard let schedule else { return }
    key(name)
    beginObject()
    member("duration", schedule.duration)
    member("startSchedule", schedule.startSchedule)
    member("chargingRateUnit", schedule.chargingRateUnit.rawValue)
    key("chargingSchedulePeriod")
    beginArray()
    for period in schedule.chargingSchedulePeriod {
      beginObject()
      member("startPeriod", period.startPeriod)
      key("limit")
      tenths(period.limitTenths)
      member("numberPhases", period.numberPhases)
      endObject()
    }
    endArray()
    if let minimum = schedule.minChargingRateTenths {
      key("minChargingRate")
      tenths(minimum)
    }
    endObject()
  }

  private mutating func tenths(_ value: Int) { decimal(DecimalText.format(Int128(value), digits: 1)) }
}
