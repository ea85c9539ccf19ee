import Domain
import Testing

struct WordingTests {
  @Test("a sentence has its gaps filled, and keeps what fills them for other languages")
  func gaps() {
    let said = Wording("x", "{a} of {b}, {c}", ["a": "1 {b}", "b": "2"])
    #expect(said.english == "1 {b} of 2, {c}")
    #expect(said.values == ["a": "1 {b}", "b": "2"])
  }

  @Test("what is only English has no key")
  func english() {
    let word = "amperes"
    let said: Wording = "must be \(word)"
    #expect(said.english == "must be amperes" && said.key == nil)
  }
}
