import Domain
import Formats
import Net
import Site
import Storage

extension Call {
  /// How many items the caller wants at once.
  func pageLimit() throws(Problem) -> Int {
    guard let text = request.query("limit") else { return 100 }
    let most = site.limits.pageRows
    guard let limit = Int(text), (1...most).contains(limit) else {
      throw .badQuery("limit", "must be a whole number from 1 to \(most)")
    }
    return limit
  }

  /// Where the list goes on.
  func pageCursor() throws(Problem) -> PageCursor? {
    guard let text = request.query("cursor") else { return nil }
    guard let cursor = PageCursor(text: text) else {
      throw .badQuery("cursor", "must be a next_cursor of this list")
    }
    return cursor
  }

  /// A part of the address after the question mark; an empty one counts as absent.
  func wanted(_ name: String) -> String? {
    request.query(name).flatMap { $0.isEmpty ? nil : $0 }
  }

  func instantQuery(_ name: String) throws(Problem) -> Instant? {
    guard let text = request.query(name), !text.isEmpty else { return nil }
    guard let parsed = InstantFormat.parse(text), parsed.hasZone else {
      throw .badQuery(name, "must be an instant like 2026-03-02T10:00:00Z")
    }
    return parsed.instant
  }

  func boolQuery(_ name: String) throws(Problem) -> Bool? {
    switch request.query(name) {
    case nil, "": nil
    case "true", "1": true
    case "false", "0": false
    default: throw .badQuery(name, "must be true or false")
    }
  }
}
