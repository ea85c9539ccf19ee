/// Bounds of one JSON text.
package struct JSONLimits: Sendable {
  /// Arrays and objects inside one another; at most 60.
  package var maxDepth: Int
  package var maxBytes: Int
  /// Values of all kinds in the whole text (bounds the memory of the tree).
  package var maxValues: Int

  package init(maxDepth: Int = 32, maxBytes: Int = 8 * 1024 * 1024, maxValues: Int = 500_000) {
    self.maxDepth = min(maxDepth, 60)
    self.maxBytes = maxBytes
    self.maxValues = maxValues
  }
}
