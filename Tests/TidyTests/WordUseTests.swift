import Foundation
import Testing

@Suite("The words of the pages") struct WordUseTests {
  @Test("every word is asked for by a page or by the server")
  func noIdleWords() throws {
    var use = WordUse()
    let asking = Tree.web.filter { $0.path.hasSuffix(".js") || $0.path.hasSuffix(".html") } + Tree.sources
    asking.forEach { use.read($0) }
    var words: Set<String> = []
    for path in ["Web/i18n/en.json", "Web/i18n/tenant/en.json"] {
      let file = try #require(Tree.read(path))
      words.formUnion(
        try #require(try JSONSerialization.jsonObject(with: Data(file.text.utf8)) as? [String: Any]).keys)
    }
    #expect(words.count > 900)
    #expect(words.filter { !use.uses($0) }.sorted() == [])
  }

  // That this can fail

  @Test("words are seen where they are asked for, and only there")
  func planted() {
    var use = WordUse()
    use.read(
      Tree.File(
        path: "Web/x.js",
        text: """
          t("a.b"), t(`tab.${name}.hint`, { n }), word("state", s), t("many"), state.idle, has('c.d')
          <p>{{t.e.f-g}}</p>
          // t("not.asked"), t(`note.${x}`), unspoken
          """))
    use.read(
      Tree.File(
        path: "Sources/x.swift",
        text: """
          let key = "frame." + action, other = "invite.\\(state)"
          enum Name: String { case board, free = "is_free", resetNow = "ResetNow" }
          """))
    for key in [
      "a.b", "tab.board.hint", "state.is_free", "many.one", "many.other", "c.d", "e.f-g", "frame.resetNow",
    ] {
      #expect(use.uses(key), "\(key)")
    }
    for key in [
      "a.b.c", "tab.unspoken.hint", "state.idle.x", "state.planet", "not.asked", "note.board", "board.x",
    ] {
      #expect(!use.uses(key), "\(key)")
    }
  }
}
