import Domain
import Net
import Storage

extension ChargingSite {
  /// A card that nobody knows was refused: a line "to check" offers to register it. Whoever shows one card
  /// after the other fills neither the disk nor the list.
  ///
  /// - Parameter connector: where it was held; nil: the message does not tell, and it is where a car waits.
  func noteUnknownCard(_ idTag: String, at live: LiveChargePoint, connector: Int? = nil) {
    let canonical = IdTag.canonical(idTag)
    guard !canonical.isEmpty, unknownCardsInFlight < limits.unknownCardsInFlight else { return }
    unknownCardsInFlight += 1
    let (at, most) = (now(), limits.unknownCardLines)
    let shown = String(idTag.prefix(limits.idTagCharacters))
    let note = ToCheckNote(
      kind: ToCheckItem.Kind.unknownCard, about: "card \(live.record.key) \(canonical.prefix(shown.count))",
      chargePointID: live.record.id, connector: connector ?? live.connectorWithCar,
      details: ["id_tag": shown])
    store.submit({ file in
      let isKnown = try file.openToCheckItem(coalescingKey: note.about) != nil
      let hasRoom = try isKnown || file.countOpenToCheck(kind: note.kind, upTo: most) < most
      let key = hasRoom ? try note.write(to: file, at: at) : nil
      return {
        NetworkLoop.run {
          self.unknownCardsInFlight -= 1
          if let key { self.events.note(.toCheck(key)) }
        }
      }
    }) { error in
      NetworkLoop.run {
        self.unknownCardsInFlight -= 1
        self.report(error, while: "noting an unknown card")
      }
    }
  }
}

extension LiveChargePoint {
  /// The connector at which somebody most likely stands with a card: the only one, or the only one where a
  /// car waits to charge.
  var connectorWithCar: Int? {
    if connectors.count == 1 { return connectors[0].connector }
    let waiting = connectors.filter { $0.status?.status == "Preparing" }
    return waiting.count == 1 ? waiting[0].connector : nil
  }
}
