import Foundation
import Testing

@Suite("The pages") struct WebTests {
  /// What tenants read, and what only the staff reads, in each language.
  private static let files = Tree.files(under: "Web/i18n", endings: [".json"])
  private static let tenantFiles = files.filter { $0.path.hasPrefix("Web/i18n/tenant/") }
  private static let staffFiles = files.filter { !$0.path.hasPrefix("Web/i18n/tenant/") }

  private static func keys(_ file: Tree.File) throws -> Set<String> {
    let words = try JSONSerialization.jsonObject(with: Data(file.text.utf8)) as? [String: Any]
    return Set(try #require(words, "\(file.path) is not an object").keys)
  }

  @Test("every language has the same words")
  func sameWords() throws {
    for files in [Self.tenantFiles, Self.staffFiles] {
      #expect(files.map(\.name).sorted() == ["de.json", "en.json", "fr.json", "it.json"])
      let first = try #require(files.first)
      let expected = try Self.keys(first)
      for language in files.dropFirst() {
        let difference = try Self.keys(language).symmetricDifference(expected)
        #expect(difference.sorted() == [], "\(language.path) against \(first.path)")
      }
    }
  }

  @Test("a word stands in one file only")
  func wordsStandOnce() throws {
    let tenants = try Self.keys(try #require(Self.tenantFiles.first))
    #expect(tenants.intersection(try Self.keys(try #require(Self.staffFiles.first))).sorted() == [])
  }

  @Test("a sentence has the same gaps in every language")
  func sameGaps() throws {
    var gaps: [String: Set<Set<String>>] = [:]
    for language in Self.files {
      let words = try JSONSerialization.jsonObject(with: Data(language.text.utf8)) as? [String: String] ?? [:]
      for (key, sentence) in words {
        gaps[key, default: []].insert(Set(sentence.matches(of: /\{(\w+)\}/).map { String($0.1) }))
      }
    }
    // One of a pair ("{n} charges", "one charge") may leave the number out.
    let odd = gaps.filter { $0.value.count > 1 && !$0.key.hasSuffix(".one") }
    #expect(odd.keys.sorted() == [])
  }

  /// The keys a page's file asks for; those put together at run time end in their fixed beginning and "*".
  static func usedKeys(_ file: Tree.File) -> Set<String> {
    var used = Set(file.text.matches(of: /\bt\(\s*"([^"]+)"/).map { String($0.1) })
    used.formUnion(file.text.matches(of: /\bt\(\s*`([^`$]*)\$\{/).map { String($0.1) + "*" })
    used.formUnion(file.text.matches(of: /\bword\(\s*"([^"]+)"/).map { String($0.1) + ".*" })
    used.formUnion(file.text.matches(of: /\{\{t\.([^}]+)\}\}/).map { String($0.1) })
    return used
  }

  private static func isThere(_ key: String, in words: Set<String>) -> Bool {
    if key.hasSuffix("*") { return words.contains { $0.hasPrefix(key.dropLast()) } }
    return words.contains(key) || words.contains("\(key).other")
  }

  @Test("every word a page asks for is there")
  func wordsAreThere() throws {
    let tenants = try Self.keys(try #require(Self.tenantFiles.first))
    let words = tenants.union(try Self.keys(try #require(Self.staffFiles.first)))
    let pages = Tree.web.filter { $0.path.hasSuffix(".js") || $0.path.hasSuffix(".html") }
    #expect(!pages.isEmpty)
    let missing = pages.flatMap { page in
      Self.usedKeys(page).filter { !Self.isThere($0, in: words) && $0 != "KEY" }.map { "\(page.path): \($0)" }
    }
    #expect(missing.sorted() == [])
  }

  /// The keys of the sentences that the server says, `Wording("KEY", …)`.
  static func saidKeys(_ file: Tree.File) -> Set<String> {
    Set(file.text.matches(of: /\bWording\(\s*"([a-z-]+)",/).map { "said." + $0.1 })
  }

  @Test("every sentence that the server says is there in the languages of the pages, and no other")
  func saidSentencesAreThere() throws {
    let said = Set(Tree.swift.filter { $0.path.hasPrefix("Sources/") }.flatMap(Self.saidKeys))
    let tenants = try Self.keys(try #require(Self.tenantFiles.first))
    let words = tenants.union(try Self.keys(try #require(Self.staffFiles.first)))
    #expect(said.symmetricDifference(words.filter { $0.hasPrefix("said.") }).sorted() == [])
  }

  /// Addresses of other hosts; names of XML vocabularies are no addresses.
  static func addresses(_ file: Tree.File) -> [String] {
    file.text.matches(of: /(?:https?:)?\/\/[a-z0-9-]+(?:\.[a-z0-9-]+)+[^\s"'`)]*/)
      .map { String($0.output) }.filter { !$0.hasPrefix("http://www.w3.org/") }
  }

  @Test("no page asks another host for anything")
  func noOtherHosts() {
    let pages = Tree.web.filter { !$0.path.hasSuffix(".json") }
    #expect(pages.flatMap { page in Self.addresses(page).map { "\(page.path): \($0)" } } == [])
  }

  @Test("every file that a page names is there")
  func filesAreThere() {
    var missing: [String] = []
    for page in Tree.web where page.path.hasSuffix(".html") {
      for match in page.text.matches(of: /(?:href|src)="(\/assets\/[^"#?]+)/) {
        if Tree.read("Web\(match.1)") == nil { missing.append("\(page.path): \(match.1)") }
      }
    }
    for page in Tree.web where page.path.hasSuffix(".js") {
      let folder = page.path.dropLast(page.name.count)
      for match in page.text.matches(of: /(?:from|import)\s*\(?\s*"(\.[^"]+)"/) {
        let target = URL(fileURLWithPath: "/\(folder)\(match.1)").standardized.path.dropFirst()
        if Tree.read(String(target)) == nil { missing.append("\(page.path): \(match.1)") }
      }
    }
    #expect(missing == [])
  }

  @Test("the description of the API is JSON, and what it refers to is in it")
  func description() throws {
    let file = try #require(Tree.read("Web/openapi.json"))
    let parsed = try JSONSerialization.jsonObject(with: Data(file.text.utf8))
    let document = try #require(parsed as? [String: Any])
    #expect((document["openapi"] as? String)?.hasPrefix("3.") == true)
    #expect((document["paths"] as? [String: Any])?.isEmpty == false)
    for match in file.text.matches(of: /"\$ref"\s*:\s*"#\/([^"]+)"/) {
      var place: Any? = document
      for step in match.1.split(separator: "/") { place = (place as? [String: Any])?[String(step)] }
      #expect(place != nil, "nothing at \(match.1)")
    }
  }

  // That these can fail

  @Test("words and addresses are seen where they are used")
  func planted() {
    let page = Tree.File(
      path: "Web/x.js",
      text: """
        h("p", t("a.b"), t(`tab.${name}`), word("state", s), "format(", at("no.key"))
        <p>{{t.c.d-e}}</p> <svg xmlns="http://www.w3.org/2000/svg">
        fetch("https://cdn.example.com/x.js"); import "//evil.example/y"
        """)
    #expect(Self.usedKeys(page) == ["a.b", "tab.*", "state.*", "c.d-e"])
    #expect(Self.addresses(page).count == 2)
    #expect(!Self.isThere("a.b", in: ["a.c"]) && Self.isThere("a.b", in: ["a.b.other"]))
    #expect(!Self.isThere("tab.*", in: ["table.x"]))
  }
}
