import Domain
import Formats
import Net
import Storage
import Testing

@testable import Site

/// Lines of the audit, their chain, and what can be forgotten of them.
@NetworkLoop struct AuditTests {
  private func write(_ count: Int, to site: TestSite) async throws {
    for number in 1...count {
      let note = AuditNote(
        subject: "T\(number)", before: ["name": "Ann", "same": true],
        after: ["name": .string("Ann \(number)"), "same": true])
      try await site.site.store.write { file in
        try AuditChain.append(
          "tenant.change", by: "account A1", note, at: Instant(millisecondsSince1970: Int64(number) * 1000),
          in: file)
      }
    }
  }

  private func lines(_ site: TestSite) async throws -> [KeptAuditLine] {
    try await site.site.reader.read { try $0.auditLines(after: 0, limit: 100) }
  }

  private func firstBroken(_ lines: [KeptAuditLine]) -> Int64? {
    var previous: KeptAuditLine?
    for line in lines {
      guard AuditChain.isWhole(line, behind: previous) else { return line.sequence }
      previous = line
    }
    return nil
  }

  @Test("a line tells only what differs, and the chain is whole, also when a detail was erased")
  func chain() async throws {
    let site = try await TestSite.open()
    try await write(3, to: site)
    var kept = try await lines(site)
    #expect(kept.map(\.sequence) == [1, 2, 3])
    #expect(kept[1].detail?.before == #"{"name":"Ann"}"# && kept[1].detail?.after == #"{"name":"Ann 2"}"#)
    #expect(firstBroken(kept) == nil)
    try await site.site.store.write { file in
      let erased = try file.eraseAuditDetails(of: "T2", kind: "tenant")
      let others = try file.eraseAuditDetails(of: "T1", kind: "id_tag")
      #expect(erased == 1 && others == 0)
    }
    kept = try await lines(site)
    #expect(kept.map { $0.detail == nil } == [false, true, false])
    #expect(firstBroken(kept) == nil)
    await site.close()
  }

  @Test("whoever changes, drops or reorders a line breaks the chain there")
  func broken() async throws {
    let site = try await TestSite.open()
    try await write(3, to: site)
    let kept = try await lines(site)
    let changes: [(inout KeptAuditLine) -> Void] = [
      { $0.by = "account B2" }, { $0.action = "tenant.create" }, { $0.subject = "T9" },
      { $0.at = $0.at.advanced(byMilliseconds: 1) }, { $0.detail?.after = "{}" }, { $0.detail?.salt = [1] },
      { $0.detailHash[0] ^= 1 }, { $0.hash[0] ^= 1 },
    ]
    for (number, change) in changes.enumerated() {
      var altered = kept
      change(&altered[1])
      #expect(firstBroken(altered) == 2, "change \(number)")
    }
    #expect(firstBroken([kept[0], kept[2]]) == 3)
    #expect(firstBroken([kept[1], kept[0]]) == 2)
    await site.close()
  }

  @Test("the file takes a line only behind the last one, and neither changes nor drops one")
  func appendOnly() async throws {
    let site = try await TestSite.open()
    try await write(2, to: site)
    let kept = try await lines(site)
    await #expect(throws: StoreError.self) {
      try await site.site.store.write { file in
        var line = kept[1]
        (line.sequence, line.hash) = (3, [9])
        try file.appendAuditLine(line, AuditDetail(salt: [1], before: nil, after: nil))
      }
    }
    #expect(try await lines(site) == kept)
    await site.close()
  }

  @Test("lines are found by who, what, whom and when")
  func filter() async throws {
    let site = try await TestSite.open()
    try await write(4, to: site)
    func found(_ set: (inout AuditFilter) -> Void) async throws -> [Int64] {
      var filter = AuditFilter()
      set(&filter)
      return try await site.site.reader.read { [filter] in
        try $0.auditLines(filter, after: nil, limit: 10).items.map(\.sequence)
      }
    }
    #expect(try await found { _ in } == [4, 3, 2, 1])
    #expect(try await found { $0.by = "account A1" } == [4, 3, 2, 1])
    #expect(try await found { $0.by = "account A" } == [])
    #expect(try await found { $0.action = "tenant" } == [4, 3, 2, 1])
    #expect(try await found { $0.action = "ten" } == [])
    #expect(try await found { $0.subject = "T3" } == [3])
    #expect(
      try await found {
        $0.from = Instant(millisecondsSince1970: 2000)
        $0.to = Instant(millisecondsSince1970: 4000)
      } == [3, 2])
    await site.close()
  }

  @Test("a change that cannot be kept leaves no line, and a line that cannot be kept no change")
  func together() async throws {
    let site = try await TestSite.open()
    struct Nope: Error {}
    await #expect(throws: SiteError.self) {
      _ = try await site.site.addLoadGroup(name: "Garage", limitA: 20) { _, _ in throw Nope() }
    }
    #expect(try await site.site.reader.read { try $0.loadGroups() }.isEmpty)
    _ = try await site.site.addLoadGroup(name: "Garage", limitA: 20) { group, file in
      try AuditChain.append(
        "load_group.create", by: AuditChain.appliance, AuditNote(subject: group.id),
        at: Instant(millisecondsSince1970: 0), in: file)
    }
    #expect(try await lines(site).map(\.action) == ["load_group.create"])
    await site.close()
  }
}
