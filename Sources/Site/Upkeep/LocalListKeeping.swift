import Domain
import Net
import OCPP
import Storage

/// What is in hand with one wallbox's local list. In memory only: after a restart all is looked at anew.
struct LocalListWork {
  /// Lists are switched off and the wallbox still has one (`KeptLocalList.isToBeEmptied`).
  var isToBeEmptied = false
  /// A person wants it sent, whatever was refused.
  var isForced = false
  /// The connection on which the wallbox has said which version it has.
  weak var verifiedOn: ChargePointLink?
  /// The connection on which it did not take a list, and that list.
  private weak var gaveUpOn: ChargePointLink?
  private var gaveUpDigest: [UInt8]?
  /// The firmware whose configuration keys have been seen to.
  var keysSeenTo: UpkeepState.Firmware?
  /// Attempts in a row that came to nothing, and the round before which there is no other.
  private(set) var failures = 0
  private(set) var notBefore = 0

  private static let firstPauseSeconds = 30
  private static let mostDoublings = 10
  private static let mostInterruptions = 5

  /// A wallbox that goes away whenever it gets its list may be crashing on it.
  var isHopeless: Bool { failures >= Self.mostInterruptions }

  /// Something kept it from being sent.
  mutating func noteFailure(in round: Int) {
    notBefore = round + Self.firstPauseSeconds << min(failures, Self.mostDoublings)
    failures += 1
  }

  /// The wallbox was sent a list and did not take it.
  mutating func giveUp(_ digest: [UInt8], on link: ChargePointLink, in round: Int) {
    gaveUpOn = link
    gaveUpDigest = digest
    noteFailure(in: round)
  }

  func gaveUp(_ digest: [UInt8], on link: ChargePointLink) -> Bool {
    gaveUpOn === link && gaveUpDigest == digest
  }

  mutating func forgetFailures() {
    gaveUpDigest = nil
    failures = 0
    notBefore = 0
  }
}

extension LiveChargePoint {
  /// Whether there is a list to keep, or to take away.
  var hasLocalListWork: Bool { record.settings.keepsLocalList || upkeep.list.isToBeEmptied }
}

/// Keeps the lists of cards in wallboxes (OCPP 1.6, 3.5.2 and 5.15), so that they charge without us.
extension ChargingSite {
  /// Versions above this are not followed: they are nonsense, and there must be room above for ours.
  private static let highestVersion = 2_000_000_000

  /// Sees to it that a wallbox has the list and the configuration keys that it should have. Asks it nothing
  /// when all is known to be well.
  func keepLocalList(of live: LiveChargePoint) async {
    guard live.record.state == .accepted, live.hasLocalListWork, let link = live.link,
      link.introduction != .booting
    else { return }
    let wait = live.upkeep.list.notBefore - upkeep.round
    guard live.upkeep.list.isForced || wait <= 0 else { return upkeep.look(at: live, inSeconds: wait) }
    do {
      if live.record.settings.keepsLocalList {
        try await fill(live, link)
      } else {
        try await empty(live, link)
      }
    } catch {
      report(error, while: "keeping the local list of a wallbox")
      live.upkeep.list.noteFailure(in: upkeep.round)
    }
  }

  private func fill(_ live: LiveChargePoint, _ link: ChargePointLink) async throws {
    await seeToKeys(LocalListKeys.whenOn, at: live)
    let (key, access, at) = (live.record.key, AccessCheck(live, self), now())
    let (list, kept) = try await reader.read { file in
      (try CardList(of: key, access, at: at, in: file), try file.localList(chargePointKey: key))
    }
    try await give(list, to: live, link, instead: kept)
  }

  private func empty(_ live: LiveChargePoint, _ link: ChargePointLink) async throws {
    let key = live.record.key
    let kept = try await reader.read { file in try file.localList(chargePointKey: key) }
    guard try await give(.empty, to: live, link, instead: kept) else { return }
    live.upkeep.list.keysSeenTo = nil
    await seeToKeys(LocalListKeys.whenOff, at: live)
    guard !live.record.settings.keepsLocalList else { return }
    live.upkeep.list.isToBeEmptied = false
    try await store.write { file in try file.markLocalList(chargePointKey: key, toBeEmptied: false) }
    events.note(.chargePoint(live.record.id))
  }

  private func seeToKeys(_ wishes: [KeyWish], at live: LiveChargePoint) async {
    guard live.upkeep.list.keysSeenTo != live.firmware else { return }
    guard await keep(wishes, reading: LocalListKeys.limits, at: live) else { return }
    live.upkeep.list.keysSeenTo = live.firmware
  }

  /// Gives a wallbox a list, unless it has it, or has refused it.
  ///
  /// - Returns: false: there is more to do another time.
  @discardableResult
  private func give(
    _ list: CardList, to live: LiveChargePoint, _ link: ChargePointLink, instead kept: KeptLocalList?
  ) async throws -> Bool {
    let (digest, isForced) = (list.digest, live.upkeep.list.isForced)
    let isCurrent = kept?.state == .current && kept?.digest == digest
    if isCurrent, !isForced, live.upkeep.list.verifiedOn === link { return true }
    let isRefused =
      kept?.refuses(digest, live.record.firmwareVersion) == true || live.upkeep.list.gaveUp(digest, on: link)
    if isRefused, !isForced { return true }
    live.upkeep.list.isForced = false
    // What came of the first attempt does not matter: a second one in full is the cure for all of it.
    var attempt = ListAttempt.interrupted("")
    for number in 1...2 {
      attempt = try await self.attempt(list, live, unless: number == 1 && !isForced ? kept : nil)
      if case .done = attempt { break }
      guard live.link === link else { break }
    }
    return try await conclude(attempt, digest, live, link)
  }

  private func attempt(
    _ list: CardList, _ live: LiveChargePoint, unless kept: KeptLocalList?
  ) async throws -> ListAttempt {
    switch await version(of: live) {
    case .not(let attempt): return attempt
    case .told(let version):
      if let kept, kept.state == .current {
        let isKept = kept.entries == 0 ? version == 0 || version == kept.version : version == kept.version
        if isKept, kept.digest == list.digest { return .done }
        // Somebody else wrote it, or the wallbox was reset: its keys may be other ones too.
        if !isKept { live.upkeep.list.keysSeenTo = nil }
      }
      if live.record.settings.keepsLocalList { await seeToKeys(LocalListKeys.whenOn, at: live) }
      let floor = (0...Self.highestVersion).contains(version) ? version : 0
      return try await send(list, to: live, above: floor)
    }
  }

  private func conclude(
    _ attempt: ListAttempt, _ digest: [UInt8], _ live: LiveChargePoint, _ link: ChargePointLink
  ) async throws -> Bool {
    let (key, firmware, at) = (live.record.key, live.record.firmwareVersion, now())
    defer { events.note(.chargePoint(live.record.id)) }
    switch attempt {
    case .done:
      live.upkeep.list.verifiedOn = link
      live.upkeep.list.forgetFailures()
      return true
    case .refused(let detail):
      live.upkeep.list.giveUp(digest, on: link, in: upkeep.round)
      let mayChangeItsMind = try await store.write { file in
        let enabled = try file.configurationKeys(chargePointKey: key).named(LocalListKeys.enabled)
        let waitsForReboot = enabled?.answer == "RebootRequired" && enabled?.value != enabled?.wanted
        try file.keepRefusedLocalList(
          chargePointKey: key, detail: detail, refusedDigest: waitsForReboot ? nil : digest,
          firmware: firmware, at: at)
        return waitsForReboot
      }
      if mayChangeItsMind { live.upkeep.list.keysSeenTo = nil }
      return true
    case .interrupted(let detail):
      live.upkeep.list.giveUp(digest, on: link, in: upkeep.round)
      let isHopeless = live.upkeep.list.isHopeless
      let isHere = live.link === link
      try await store.write { file in
        if isHopeless || isHere {
          // A silent one may hear it after its next connect.
          try file.keepRefusedLocalList(
            chargePointKey: key, detail: detail, refusedDigest: isHopeless ? digest : nil, firmware: firmware,
            at: at)
        } else {
          try file.keepWaitingLocalList(chargePointKey: key, detail: detail, isNew: false, at: at)
        }
      }
      return isHopeless
    }
  }
}

extension KeptLocalList {
  /// Whether this firmware has refused this list for good.
  fileprivate func refuses(_ digest: [UInt8], _ firmware: String?) -> Bool {
    state == .refused && refusedDigest == digest && refusedFirmware == firmware
  }
}
