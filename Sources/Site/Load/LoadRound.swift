import Domain
import Formats
import LoadManagement
import Net
import OCPP
import Storage

/// Once a second, and whenever a wallbox has answered: facts in, decisions out. Connectors of wallboxes that
/// are not accepted count for nothing: nobody is told to charge there.
extension ChargingSite {
  /// Costs nothing while there is no limit and no profile of ours anywhere.
  func shareLoad() {
    let limits = sharedLimits
    guard !limits.isEmpty || !load.control.isIdle else { return }
    let at = now()
    var connectors: [LoadConnector] = []
    for live in board.all where live.record.state == .accepted {
      meet(live)
      for connector in live.connectors { connectors.append(facts(of: connector, at: live)) }
    }
    let before = load.control.shares
    let waitedBefore = Set(before.keys.filter { load.control.waitingSince($0) != nil })
    let orders = load.control.round(connectors, limits, at: at)
    load.turns = nil
    for (id, share) in load.control.shares
    where before[id] != share || waitedBefore.contains(id) != (load.control.waitingSince(id) != nil) {
      events.note(.connector(id.chargePoint, id.connector))
    }
    for id in before.keys where load.control.shares[id] == nil {
      events.note(.connector(id.chargePoint, id.connector))
    }
    for order in orders { tell(order) }
  }

  /// The limits that are set, each with its connectors.
  var sharedLimits: [CurrentLimit] { limits(with: nil) }

  /// The same as it would be with one more wallbox accepted.
  func limits(with newcomer: LiveChargePoint?) -> [CurrentLimit] {
    guard settings.siteLimitA != nil || !load.groups.isEmpty else { return [] }
    var (all, members): (Set<ConnectorID>, [Int64: Set<ConnectorID>]) = ([], [:])
    for live in board.all where live.record.state == .accepted || live === newcomer {
      for connector in live.connectors {
        let id = ConnectorID(live.record.id, connector.connector)
        all.insert(id)
        if let group = load.wirings[id]?.groupKey { members[group, default: []].insert(id) }
      }
    }
    var limits = load.groups.values.compactMap { group in
      members[group.key].map { CurrentLimit(amps: group.limitA, members: $0) }
    }
    if let amps = settings.siteLimitA, !all.isEmpty { limits.append(CurrentLimit(amps: amps, members: all)) }
    return limits
  }

  /// Seconds that a wallbox gets to introduce itself after it has connected.
  private static let greetingSeconds = 5

  /// Notices a wallbox that is new, has come back, has booted, or has another firmware.
  private func meet(_ live: LiveChargePoint) {
    let (id, record) = (live.record.id, live.record)
    let count = live.connectors.count
    guard var box = load.boxes[id] else {
      load.boxes[id] = LoadDesk.Box(
        search: search(at: live), link: live.link, bootedAt: record.lastBootAt, metIn: upkeep.round)
      return
    }
    let own = live.connectors.map { ConnectorID(id, $0.connector) }
    if box.search.firmwareVersion != record.firmwareVersion || box.search.connectors != count {
      box.search = search(at: live)
    }
    if box.bootedAt != record.lastBootAt {
      for connector in own { load.control.forgot(connector) }
    }
    if let link = live.link, box.link !== link {
      for connector in own { load.control.connected(connector) }
      box.metIn = upkeep.round
    }
    if box.search.accepted?.isForCharge ?? false {
      for connector in live.connectors {
        let charge = connector.transaction?.id
        guard charge == nil || charge != box.charges[connector.connector] else { continue }
        load.control.forgot(ConnectorID(id, connector.connector))
        box.charges[connector.connector] = charge
      }
    }
    box.link = live.link
    box.bootedAt = record.lastBootAt
    load.boxes[id] = box
  }

  private func search(at live: LiveChargePoint) -> FormSearch {
    let kept = load.forms[live.record.id].map { ($0.form.flatMap(ProfileForm.init), $0.firmwareVersion) }
    return FormSearch(
      connectors: live.connectors.count, firmwareVersion: live.record.firmwareVersion, kept: kept)
  }

  /// A person has set or taken away profiles by hand, ours perhaps among them, whatever the answer was.
  func noteProfilesChanged(by action: String, at live: LiveChargePoint) {
    guard action == SetChargingProfile.Request.action || action == ClearChargingProfile.Request.action,
      !load.control.isIdle
    else { return }
    load.boxes[live.record.id]?.changesByHand += 1
    for connector in live.connectors {
      load.control.forgot(ConnectorID(live.record.id, connector.connector))
    }
    shareSoon()
  }

  private func facts(of connector: LiveConnector, at live: LiveChargePoint) -> LoadConnector {
    let box = load.boxes[live.record.id]
    let introduction = live.link?.introduction ?? .none
    let seconds = upkeep.round - (box?.metIn ?? upkeep.round)
    let greeted =
      introduction == .booted || (introduction != .booting && seconds >= Self.greetingSeconds)
    return LoadConnector(
      id: ConnectorID(live.record.id, connector.connector),
      maxAmps: load.wiring(live, connector.connector).maxA,
      mayBePaused: live.record.settings.mayBePaused, isReachable: live.isOnline && greeted,
      takesProfiles: box?.search.form(whileCharging: connector.transaction != nil) != nil,
      signs: ConnectorSigns(
        status: connector.status?.status, statusSince: connector.status?.receivedAt,
        transactionSince: connector.transaction?.startedAt))
  }

  // MARK: Telling

  private func tell(_ order: LoadOrder) {
    let at = now()
    guard let live = board.chargePoint(id: order.id.chargePoint), live.isOnline,
      let connector = live.connector(order.id.connector)
    else { return load.control.unsent(order.id, at: at) }
    guard let allotment = order.allotment else { return clear(order.id, at: live) }
    guard
      let form = load.boxes[order.id.chargePoint]?.search.form(whileCharging: connector.transaction != nil)
    else { return load.control.unsent(order.id, at: at) }
    let profile = AllotmentProfile(
      connector: connector.connector, phases: load.wiring(live, connector.connector).phases,
      clockSkewMs: live.clock.skewMs ?? 0)
    let request = profile.request(allotment, as: form, transactionID: connector.transaction?.id, at: at)
    let changesByHand = load.boxes[order.id.chargePoint]?.changesByHand
    Task { @NetworkLoop in
      let result = await self.ask(request, of: live)
      self.heard(result, to: form, about: order.id, at: live)
      // What a person asked was answered before this answer was kept, and may have taken ours away.
      if self.load.boxes[order.id.chargePoint]?.changesByHand != changesByHand {
        self.load.control.forgot(order.id)
      }
      if form.isForCharge { self.weigh(request.csChargingProfiles.transactionId, order.id, at: live) }
      self.shareSoon()
    }
  }

  /// A profile for one charge was told; that charge may be over by now.
  private func weigh(_ charge: Int64?, _ id: ConnectorID, at live: LiveChargePoint) {
    load.boxes[id.chargePoint]?.charges[id.connector] = charge
    if live.connector(id.connector)?.transaction?.id != charge { load.control.forgot(id) }
  }

  private func heard(
    _ result: Result<OperationOutcome, SiteError>, to form: ProfileForm, about id: ConnectorID,
    at live: LiveChargePoint
  ) {
    let at = now()
    switch result {
    case .success(.answered(let payload)) where payload["status"] == "Accepted":
      load.control.accepted(id, at: at)
      if load.boxes[id.chargePoint]?.search.take(form) ?? false { keep(form: form, of: live) }
    case .success:
      let takesNone = load.boxes[id.chargePoint]?.search.refuse(form) ?? false
      let goesOn = load.boxes[id.chargePoint]?.search.goesOn ?? false
      load.control.refused(id, retryMs: goesOn ? 0 : nil, at: at)
      if takesNone {
        keep(form: nil, of: live)
        note(
          ToCheckNote(
            kind: ToCheckItem.Kind.limitUnsupported, about: "limit unsupported \(live.record.key)",
            chargePointID: live.record.id))
      }
    case .failure:
      load.control.unanswered(id, at: at)
    }
  }

  private func clear(_ id: ConnectorID, at live: LiveChargePoint) {
    let request = ClearChargingProfile.Request(id: AllotmentProfile.firstID + id.connector)
    Task { @NetworkLoop in
      switch await self.ask(request, of: live) {
      // Unknown: it has none of ours, or does not know them by their ids.
      case .success(.answered): self.load.control.accepted(id, at: self.now())
      case .success(.error): self.load.control.refused(id, at: self.now())
      case .failure: self.load.control.unanswered(id, at: self.now())
      }
      self.shareSoon()
    }
  }

  private func keep(form: ProfileForm?, of live: LiveChargePoint) {
    let kept = KeptProfileForm(
      chargePointKey: live.record.key, form: form?.rawValue, firmwareVersion: live.record.firmwareVersion)
    let at = now()
    load.forms[live.record.id] = kept
    writeLater { file in try file.saveProfileForm(kept, at: at) }
  }

  private static let gatherMs = 20

  /// A round soon, one for all that happens meanwhile.
  func shareSoon() {
    guard !load.roundIsDue else { return }
    load.roundIsDue = true
    load.soonTimer = NetworkLoop.after(milliseconds: Self.gatherMs) { [weak self] in
      self?.load.roundIsDue = false
      self?.shareLoad()
    }
  }
}
