import Crypto
import Domain
import Formats
import Net
import Site
import Storage

/// Who did what.
extension Call {
  func listAudit() async throws -> HTTPResponse {
    let (limit, cursor) = (try pageLimit(), try pageCursor())
    let filter = try auditFilter()
    let (items, next) = try await site.reader.read { file in
      let names = try AuditNames(in: file)
      let page = try file.auditLines(filter, after: cursor, limit: limit)
      return (try page.items.map { try $0.json(names) }, page.next?.text)
    }
    return .list(items, next: next)
  }

  /// `GET /audit.csv` (RFC 4180): the lines that the list would show, oldest first.
  func exportAudit() async throws -> HTTPResponse {
    let filter = try auditFilter()
    let rows = try await site.reader.read { file in
      let names = try AuditNames(in: file)
      var lines: [KeptAuditLine] = []
      var cursor: PageCursor?
      repeat {
        let page = try file.auditLines(filter, after: cursor, limit: 500)
        lines += page.items
        cursor = page.next
      } while cursor != nil
      return lines.reversed().map { line in
        [
          String(line.sequence), InstantFormat.string(line.at), line.by, names.name(of: line.by) ?? "",
          line.action, line.subject, line.detail?.before ?? "", line.detail?.after ?? "",
          line.detail == nil ? "erased" : "",
        ].map(csvField).joined(separator: ",") + "\r\n"
      }
    }
    let head = "seq,at,by,by_name,action,subject,before,after,detail\r\n"
    return HTTPResponse(
      status: 200,
      headers: [
        ("Content-Type", "text/csv; charset=utf-8"),
        ("Content-Disposition", "attachment; filename=\"audit.csv\""),
      ], body: Array((head + rows.joined()).utf8))
  }

  /// `GET /audit/check`: reads the whole chain. A line that does not fit is named; what stands behind it
  /// cannot be trusted.
  func checkAudit() async throws -> HTTPResponse {
    let (lines, erased, broken) = try await site.reader.read { file -> (Int64, Int64, Int64?) in
      var previous: KeptAuditLine?
      var erased: Int64 = 0
      while true {
        let some = try file.auditLines(after: previous?.sequence ?? 0, limit: 500)
        for line in some {
          guard AuditChain.isWhole(line, behind: previous) else {
            return (previous?.sequence ?? 0, erased, line.sequence)
          }
          if line.detail == nil { erased += 1 }
          previous = line
        }
        if some.isEmpty { return (previous?.sequence ?? 0, erased, nil) }
      }
    }
    return .json([
      "whole": .bool(broken == nil), "lines": .integer(lines), "erased": .integer(erased),
      "broken_at": .integer(broken),
    ])
  }

  private func auditFilter() throws -> AuditFilter {
    var filter = AuditFilter()
    func wanted(_ name: String) -> String? { request.query(name).flatMap { $0.isEmpty ? nil : $0 } }
    filter.by = wanted("by")
    filter.action = wanted("action")
    filter.subject = wanted("subject")
    filter.from = try instantQuery("from")
    filter.to = try instantQuery("to")
    return filter
  }
}

/// The names behind the opaque ones in the chain, as they are now.
private struct AuditNames {
  private var names: [String: String] = [:]

  init(in file: ReadConnection) throws {
    for account in try file.accounts() { names["account \(account.id)"] = account.name }
    var cursor: PageCursor?
    repeat {
      let page = try file.apiTokens(after: cursor, limit: 500)
      for token in page.items { names["token \(token.key)"] = token.name }
      cursor = page.next
    } while cursor != nil
    repeat {
      let page = try file.tenants(after: cursor, limit: 500)
      for tenant in page.items where !tenant.name.isEmpty { names["tenant \(tenant.id)"] = tenant.name }
      cursor = page.next
    } while cursor != nil
  }

  func name(of actor: String) -> String? { names[actor] }
}

extension KeptAuditLine {
  fileprivate func json(_ names: AuditNames) throws -> JSONValue {
    [
      "seq": .integer(sequence), "at": .instant(at), "by": .string(by), "by_name": .text(names.name(of: by)),
      "action": .string(action), "subject": .string(subject), "erased": .bool(detail == nil),
      "before": detail?.before.map(JSONValue.kept) ?? .null,
      "after": detail?.after.map(JSONValue.kept) ?? .null, "hash": .string(hex(hash)),
    ]
  }
}

/// A field that spreadsheets read as the text it is: quoted, and no formula.
private func csvField(_ text: String) -> String {
  let isFormula = text.first.map { "=+-@\t\r".contains($0) } ?? false
  return "\"" + ((isFormula ? "'" : "") + text).replacing("\"", with: "\"\"") + "\""
}
