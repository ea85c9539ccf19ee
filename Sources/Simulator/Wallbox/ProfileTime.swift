import Domain
import OCPP

/// When a charging profile says what (OCPP 1.6, 3.13 and 7.8).
struct ProfileTime {
  let profile: ChargingProfile
  /// What relative schedules count from: the start of the charge, or without one the moment that is asked
  /// for.
  let start: Instant

  private var schedule: ChargingSchedule { profile.chargingSchedule }

  /// The period that holds at `instant`; nil: the profile says nothing then.
  func period(at instant: Instant) -> ChargingSchedule.Period? {
    if let from = profile.validFrom, instant < from { return nil }
    if let to = profile.validTo, instant >= to { return nil }
    guard let begin = begin(at: instant) else { return nil }
    let second = instant.milliseconds(since: begin) / 1000
    if let duration = schedule.duration, second >= Int64(duration) { return nil }
    return schedule.chargingSchedulePeriod.last { Int64($0.startPeriod) <= second }
  }

  /// The next instant after `instant` at which it may say something else.
  func change(after instant: Instant) -> Instant? {
    var changes = [profile.validFrom, profile.validTo].compactMap { $0 }
    if let begin = begin(at: instant) {
      changes += schedule.chargingSchedulePeriod.map { begin.advanced(bySeconds: Int64($0.startPeriod)) }
      if let duration = schedule.duration { changes.append(begin.advanced(bySeconds: Int64(duration))) }
      if let cycle { changes.append(begin.advanced(bySeconds: cycle)) }
    } else if let startSchedule = schedule.startSchedule {
      changes.append(startSchedule)
    }
    return changes.filter { $0 > instant }.min()
  }

  /// Seconds after which a recurring schedule begins anew.
  private var cycle: Int64? {
    guard profile.chargingProfileKind == .recurring else { return nil }
    return profile.recurrencyKind == .weekly ? 7 * 86_400 : 86_400
  }

  /// What the periods count from at `instant`; nil: it has not begun.
  private func begin(at instant: Instant) -> Instant? {
    let fixed = profile.chargingProfileKind == .relative ? nil : schedule.startSchedule
    guard let first = fixed else { return min(start, instant) }
    guard first <= instant else { return nil }
    guard let cycle else { return first }
    let rounds = instant.milliseconds(since: first) / (cycle * 1000)
    return first.advanced(bySeconds: rounds * cycle)
  }
}
