/// One connector of one charge point.
package struct ConnectorID: Hashable, Comparable, Sendable {
  package let chargePoint: String
  package let connector: Int

  package init(_ chargePoint: String, _ connector: Int) {
    self.chargePoint = chargePoint
    self.connector = connector
  }

  package static func < (a: ConnectorID, b: ConnectorID) -> Bool {
    (a.chargePoint, a.connector) < (b.chargePoint, b.connector)
  }
}
