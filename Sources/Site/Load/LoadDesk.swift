import Domain
import LoadManagement
import Net
import Storage

/// Everything the site knows of shared limits: circuits, wiring, what wallboxes hold, and who they are.
/// Memory only; what must be kept is in the file.
@NetworkLoop final class LoadDesk {
  /// One wallbox as the limits see it.
  struct Box {
    var search: FormSearch
    /// Weak, not its address: the next connection may have the same.
    weak var link: ChargePointLink?
    var bootedAt: Instant?
    /// Seconds (`Upkeep.round`) when it was met on this connection.
    var metIn: Int
    /// The charges for which profiles of the forms for one charge were told, by connector.
    var charges: [Int: Int64] = [:]
    /// How often a person has set or taken away profiles by hand.
    var changesByHand = 0
  }

  var control = LoadControl()
  /// By key.
  var groups: [Int64: LoadGroup] = [:]
  var wirings: [ConnectorID: ConnectorWiring] = [:]
  var boxes: [String: Box] = [:]
  /// What a connector drew last, and when.
  var measured: [ConnectorID: (milliamps: Int, at: Instant)] = [:]
  /// Forms from the file, by charge point.
  var forms: [String: KeptProfileForm] = [:]
  var turns: [ConnectorID: Instant]?
  var roundIsDue = false
  var soonTimer: LoopTimer?

  /// Reads what the file knows.
  func fill(
    _ board: LiveBoard, groups: [LoadGroup], wirings: [ConnectorWiring], forms: [KeptProfileForm],
    profiles: [SetProfile]
  ) {
    let ids = Dictionary(uniqueKeysWithValues: board.chargePoints.map { ($0.record.key, $0.record.id) })
    for group in groups { self.groups[group.key] = group }
    for wiring in wirings {
      if let id = ids[wiring.chargePointKey] { self.wirings[ConnectorID(id, wiring.connector)] = wiring }
    }
    for form in forms {
      if let id = ids[form.chargePointKey] { self.forms[id] = form }
    }
    for profile in profiles {
      guard let id = ids[profile.chargePointKey] else { continue }
      let connector = ConnectorID(id, profile.profileID - AllotmentProfile.firstID)
      let phases = self.wirings[connector]?.phases ?? 3
      let ours = AllotmentProfile(connector: connector.connector, phases: phases)
      if let told = ours.allotment(json: profile.profile, setAt: profile.setAt) {
        control.restore(connector, told)
      }
    }
  }

  /// A wallbox is gone for good; another may come under its id.
  func forget(_ id: String) {
    boxes[id] = nil
    forms[id] = nil
    wirings = wirings.filter { $0.key.chargePoint != id }
    measured = measured.filter { $0.key.chargePoint != id }
    control.forget(id)
  }

  func wiring(_ live: LiveChargePoint, _ connector: Int) -> ConnectorWiring {
    wirings[ConnectorID(live.record.id, connector)]
      ?? ConnectorWiring(chargePointKey: live.record.key, connector: connector)
  }
}
