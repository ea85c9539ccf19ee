import Formats
import Net

extension Call {
  /// The manager's page. Its own script decides what to show.
  func indexPage() throws -> HTTPResponse { try file(["index.html"]) }

  /// What a tenant's invitation opens. The secret stands behind the # and stays in the browser until the page
  /// hands it in.
  func invitePage() throws -> HTTPResponse { try file(["invite.html"]) }

  /// What a link to choose a password opens.
  func accountPage() throws -> HTTPResponse { try file(["account.html"]) }

  func asset() throws -> HTTPResponse { try file(["assets"] + request.segments.dropFirst()) }

  func translation() throws -> HTTPResponse { try file(["i18n"] + request.segments.dropFirst()) }

  func openAPI() throws -> HTTPResponse { try file(["openapi.json"]) }

  /// A file of the page with its ETag (RFC 9110, 8.8.3): browsers ask each time and mostly hear 304.
  private func file(_ segments: [String]) throws(Problem) -> HTTPResponse {
    guard let file = application.files.file(segments, atSecond: application.second) else {
      throw .unknownAddress
    }
    let headers = [("ETag", file.eTag), ("Cache-Control", "no-cache")]
    if isKnown(file.eTag) { return HTTPResponse(status: 304, headers: headers) }
    return HTTPResponse(
      status: 200, headers: headers + [("Content-Type", file.contentType)], body: file.bytes)
  }

  private func isKnown(_ eTag: String) -> Bool {
    let known = request.list("if-none-match")
    return known.contains("*") || known.contains { $0 == eTag || $0 == "W/" + eTag }
  }
}
