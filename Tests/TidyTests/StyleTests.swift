import Testing

/// Rules for Swift that the compiler and the formatter do not know.
private let leftovers = Rule.forbids(["TO" + "DO", "FIX" + "ME", "X" + "XX:"], commentsToo: true)
private let traps = Rule.forbids(
  ["try" + "!", "as" + "!", "fatal" + "Error(", "@unchecked " + "Sendable", "nonisolated" + "(unsafe)"],
  exceptions: [:])
private let width = Rule.longLines(over: 110)
private let length = Rule.longFiles(over: 400)

@Suite("Style") struct StyleTests {
  @Test("nothing is left for later") func leftoversAreGone() {
    #expect(leftovers.violations(in: Tree.swift) == [])
  }

  @Test("nothing switches off what the compiler checks, outside the named places") func trapsAreNamed() {
    #expect(traps.violations(in: Tree.sources) == [])
  }

  @Test("lines fit into 110 columns") func linesFit() {
    #expect(width.violations(in: Tree.swift) == [])
  }

  @Test("files have one job: at most 400 lines") func filesFit() {
    #expect(length.violations(in: Tree.swift) == [])
  }

  @Test("an exception that is no longer needed is taken off its list") func exceptionsAreNeeded() {
    #expect(traps.idleExceptions(in: Tree.sources) == [])
    #expect(length.idleExceptions(in: Tree.swift) == [])
  }

  // That these can fail

  private func planted(_ text: String, path: String = "Sources/Site/Planted.swift") -> [Tree.File] {
    [Tree.File(path: path, text: text)]
  }

  @Test("a leftover is seen, in a comment too") func plantedLeftover() {
    #expect(leftovers.violations(in: planted("let a = 1  // TO" + "DO: more\n")).count == 1)
  }

  @Test(
    "a trap is seen in code, and may be spoken of in a comment",
    arguments: [
      "let x = try" + "! f()", "let y = z as" + "! Int", "fatal" + "Error(\"no\")",
      "final class A: @unchecked " + "Sendable {}", "nonisolated" + "(unsafe) var n = 0",
      "let url = \"http://x\"; let x = try" + "! f()",
    ])
  func plantedTrap(_ line: String) {
    #expect(traps.violations(in: planted(line)).count == 1)
    #expect(traps.violations(in: planted("// \(line)")).isEmpty)
  }

  @Test("a line of 111 columns and a file of 401 lines are seen") func plantedLength() {
    #expect(width.violations(in: planted(String(repeating: "x", count: 111))).count == 1)
    #expect(width.violations(in: planted(String(repeating: "ü", count: 110))).isEmpty)
    #expect(length.violations(in: planted(String(repeating: "x\n", count: 401))).count == 1)
    #expect(length.violations(in: planted(String(repeating: "x\n", count: 400))).isEmpty)
  }

  @Test("an exception for a file that is clean is seen") func plantedException() {
    let rule = Rule.longFiles(over: 400, exceptions: ["Sources/Site/Planted.swift": "was long once"])
    #expect(rule.idleExceptions(in: planted("short\n")) == ["Sources/Site/Planted.swift"])
  }
}
