import Crypto
import Domain
import LoadManagement
import Net
package import Storage

/// What a person may say of a connector's wiring; nil members stay as they are.
package struct WiringChange: Sendable {
  /// A circuit's id; `.some(nil)`: it hangs on none.
  package var group: String??
  package var maxA: Int?
  package var phases: Int?
  package init() {}
}

/// Circuits and wiring, as people set them.
extension ChargingSite {
  private static let longestName = 100
  private static let connectorAmps = minimumAmps...125

  /// Adds a circuit. One with more than the whole site may have is allowed: both limits hold.
  ///
  /// - Throws: `invalid`, `conflict` (the name), `disk`.
  package func addLoadGroup(
    name: String, limitA: Int, also note: (@Sendable (LoadGroup, WriteConnection) throws -> Void)? = nil
  ) async throws(SiteError) -> LoadGroup {
    try check(name: name, limitA: limitA, except: nil)
    let (id, at) = (randomToken(bits: 60), now())
    let group = try await onDisk { file in
      let group = try file.insertLoadGroup(id: id, name: name, limitA: limitA, at: at)
      try note?(group, file)
      return group
    }
    load.groups[group.key] = group
    loadChanged()
    return group
  }

  /// - Throws: `unknownLoadGroup`, `invalid`, `conflict` (the name), `disk`.
  package func changeLoadGroup(
    _ id: String, name: String?, limitA: Int?, also note: Alongside? = nil
  ) async throws(SiteError) -> LoadGroup {
    var group = try loadGroup(id)
    group.name = name ?? group.name
    group.limitA = limitA ?? group.limitA
    try check(name: group.name, limitA: group.limitA, except: group.key)
    let members = sharedMembers(of: group.key)
    try checkThatAllFit(in: [CurrentLimit(amps: group.limitA, members: members)], path: "limit_a")
    try await onDisk { [group] file in
      try file.updateLoadGroup(group)
      try note?(file)
    }
    load.groups[group.key] = group
    loadChanged()
    return group
  }

  /// Deletes a circuit; its connectors stay under the site's limit.
  ///
  /// - Throws: `unknownLoadGroup`, `disk`.
  package func deleteLoadGroup(_ id: String, also note: Alongside? = nil) async throws(SiteError) {
    let key = try loadGroup(id).key
    try await onDisk { file in
      try file.deleteLoadGroup(key: key)
      try note?(file)
    }
    load.groups[key] = nil
    for id in load.wirings.keys where load.wirings[id]?.groupKey == key { load.wirings[id]?.groupKey = nil }
    loadChanged()
  }

  /// - Throws: `unknownChargePoint`, `unknownConnector`, `invalid`, `disk`.
  package func changeWiring(
    _ chargePointID: String, _ connector: Int, _ change: WiringChange, also note: Alongside? = nil
  ) async throws(SiteError) {
    guard let live = board.chargePoint(id: chargePointID) else { throw .unknownChargePoint }
    guard live.connector(connector) != nil else { throw .unknownConnector }
    let id = ConnectorID(chargePointID, connector)
    var wiring = load.wiring(live, connector)
    if let amps = change.maxA {
      guard Self.connectorAmps.contains(amps) else {
        throw .invalid(path: "max_a", reason: .wholeNumber(6...125))
      }
      wiring.maxA = amps
    }
    if let phases = change.phases {
      guard (1...3).contains(phases) else { throw .invalid(path: "phases", reason: .wholeNumber(1...3)) }
      wiring.phases = phases
    }
    let hasOtherPhases = wiring.phases != load.wiring(live, connector).phases
    if let group = change.group { wiring.groupKey = try group.map(self.group(named:))?.key }
    if let group = wiring.groupKey.flatMap({ load.groups[$0] }) {
      let members = sharedMembers(of: group.key).union([id])
      try checkThatAllFit(in: [CurrentLimit(amps: group.limitA, members: members)], path: "group")
    }
    try await onDisk { [wiring] file in
      try file.saveConnectorWiring(wiring)
      try note?(file)
    }
    load.wirings[id] = wiring
    // What it was told in watts is another current now.
    if hasOtherPhases { load.control.forgot(id) }
    loadChanged()
  }

  /// Limits look different now.
  func loadChanged() {
    events.note(.settings)
    shareSoon()
  }

  private func sharedMembers(of key: Int64) -> Set<ConnectorID> {
    Set(
      load.wirings.filter { id, wiring in
        wiring.groupKey == key && board.chargePoint(id: id.chargePoint)?.record.state == .accepted
      }.keys)
  }

  private func loadGroup(_ id: String) throws(SiteError) -> LoadGroup {
    guard let group = load.groups.values.first(where: { $0.id == id }) else { throw .unknownLoadGroup }
    return group
  }

  /// A circuit that a field names.
  private func group(named id: String) throws(SiteError) -> LoadGroup {
    guard let group = load.groups.values.first(where: { $0.id == id }) else {
      throw .invalid(
        path: "group", reason: Wording("no-circuit", "is not the id of a circuit (see GET /load)"))
    }
    return group
  }

  private func check(name: String, limitA: Int, except key: Int64?) throws(SiteError) {
    guard (1...Self.longestName).contains(name.count) else {
      throw .invalid(path: "name", reason: .length(1...Self.longestName))
    }
    guard SharedCurrent.allowed.contains(limitA) else {
      throw .invalid(path: "limit_a", reason: SharedCurrent.reason)
    }
    guard !load.groups.values.contains(where: { $0.name == name && $0.key != key }) else {
      throw .conflict(
        Wording("circuit-exists", "There is a circuit with the name {name} already.", ["name": name]))
    }
  }
}
