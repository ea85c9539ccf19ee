import Domain
import OCPP

/// The charging profiles that a wallbox with one connector holds, and what they allow together (OCPP 1.6,
/// 3.13).
struct PretendChargingProfiles: Sendable {
  private struct Installed {
    let connector: Int
    let profile: ChargingProfile
  }

  /// What the configuration keys of OCPP 1.6, 9.4 allow.
  struct Bounds {
    let stackLevel: Int
    let units: [ChargingSchedule.RateUnit]
    let periods: Int
    let profiles: Int
  }

  let supply: PretendSupply
  private var installed: [Installed] = []

  init(supply: PretendSupply) { self.supply = supply }

  /// Sets a profile; returns the status of the confirmation (5.16).
  /// - Parameters:
  ///   - isCharging: whether a charge runs; only then a TxProfile has something to limit.
  ///   - transactionID: of that charge, once the server gave it one.
  mutating func set(
    _ profile: ChargingProfile, connector: Int, isCharging: Bool, transactionID: Int64?, bounds: Bounds
  ) -> String {
    guard Self.isSound(profile.chargingSchedule, bounds), profile.stackLevel <= bounds.stackLevel,
      profile.chargingProfileKind != .recurring
        || (profile.recurrencyKind != nil && profile.chargingSchedule.startSchedule != nil)
    else { return "Rejected" }
    switch profile.chargingProfilePurpose {
    case .chargePointMaxProfile:
      guard connector == 0, profile.chargingProfileKind != .relative else { return "Rejected" }
    case .txDefaultProfile:
      guard connector == 0 || connector == 1 else { return "Rejected" }
    case .txProfile:
      guard connector == 1, isCharging else { return "Rejected" }
      if let id = profile.transactionId, id != transactionID { return "Rejected" }
    }
    var kept = installed
    kept.removeAll { $0.profile.chargingProfileId == profile.chargingProfileId }
    kept.removeAll {
      $0.connector == connector && $0.profile.stackLevel == profile.stackLevel
        && $0.profile.chargingProfilePurpose == profile.chargingProfilePurpose
    }
    guard kept.count < bounds.profiles else { return "Rejected" }
    installed = kept + [Installed(connector: connector, profile: profile)]
    return "Accepted"
  }

  /// Takes away what the request names; returns the status of the confirmation (5.5).
  mutating func clear(_ request: ClearChargingProfile.Request) -> String {
    let before = installed.count
    installed.removeAll {
      let profile = $0.profile
      if let id = request.id { return profile.chargingProfileId == id }
      let purpose = profile.chargingProfilePurpose.rawValue
      return request.connectorId ?? $0.connector == $0.connector
        && request.chargingProfilePurpose ?? purpose == purpose
        && request.stackLevel ?? profile.stackLevel == profile.stackLevel
    }
    return installed.count < before ? "Accepted" : "Unknown"
  }

  /// Profiles for one charge end with it.
  mutating func chargeEnded() { installed.removeAll { $0.profile.chargingProfilePurpose == .txProfile } }

  /// What may be drawn at `instant`, in a charge that began at `start`.
  func limit(at instant: Instant, start: Instant?) -> PowerLimit {
    let start = start ?? instant
    let charge = limit([.txProfile], instant, start) ?? limit([.txDefaultProfile], instant, start)
    return [charge, limit([.chargePointMaxProfile], instant, start)].compactMap { $0 }
      .reduce(supply.all) { $0.limited(by: $1, on: supply) }
  }

  /// The next instant after `instant` at which the limit may be another.
  func change(after instant: Instant, start: Instant?) -> Instant? {
    installed.compactMap { ProfileTime(profile: $0.profile, start: start ?? instant).change(after: instant) }
      .min()
  }

  /// Limits over the coming seconds as one schedule (5.7).
  func composite(
    from now: Instant, seconds: Int, unit: ChargingSchedule.RateUnit, start: Instant?
  ) -> ChargingSchedule {
    let (start, end) = (start ?? now, now.advanced(bySeconds: Int64(seconds)))
    var periods: [ChargingSchedule.Period] = []
    var instant = now
    while periods.count < 1_000 {
      let limit = limit(at: instant, start: start)
      // A change within a second shows in the next whole one.
      let second = Int((instant.milliseconds(since: now) + 999) / 1000)
      let period = ChargingSchedule.Period(
        startPeriod: second, limitTenths: unit == .watts ? limit.tenthsOfWatts : limit.tenthsOfAmperes,
        numberPhases: limit.phases)
      if period.limitTenths != periods.last?.limitTenths || period.numberPhases != periods.last?.numberPhases
      {
        periods.append(period)
      }
      guard let next = change(after: instant, start: start), next < end else { break }
      instant = next
    }
    return ChargingSchedule(duration: seconds, unit: unit, periods: periods)
  }

  /// Of several profiles the connector's own counts before that for all, then the highest level; one that
  /// says nothing at the moment is passed over.
  private func limit(
    _ purposes: [ChargingProfile.Purpose], _ instant: Instant, _ start: Instant
  ) -> PowerLimit? {
    installed.filter { purposes.contains($0.profile.chargingProfilePurpose) }
      .sorted { ($0.connector, $0.profile.stackLevel) > ($1.connector, $1.profile.stackLevel) }
      .lazy.compactMap { each in
        ProfileTime(profile: each.profile, start: start).period(at: instant).map {
          PowerLimit($0, unit: each.profile.chargingSchedule.chargingRateUnit, on: supply)
        }
      }.first
  }

  private static func isSound(_ schedule: ChargingSchedule, _ bounds: Bounds) -> Bool {
    let starts = schedule.chargingSchedulePeriod.map(\.startPeriod)
    return bounds.units.contains(schedule.chargingRateUnit) && starts.count <= bounds.periods
      && starts.first == 0 && zip(starts, starts.dropFirst()).allSatisfy { $0 < $1 }
      && schedule.chargingSchedulePeriod.allSatisfy { $0.limitTenths >= 0 }
  }
}
