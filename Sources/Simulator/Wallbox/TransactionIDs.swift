package import Net

/// All transaction ids that a server gave out: none may come twice, whichever wallbox it goes to.
@NetworkLoop
package final class TransactionIDs {
  private var seen: Set<Int64> = []

  package init() {}

  /// False: it was there before.
  func insert(_ id: Int64) -> Bool { seen.insert(id).inserted }
}
