import Crypto
import Domain
import Net
import Storage

/// Every connector of an accepted wallbox stands at a bay: who has none gets one.
extension ChargingSite {
  /// Bays were added or changed: the board takes them over, and what wallboxes know of cards follows.
  package func baysChanged() async throws(SiteError) {
    let all = try await onDisk(reading: { file in try file.allBays() })
    show(all)
    cardsChanged()
  }

  func show(_ all: [Bay]) {
    let byWallbox = Dictionary(grouping: all.filter { $0.chargePointKey != nil }) { $0.chargePointKey }
    for live in board.all {
      let bays = Dictionary(
        (byWallbox[live.record.key] ?? []).map { ($0.connector ?? 0, $0) }, uniquingKeysWith: { $1 })
      guard bays != live.bays else { continue }
      live.bays = bays
      live.lacksBays = true
      for connector in live.connectors { events.note(.connector(live.record.id, connector.connector)) }
    }
  }

  /// Gives a bay to each connector that has none; looks only at wallboxes where something changed.
  func seeToBays() {
    guard !isMakingBays else { return }
    var wanted: [NewBays] = []
    for live in board.all where live.lacksBays && live.record.state == .accepted {
      let new = NewBays(of: live)
      if new.isNothing { live.lacksBays = false } else { wanted.append(new) }
    }
    guard !wanted.isEmpty else { return }
    isMakingBays = true
    let at = now()
    Task { @NetworkLoop [wanted] in
      do {
        try await self.store.write { file in for new in wanted { try new.keep(in: file, at: at) } }
        try await self.baysChanged()
      } catch {
        self.report(error, while: "giving bays to connectors")
      }
      self.isMakingBays = false
    }
  }

  /// A wallbox has another name: its bays that were called after it are called so again.
  func renameBays(of live: LiveChargePoint, from old: String) async throws(SiteError) {
    let (new, isSeveral) = (live.record.name, live.connectors.count > 1)
    let stale = live.bays.filter { $0.value.name == BayName.plain(old, $0.key, isSeveral: isSeveral) }
    guard !stale.isEmpty else { return }
    try await onDisk { file in
      for (connector, shown) in stale {
        guard var bay = try file.bay(key: shown.key), bay.name == shown.name else { continue }
        bay.name = BayName.plain(new, connector, isSeveral: isSeveral)
        try file.updateBay(bay)
      }
    }
    try await baysChanged()
  }
}

/// What a bay is called until somebody gives it a name.
enum BayName {
  /// The wallbox's name, with the connector's number where there are several.
  static func plain(_ chargePoint: String, _ connector: Int, isSeveral: Bool) -> String {
    isSeveral ? "\(chargePoint) / \(connector)" : chargePoint
  }
}

extension LiveChargePoint {
  /// What people call a connector: its bay's name.
  package func bayName(of connector: Int) -> String {
    bays[connector]?.name ?? BayName.plain(record.name, connector, isSeveral: connectors.count > 1)
  }
}

/// The bays that a wallbox still needs.
private struct NewBays: Sendable {
  private let chargePointKey: Int64
  private let missing: [(connector: Int, name: String)]
  /// Named when the wallbox seemed to have one connector only.
  private let tooShort: [(key: Int64, old: String, new: String)]

  @NetworkLoop init(of live: LiveChargePoint) {
    chargePointKey = live.record.key
    let (name, isSeveral) = (live.record.name, live.connectors.count > 1)
    let numbers = live.connectors.map(\.connector)
    missing = numbers.filter { live.bays[$0] == nil }.map {
      ($0, BayName.plain(name, $0, isSeveral: isSeveral))
    }
    tooShort =
      isSeveral
      ? live.bays.values.filter { $0.name == name }.map {
        ($0.key, name, BayName.plain(name, $0.connector ?? 0, isSeveral: true))
      } : []
  }

  var isNothing: Bool { missing.isEmpty && tooShort.isEmpty }

  func keep(in file: WriteConnection, at: Instant) throws {
    for (connector, name) in missing {
      _ = try file.madeBay(chargePointKey: chargePointKey, connector: connector, name: name, at: at)
    }
    for (key, old, new) in tooShort {
      guard var bay = try file.bay(key: key), bay.name == old else { continue }
      bay.name = new
      try file.updateBay(bay)
    }
  }
}

extension WriteConnection {
  /// The bay where a connector stands, made if there is none.
  func madeBay(chargePointKey: Int64, connector: Int, name: String, at: Instant) throws -> Bay {
    if let bay = try bay(chargePointKey: chargePointKey, connector: connector) { return bay }
    return try insertBay(
      Bay(
        key: 0, id: BayID.make(from: randomBytes(BayID.length)), name: name, chargePointKey: chargePointKey,
        connector: connector, createdAt: at))
  }
}
