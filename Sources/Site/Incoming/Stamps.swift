import Domain
import Net
import OCPP
import Storage

extension LiveChargePoint {
  /// Whether stamps that name no zone are in the site's local time.
  var stampsAreLocal: Bool {
    switch record.settings.clock {
    case .utc: false
    case .local: true
    case .auto: record.stampsAreLocal
    }
  }
}

extension ChargePointLink {
  /// Reads a stamp of a message that came now as this wallbox means it, and learns from it how its clock is.
  /// Arithmetic only, but for the moment in which something is learnt.
  func hear(_ time: inout WireTime, at arrival: Instant) {
    guard let asUTC = time.instant else { return }
    if !time.hasZone {
      learnZone(from: asUTC, at: arrival)
      readLocal(&time, at: arrival)
    }
    live.clock.note(stamp: time.instant ?? asUTC, arrival: arrival)
    guard let isOff = live.clock.isOff, isOff != live.isClockNoted, live.record.state == .accepted else {
      return
    }
    live.isClockNoted = isOff
    site.noteClock(of: live, isOff: isOff)
  }

  /// Takes a stamp without a zone for local time, where this wallbox means that.
  func readLocal(_ time: inout WireTime, at arrival: Instant) {
    guard live.stampsAreLocal else { return }
    time.read(in: site.settings.zone, notAfter: arrival.advanced(byMilliseconds: ClockGauge.toleranceMs))
  }

  /// The same for all stamps of a message; nothing is copied where none is local.
  func readLocal(_ values: inout [MeterValue], at arrival: Instant) {
    guard live.stampsAreLocal else { return }
    for index in values.indices { readLocal(&values[index].timestamp, at: arrival) }
  }

  /// A stamp that is off by just what the site's local time is off from UTC is local time. East of Greenwich
  /// it lies ahead of its arrival, where no queue can have put it; west of it a message from a queue looks
  /// the same, so that only what the gauge believes counts.
  private func learnZone(from stamp: Instant, at arrival: Instant) {
    guard live.record.settings.clock == .auto, !live.record.stampsAreLocal else { return }
    let offsetMs = Int64(site.settings.zone.offsetSeconds(at: arrival)) * 1000
    guard offsetMs != 0, offsetMs % 900_000 == 0 else { return }
    var gauge = live.clock
    gauge.note(stamp: stamp, arrival: arrival)
    guard let aheadMs = offsetMs > 0 ? stamp.milliseconds(since: arrival) : gauge.skewMs,
      aheadMs > .min / 2, abs(aheadMs - offsetMs) <= ClockGauge.toleranceMs
    else { return }
    live.record.stampsAreLocal = true
    live.clock = ClockGauge()
    let key = live.record.key
    site.writeLater { file in try file.learnLocalStamps(chargePointKey: key) }
    site.events.note(.chargePoint(live.record.id))
  }
}

extension ChargingSite {
  /// Puts a clock that is off on the list "to check", and takes it off when it is right again.
  func noteClock(of live: LiveChargePoint, isOff: Bool) {
    let (id, about, at) = (live.record.id, "clock \(live.record.id)", now())
    events.note(.chargePoint(id))
    if isOff {
      let seconds = (live.clock.skewMs ?? 0) / 1000
      return note(
        ToCheckNote(
          kind: ToCheckItem.Kind.clockOff, about: about, chargePointID: id,
          details: ["skew_s": String(seconds)]))
    }
    store.submit({ file in
      let key = try file.resolveToCheck(
        coalescingKey: about, at: at, resolution: "the clock is right again", by: id)
      return { if let key { NetworkLoop.run { self.events.note(.toCheck(key)) } } }
    }) { error in
      NetworkLoop.run { self.report(error, while: "noting that a clock is right again") }
    }
  }
}
