import Domain
import Formats
import Net
import Site
import Storage

extension Call {
  func listMessages() async throws -> HTTPResponse {
    let limit = try pageLimit()
    let cursor = try pageCursor()
    let query = try messageQuery()
    // Read and rendered off the loop: a whole log is some thousand frames.
    let (items, next) = try await site.reader.read { file in
      let page = try query.page(after: cursor, limit: limit, in: file)
      return (page.items.map(\.jsonForPage), page.next?.text)
    }
    return .list(items, next: next)
  }

  /// One JSON object a line; a log's bound is small enough for one answer.
  func downloadMessages() async throws -> HTTPResponse {
    let live = try liveChargePoint()
    let query = try messageQuery()
    let english = application.translations.words("en", atSecond: application.second)
    let lines = try await site.reader.read { file in
      try query.messages(in: file).flatMap { $0.jsonForFile(english).serialized + [UInt8(ascii: "\n")] }
    }
    let name = live.record.id.filter { $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) }
    return HTTPResponse(
      status: 200,
      headers: [
        ("Content-Type", "application/x-ndjson"),
        ("Content-Disposition", "attachment; filename=\"messages-\(name).ndjson\""),
      ], body: lines)
  }

  private func messageQuery() throws(Problem) -> MessageQuery {
    var query = MessageQuery(try liveChargePoint())
    query.shortensCards = caller.role == .installer
    guard let search = request.query("search") else { return query }
    let most = site.limits.logSearchCharacters
    guard search.count <= most else {
      throw .invalid("search", .length(0...most))
    }
    query.search = search
    return query
  }
}
