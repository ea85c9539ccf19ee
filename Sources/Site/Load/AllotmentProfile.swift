import Domain
import LoadManagement
import OCPP

/// An allotment as one charging profile. Its id is our own and always the same for a connector, and it has
/// stack level 0, which is all that some wallboxes know.
struct AllotmentProfile {
  let connector: Int
  let phases: Int
  /// How far the wallbox's clock is ahead, as far as that is known.
  var clockSkewMs: Int64 = 0

  static let firstID = 7000
  static let ids = firstID...(firstID + LiveChargePoint.highestConnector)
  /// The schedule begins a little in the past: to a clock that is behind it would not have begun, and nothing
  /// would hold.
  private static let beginsBeforeMs: Int64 = 60_000
  private static let volts = 230

  func request(
    _ allotment: Allotment, as form: ProfileForm, transactionID: Int64?, at now: Instant
  ) -> SetChargingProfile.Request {
    let start = now.advanced(byMilliseconds: -Self.beginsBeforeMs)
    var periods = [period(0, allotment.amps, form)]
    if allotment.fallbackAmps != allotment.amps {
      let second = max(1, Int(allotment.changesAt.milliseconds(since: start) / 1000))
      periods.append(period(second, allotment.fallbackAmps, form))
    }
    let schedule = ChargingSchedule(
      startSchedule: start.advanced(byMilliseconds: clockSkewMs), unit: form.unit, periods: periods)
    return SetChargingProfile.Request(
      connectorId: form.isForWhole ? 0 : connector,
      csChargingProfiles: ChargingProfile(
        chargingProfileId: Self.firstID + connector,
        transactionId: form.isForCharge ? transactionID : nil, purpose: form.purpose, kind: .absolute,
        chargingSchedule: schedule))
  }

  /// What a wallbox was told, read from the file.
  /// - Returns: nil when it is none of ours.
  func allotment(json: String, setAt: Instant) -> Allotment? {
    let text = #"{"connectorId":0,"csChargingProfiles":\#(json)}"#
    let schedule: ChargingSchedule
    do throws(PayloadError) {
      schedule = try SetChargingProfile.Request(reading: Array(text.utf8)).csChargingProfiles.chargingSchedule
    } catch {
      return nil
    }
    guard let first = schedule.chargingSchedulePeriod.first, schedule.chargingSchedulePeriod.count <= 2
    else { return nil }
    let unit = schedule.chargingRateUnit
    guard let later = schedule.chargingSchedulePeriod.dropFirst().first else {
      return Allotment(amps: amps(first, unit), fallbackAmps: amps(first, unit), at: setAt)
    }
    // By our clock: `startSchedule` is by the wallbox's.
    let start = setAt.advanced(byMilliseconds: -Self.beginsBeforeMs)
    let change = start.advanced(byMilliseconds: Int64(later.startPeriod) * 1000)
    return Allotment(
      amps: amps(first, unit), fallbackAmps: amps(later, unit), changesAt: change, madeAt: setAt)
  }

  private func period(_ second: Int, _ amps: Int, _ form: ProfileForm) -> ChargingSchedule.Period {
    let limit = form.unit == .amperes ? amps : amps * Self.volts * phases
    return ChargingSchedule.Period(startPeriod: second, limitTenths: limit * 10)
  }

  /// Rounded up: it may draw that.
  private func amps(_ period: ChargingSchedule.Period, _ unit: ChargingSchedule.RateUnit) -> Int {
    let perAmp = unit == .amperes ? 10 : 10 * Self.volts * phases
    return (max(0, period.limitTenths) + perAmp - 1) / perAmp
  }
}
