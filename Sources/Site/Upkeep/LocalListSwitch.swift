import Domain
import Net
package import Storage

/// A wallbox's local list as a page shows it.
package struct LocalListView: Sendable {
  /// Where it stands; `off` also means that the wallbox has nothing of ours any more.
  package enum State: String, Sendable {
    case off, waiting, sending, current, refused
  }

  /// A key that belongs to the list, what it should be, and what the wallbox made of it.
  package struct Key: Sendable {
    package let key: String
    package let wanted: String
    package let value: String?
    package let answer: String?
  }

  package let isEnabled: Bool
  package let state: State
  /// Nil: no list was ever sent.
  package let kept: KeptLocalList?
  package let mostEntries: Int?
  package let leftOut: [LeftOutCard]
  package let keys: [Key]
}

/// What people do with local lists.
extension ChargingSite {
  /// How a wallbox's list stands.
  package func localList(of chargePointID: String) async throws(SiteError) -> LocalListView {
    guard let live = board.chargePoint(id: chargePointID) else { throw .unknownChargePoint }
    let (key, at, isEnabled) = (live.record.key, now(), live.record.settings.keepsLocalList)
    let access = AccessCheck(live, self)
    let isActive = isEnabled || live.upkeep.list.isToBeEmptied
    let (kept, list, keys) = try await onDisk(reading: { file in
      (
        try file.localList(chargePointKey: key),
        isEnabled ? try CardList(of: key, access, at: at, in: file) : CardList.empty,
        try file.configurationKeys(chargePointKey: key)
      )
    })
    let wishes = isEnabled ? LocalListKeys.whenOn : kept == nil ? [] : LocalListKeys.whenOff
    return LocalListView(
      isEnabled: isEnabled,
      state: isActive ? Self.state(kept, list, isBusy: live.upkeep.isBusy) : .off, kept: kept,
      mostEntries: list.mostEntries, leftOut: list.leftOut,
      keys: wishes.map { LocalListView.Key($0, keys.named($0.key)) })
  }

  /// Switches the list of a wallbox on or off, with the configuration keys that belong to it. Returns when
  /// the wallbox has said what it makes of that; at once while it is not connected.
  package func keepLocalList(
    of chargePointID: String, _ isEnabled: Bool, also note: Alongside? = nil
  ) async throws(SiteError) {
    guard let live = board.chargePoint(id: chargePointID) else { throw .unknownChargePoint }
    let (key, at) = (live.record.key, now())
    let isToBeEmptied = try await onDisk { file -> Bool in
      guard !isEnabled else {
        try file.keepWaitingLocalList(chargePointKey: key, detail: nil, isNew: true, at: at)
        try file.markLocalList(chargePointKey: key, toBeEmptied: false)
        return false
      }
      guard let kept = try file.localList(chargePointKey: key), kept.hasOrMayHaveCards else { return false }
      try file.keepWaitingLocalList(chargePointKey: key, detail: nil, isNew: true, at: at)
      try file.markLocalList(chargePointKey: key, toBeEmptied: true)
      return true
    }
    try await change(live, also: note) { record in record.settings.keepsLocalList = isEnabled }
    live.upkeep.list.isToBeEmptied = isToBeEmptied
    await force(live)
  }

  /// Sends a wallbox its list in full, whatever it has refused or has already.
  ///
  /// - Throws: `conflict` while its list is switched off, `notAccepted`, `offline`, `disk`.
  package func sendLocalList(
    to chargePointID: String, also note: Alongside? = nil
  ) async throws(SiteError) {
    guard let live = board.chargePoint(id: chargePointID) else { throw .unknownChargePoint }
    guard live.record.state == .accepted else { throw .notAccepted }
    guard live.hasLocalListWork else {
      throw .conflict(
        Wording("keeps-no-list", "This wallbox keeps no list of cards; switch that on first."))
    }
    guard live.isOnline else { throw .offline }
    let (key, at) = (live.record.key, now())
    try await onDisk { file in
      try file.keepWaitingLocalList(chargePointKey: key, detail: nil, isNew: true, at: at)
      try note?(file)
    }
    await force(live)
  }

  private func force(_ live: LiveChargePoint) async {
    live.upkeep.list.isForced = true
    live.upkeep.list.keysSeenTo = nil
    live.upkeep.list.forgetFailures()
    await lookNow(at: live)
  }

  private static func state(_ kept: KeptLocalList?, _ list: CardList, isBusy: Bool) -> LocalListView.State {
    switch kept?.state {
    case .current where kept?.digest == list.digest: .current
    case .sending where isBusy: .sending
    case .refused: .refused
    default: .waiting
    }
  }
}

extension KeptLocalList {
  /// Whether the charge point may still let cards charge by a list of ours.
  fileprivate var hasOrMayHaveCards: Bool {
    version > 0 && !(state == .current && digest == CardList.empty.digest)
  }
}

extension LocalListView.Key {
  /// A key that cannot be written was not asked; it would have been refused.
  fileprivate init(_ wish: KeyWish, _ kept: ConfigurationKey?) {
    let isMet = wish.isMet(by: kept?.value)
    let answer = kept?.wanted == wish.value ? kept?.answer : nil
    self.init(
      key: wish.key, wanted: wish.value, value: kept?.value,
      answer: answer ?? (!isMet && kept?.isReadOnly == true ? "Rejected" : nil))
  }
}
