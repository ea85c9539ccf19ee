/// What is wrong with a tariff or a transaction, and where: nothing is guessed where money is concerned.
package struct InvalidInput: Error, Equatable, Sendable {
  /// Where it stands, e.g. `tariff.elements[0].price_components[1].price`; empty: the whole of it.
  package var path: String
  /// A sentence for people, without a full stop.
  package var reason: String

  package init(path: String, reason: String) {
    self.path = path
    self.reason = reason
  }
}
