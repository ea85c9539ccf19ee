import Domain
import Formats
import Net
import Site
import Storage

/// Long work: how far it is, and its buttons.
extension Call {
  func listJobs() async throws -> HTTPResponse {
    let limit = try pageLimit()
    let cursor = try pageCursor()
    let page = try await site.reader.read { try $0.jobs(after: cursor, limit: limit) }
    return .list(page.items.map(\.json), next: page.next?.text)
  }

  func showJob() async throws -> HTTPResponse {
    let id = parameter()
    guard let job = try await site.reader.read({ try $0.job(id: id) }) else { throw SiteError.unknownJob }
    return .json(try await whole(job))
  }

  func runJob() async throws -> HTTPResponse {
    var body = try fields()
    try body.finish()
    return .json(
      try await site.runJob(parameter(), also: audit("job.run", subject: parameter())).json, status: 202)
  }

  func cancelJob() async throws -> HTTPResponse {
    var body = try fields()
    try body.finish()
    return .json(try await site.cancelJob(parameter(), also: audit("job.cancel", subject: parameter())).json)
  }

  func undoJob() async throws -> HTTPResponse {
    var body = try fields()
    try body.finish()
    return .json(
      try await site.undoJob(parameter(), also: audit("job.undo", subject: parameter())).json, status: 202)
  }

  /// A job with what its kind has to tell.
  func whole(_ job: Job) async throws -> JSONValue {
    let preview = try await site.importPreview(job)
    return job.json.adding(["import": preview?.json ?? .null])
  }
}
