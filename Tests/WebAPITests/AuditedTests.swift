import Glibc
import Testing

@testable import WebAPI

/// Every route that changes something leaves a line of the audit: its handler comes, by whatever steps of
/// the handlers and the gate, to what writes one.
struct AuditedTests {
  private static let writers = ["audited(", "audit(", "auditMade(", "AuditChain.append("]

  @Test("every route that changes something leaves a line of the audit")
  func all() throws {
    let files = try sources("Sources/WebAPI/Handlers") + sources("Sources/WebAPI/Gate")
    let steps = functions(in: files.joined(separator: "\n"))
    let table = try webFile("../Sources/WebAPI/Routes.swift")
    let handlers = handlers(in: table)
    #expect(handlers.count == Route.all.count)
    for (route, handler) in zip(Route.all, handlers) where Route.changes(route.method) {
      var seen: Set<String> = []
      #expect(
        leadsToALine(handler, steps, &seen), "\(route.method) \(route.pattern.text) (\(handler)) leaves none")
    }
  }

  @Test("a handler that only writes is found out")
  func foundOut() {
    let steps = functions(
      in: """
        extension Call {
          func silent() async throws { try await site.store.write { $0.forget() } }
          func told() async throws { try await step() }
          private func step() async throws {
            try await audited("tenant.change", subject: "1") { _, _ in }
          }
        }
        """)
    var seen: Set<String> = []
    #expect(!leadsToALine("silent", steps, &seen))
    #expect(leadsToALine("told", steps, &seen))
  }

  /// The handlers' names in the order of the table.
  private func handlers(in table: String) -> [String] {
    let order = table.firstMatch(of: /let all: \[Route\] =\s+([^\n]*(?:\n\s+\+[^\n]*)*)/)?.output.1 ?? ""
    let parts = order.split(separator: "+").map { $0.filter { !$0.isWhitespace } }
    return parts.flatMap { part -> [String] in
      guard let start = table.firstRange(of: "static let \(part) = [")?.upperBound else { return [] }
      let body = table[start...].prefix(upTo: table[start...].firstRange(of: "\n  ]")?.lowerBound ?? start)
      return body.matches(of: /\$0\.(\w+)\(/).map { String($0.output.1) }
    }
  }

  /// Bodies by name; those of equal names together.
  private func functions(in source: String) -> [String: String] {
    var bodies: [String: String] = [:]
    var name: String?
    for line in source.split(separator: "\n", omittingEmptySubsequences: false) {
      if let found = line.firstMatch(of: /^ *(?:[\w@()]+ )*func (\w+)/) { name = String(found.output.1) }
      guard let name else { continue }
      bodies[name, default: ""] += line + "\n"
    }
    return bodies
  }

  private func leadsToALine(_ name: String, _ steps: [String: String], _ seen: inout Set<String>) -> Bool {
    guard seen.insert(name).inserted, let body = steps[name] else { return false }
    if Self.writers.contains(where: {
      body.contains(" " + $0) || body.contains("." + $0) || body.contains(":" + $0)
    }) {
      return true
    }
    let called = Set(body.matches(of: /(\w+)\(/).map { String($0.output.1) })
    for step in called.sorted() where steps[step] != nil {
      if leadsToALine(step, steps, &seen) { return true }
    }
    return false
  }

  private func sources(_ folder: String) throws -> [String] {
    let root = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/") + "/" + folder
    let list = try #require(opendir(root))
    defer { closedir(list) }
    var texts: [String] = []
    while let entry = readdir(list) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name.hasSuffix(".swift") {
        texts.append(try webFile("../\(folder)/\(name)"))
      } else if !name.hasPrefix(".") {
        texts += try sources("\(folder)/\(name)")
      }
    }
    return texts
  }
}
