import Crypto
import Domain
import Formats
import Net
import Site

/// Lists of tenants: handed in, read as people say, then run as a job.
extension Call {
  func createImport() async throws -> HTTPResponse {
    var body = try fields()
    let content = body.value("text")?.stringValue.map { Array($0.utf8) }
    let file = body.value("bytes")?.stringValue.map { bytes(base64: $0) }
    if let file, file == nil { body.refuse("bytes", Wording("import-bytes", "must be base64")) }
    if (content == nil) == (file == nil) {
      body.refuse("text", Wording("import-either", "either text or bytes must be there"))
    }
    try body.finish()
    let job = try await site.draftImport(
      content ?? file.flatMap { $0 } ?? [], by: caller.name,
      also: auditMade("import.create") { ($0.id, ["rows": .integer($0.total)]) })
    return .json(try await whole(job), status: 201)
  }

  func changeImport() async throws -> HTTPResponse {
    var body = try fields()
    let hasHeader = body.boolOrNil("has_header")
    let mapping = body.value("mapping").map { Self.mapping($0, &body) }
    try body.finish()
    let job = try await site.changeImport(
      parameter(), mapping: mapping, hasHeader: hasHeader,
      also: audit("import.change", subject: parameter()))
    return .json(try await whole(job))
  }

  private static func mapping(_ value: JSONValue, _ body: inout BodyFields) -> [ImportField: Int] {
    guard let members = value.objectValue?.members else {
      body.refuse("mapping", .object)
      return [:]
    }
    var mapping: [ImportField: Int] = [:]
    for member in members {
      guard let field = ImportField(rawValue: member.key) else {
        body.refuse("mapping.\(member.key)", .choice(ImportField.allCases.map(\.rawValue)))
        continue
      }
      if member.value.isNull { continue }
      guard let column = member.value.integerValue, (0...99).contains(column) else {
        body.refuse("mapping.\(member.key)", .wholeNumber(0...99))
        continue
      }
      mapping[field] = Int(column)
    }
    return mapping
  }
}
