import Domain
import Net
import Storage

/// What a person decides about something odd.
package enum Resolution: String, Sendable, CaseIterable {
  /// Bill it by the recorded values.
  case accept
  /// Charge nothing for it.
  case waive
  /// Seen; nothing to do.
  case dismiss
}

extension ChargingSite {
  /// Takes a line off the list "to check". For a transaction that waits for its price, accepting prices it
  /// and waiving charges nothing; both answer all its open questions.
  ///
  /// - Throws: `unknownItem`, `conflict` when the choice does not fit, `disk`.
  package func resolve(
    toCheck key: Int64, as resolution: Resolution, note: String?, by: String, also line: Alongside? = nil
  ) async throws(SiteError) {
    let (settlement, at) = (settlement, now())
    let (transactionID, resolved) = try await onDisk { file -> (Int64?, [Int64]) in
      try line?(file)
      guard let item = try file.toCheckItem(key: key), item.resolvedAt == nil else {
        throw SiteError.unknownItem
      }
      guard item.kind != ToCheckItem.Kind.dispute else {
        throw SiteError.conflict("This is a tenant's question; answer it.")
      }
      let words = resolution.rawValue + (note.map { ": \($0)" } ?? "")
      let waiting = try item.transactionID.flatMap { try file.transaction(id: $0) }
      guard let waiting, Flag(rawValue: item.kind)?.holdsPrice == true, waiting.costState != .final else {
        guard resolution == .dismiss else {
          throw SiteError.conflict(
            Wording("nothing-to-decide", "This line has no charge that waits for a price; dismiss it."))
        }
        _ = try file.resolveToCheck(key: key, at: at, resolution: words, by: by)
        return (nil, [key])
      }
      guard waiting.stoppedAt != nil else {
        throw SiteError.conflict(
          Wording("still-running", "This charge is still running; decide when it has ended."))
      }
      switch resolution {
      case .accept: _ = try settlement.accept(transactionID: waiting.id, at: at, by: by, in: file)
      case .waive: try settlement.waive(transactionID: waiting.id, at: at, by: by, in: file)
      case .dismiss:
        throw SiteError.conflict(
          Wording("accept-or-waive", "This charge waits for a decision: accept or waive it."))
      }
      let resolved = try file.resolveToCheck(transactionID: waiting.id, at: at, resolution: words, by: by)
      return (waiting.id, resolved)
    }
    for key in resolved { events.note(.toCheck(key)) }
    if let transactionID { events.note(.transaction(transactionID)) }
  }
}
