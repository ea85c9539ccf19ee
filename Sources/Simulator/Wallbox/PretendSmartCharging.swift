import Domain
import OCPP

// Smart charging (OCPP 1.6, 3.13): what the server may do with profiles, and what the car may draw.
extension PretendChargePoint {
  /// Nil: the action belongs to another block.
  func answerSmartCharging(
    _ action: String, _ payload: UnsafeRawBufferPointer
  ) throws(PayloadError) -> (any Payload)? {
    switch action {
    case SetChargingProfile.Request.action:
      let request = try SetChargingProfile.Request(reading: payload)
      return StatusPayload(status: set(request.csChargingProfiles, connector: request.connectorId))
    case ClearChargingProfile.Request.action:
      let request = try ClearChargingProfile.Request(reading: payload)
      return StatusPayload(status: changeLimits { $0.clear(request) })
    case GetCompositeSchedule.Request.action:
      return composite(try GetCompositeSchedule.Request(reading: payload))
    default: return nil
    }
  }

  /// What the car may draw at `instant`.
  func limit(at instant: Instant) -> PowerLimit { profiles.limit(at: instant, start: chargeStart) }

  /// The next instant after `instant` at which that may change by itself.
  func limitChange(after instant: Instant) -> Instant? {
    profiles.change(after: instant, start: chargeStart)
  }

  /// Sets a profile; returns the status of SetChargingProfile's confirmation.
  func set(_ profile: ChargingProfile, connector: Int) -> String {
    let charge = running
    let bounds = profileBounds
    return changeLimits {
      $0.set(
        profile, connector: connector, isCharging: charge != nil,
        transactionID: charge?.confirmation?.transactionId, bounds: bounds)
    }
  }

  /// Whether a remote start may bring this profile (5.11).
  func mayBring(_ profile: ChargingProfile) -> Bool {
    var trial = profiles
    return profile.chargingProfilePurpose == .txProfile && profile.transactionId == nil
      && trial.set(profile, connector: 1, isCharging: true, transactionID: nil, bounds: profileBounds)
        == "Accepted"
  }

  private var chargeStart: Instant? { running?.start.timestamp.instant }

  private var profileBounds: PretendChargingProfiles.Bounds {
    let words = (configuration["ChargingScheduleAllowedChargingRateUnit"] ?? "").split(separator: ",")
    let units: [ChargingSchedule.RateUnit] = words.map { $0 == "Power" ? .watts : .amperes }
    return .init(
      stackLevel: configuration.number("ChargeProfileMaxStackLevel"), units: units,
      periods: configuration.number("ChargingScheduleMaxPeriods"),
      profiles: configuration.number("MaxChargingProfilesInstalled"))
  }

  /// What was drawn until now was drawn under the old limits.
  private func changeLimits(_ change: (inout PretendChargingProfiles) -> String) -> String {
    machine?.limitsWillChange()
    let status = change(&profiles)
    machine?.limitsChanged()
    return status
  }

  private func composite(_ request: GetCompositeSchedule.Request) -> GetCompositeSchedule.Confirmation {
    let unit = request.chargingRateUnit.map { ChargingSchedule.RateUnit(rawValue: $0) } ?? .amperes
    guard let unit, request.connectorId == 0 || request.connectorId == 1, request.duration > 0,
      profileBounds.units.contains(unit)
    else { return .init(status: "Rejected") }
    let now = time.now()
    return .init(
      status: "Accepted", connectorId: request.connectorId, scheduleStart: now,
      chargingSchedule: profiles.composite(
        from: now, seconds: request.duration, unit: unit, start: chargeStart))
  }
}
