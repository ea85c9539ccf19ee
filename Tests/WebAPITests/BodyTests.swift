import Domain
import Formats
import Net
import Testing

@testable import WebAPI

struct BodyFieldsTests {
  private func fields(_ json: String) throws -> BodyFields { try BodyFields(try JSONValue.parse(json)) }

  @Test("all that is wrong is told at once, each with its path")
  func errors() throws {
    var body = try fields(#"{"name":5,"role":"king","at":"soon","n":1.5,"more":1}"#)
    _ = body.text("name")
    _ = body.choiceOrNil("role", Role.self)
    _ = body.instantOrNil("at")
    _ = body.integer("n", 1...9)
    _ = body.text("missing")
    let problem = #expect(throws: Problem.self) { try body.finish() }
    #expect(problem?.status == 422)
    #expect(Set(problem?.errors.map(\.path) ?? []) == ["name", "role", "at", "n", "missing", "more"])
  }

  @Test("no more than twenty faults are told")
  func manyErrors() throws {
    let members = (0..<1000).map { "\"m\($0)\":1" }.joined(separator: ",")
    var body = try fields("{\(members)}")
    let problem = #expect(throws: Problem.self) { try body.finish() }
    #expect(problem?.errors.count == 20)
  }

  @Test("what is right is read, and null is not the same as absent")
  func values() throws {
    var body = try fields(
      #"{"name":"Ann","role":"owner","at":"2026-03-02T10:00:00+01:00","n":7,"gone":null}"#)
    let (name, role) = (body.text("name"), body.choiceOrNil("role", Role.self))
    let (at, number) = (body.instantOrNil("at"), body.integer("n", 1...9))
    let (hasGone, isNull, hasAbsent) = (body.has("gone"), body.isNull("gone"), body.has("absent"))
    #expect(name == "Ann" && role == .owner && number == 7)
    #expect(at.map(InstantFormat.string) == "2026-03-02T09:00:00Z")
    #expect(hasGone && isNull && !hasAbsent)
    try body.finish()
  }

  @Test("an instant without a zone is refused: nobody knows which was meant")
  func zoneless() throws {
    var body = try fields(#"{"at":"2026-03-02T10:00:00"}"#)
    _ = body.instantOrNil("at")
    #expect(throws: Problem.self) { try body.finish() }
  }

  @Test("lengths and control characters are checked", arguments: [#""""#, #""abcdef""#, #""a\u0000b""#])
  func texts(_ value: String) throws {
    var body = try fields("{\"t\":\(value)}")
    _ = body.text("t", 1...5)
    #expect(throws: Problem.self) { try body.finish() }
  }

  @Test("a body that is no object is unreadable")
  func noObject() {
    #expect(throws: Problem.self) { try fields("[1]") }
  }
}

struct AnswerTests {
  @Test("a problem is a document of RFC 9457 with a fix")
  func problem() throws {
    let response = Problem.invalid("name", "is missing").response
    #expect(response.headers.contains { $0 == ("Content-Type", "application/problem+json") })
    let body = try JSONValue.parse(response.body)
    #expect(body["type"] == "/problems/invalid")
    #expect(body["status"] == 422)
    #expect(body["errors"] == [["path": "name", "reason": "is missing"]])
    #expect(body["fix"]?.stringValue?.isEmpty == false)
  }

  @Test("waiting times are told in the header, rounded up")
  func retryAfter() {
    let now = Instant(millisecondsSince1970: 0)
    let problem = Problem.tooManyTries(until: Instant(millisecondsSince1970: 59_001), now: now)
    #expect(problem.response.headers.contains { $0 == ("Retry-After", "60") })
  }

  @Test(
    "energy has at most three decimals and no float in it",
    arguments: [(12_345_000, "12345"), (1, "0.001"), (1_500, "1.5"), (-2_000, "-2"), (0, "0")]
      as [(Int64, String)])
  func energy(_ milliWh: Int64, _ text: String) {
    #expect(JSONValue.wattHours(milliWh) == .number(text))
  }

  @Test("money is a string with the currency's digits")
  func money() {
    #expect(JSONValue.money(588, Currency(code: "EUR")) == "5.88")
    #expect(JSONValue.money(5, Currency(code: "KWD")) == "0.005")
    #expect(JSONValue.money(nil, Currency(code: "EUR")) == .null)
  }

  @Test("labels of metrics cannot break out of their quotes")
  func metrics() {
    var text = MetricsText()
    text.sample("up", ["id": "a\"b\\c\nd"], 1)
    #expect(text.text == "up{id=\"a\\\"b\\\\c\\nd\"} 1\n")
  }
}
