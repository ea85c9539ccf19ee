/// Where a list goes on: after the row with this sort value and key. Stays right when rows are added.
package struct PageCursor: Sendable, Equatable {
  package var sortValue: Int64
  package var key: Int64

  package init(sortValue: Int64, key: Int64) {
    self.sortValue = sortValue
    self.key = key
  }

  /// For `next_cursor`; callers treat it as opaque.
  package var text: String { "\(sortValue).\(key)" }

  /// Nil for a text that no list has given out.
  package init?(text: String) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 2, let sortValue = Int64(parts[0]), let key = Int64(parts[1]) else { return nil }
    self.init(sortValue: sortValue, key: key)
  }
}

/// One page of a list, and where the next begins (nil: this was the last).
package struct Page<Item: Sendable>: Sendable {
  package var items: [Item]
  package var next: PageCursor?

  /// `rows` holds one more than `limit` when there is a next page.
  init(rows: [Item], limit: Int, cursor: (Item) -> PageCursor) {
    items = Array(rows.prefix(limit))
    next = rows.count > limit ? items.last.map(cursor) : nil
  }
}
