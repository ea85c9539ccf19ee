import Domain
import Formats
import Testing

@testable import wattkeeper

struct ArgumentsTests {
  private let options = [Option("--data", "DIR", ""), Option("--json", nil, "")]

  private func parse(_ words: String...) throws(Complaint) -> Arguments {
    try Arguments(words, options: options, of: "test")
  }

  @Test("options are read in both spellings, words stay in order")
  func read() throws {
    let arguments = try parse("a", "--data", "x", "--json", "b", "--", "--data")
    #expect(arguments["--data"] == "x")
    #expect(arguments.has("--json"))
    #expect(arguments.words == ["a", "b", "--data"])
    #expect(try parse("--data=x=y")["--data"] == "x=y")
  }

  @Test(
    "what cannot be meant is a usage error",
    arguments: [["--nope"], ["--data"], ["--json=1"], ["--data", "a", "--data", "b"]])
  func refused(_ words: [String]) {
    let complaint = #expect(throws: Complaint.self) { try Arguments(words, options: options, of: "test") }
    #expect(complaint?.exitCode == 2)
  }
}

struct ConfigFileTests {
  @Test("keys, comments and blank lines")
  func read() throws {
    let file = try ConfigFile("# x\n\n listen = 0.0.0.0:80 \r\ndata=/a = b\n", name: "f")
    #expect(file.values == ["listen": "0.0.0.0:80", "data": "/a = b"])
  }

  @Test(
    "a mistake is named with its line",
    arguments: [("\nnope = 1", 2), ("listen", 1), ("listen =", 1), ("data = a\ndata = b", 2), ("{ x", 1)])
  func mistakes(_ text: String, _ line: Int) {
    let complaint = #expect(throws: Complaint.self) { try ConfigFile(text, name: "f.conf") }
    #expect(complaint?.exitCode == 2)
    #expect(complaint?.what == "f.conf, line \(line)")
  }
}

struct ServeOptionsTests {
  private func options(
    _ words: [String], _ environment: [String: String] = [:], file: String = ""
  ) throws -> ServeOptions {
    let arguments = try Arguments(words, options: ServeOptions.options, of: "serve")
    return try ServeOptions(arguments, environment: environment) { _ throws(Complaint) in file }
  }

  @Test("a flag wins over the environment, that over the file, that over the default")
  func precedence() throws {
    let file = "listen = 127.0.0.1:3\ndata = /file"
    #expect(try options([]).listen == ListenAddress(host: "0.0.0.0", port: 8080))
    #expect(try options(["--config", "f"], file: file).listen.port == 3)
    #expect(
      try options(["--config", "f"], ["WATTKEEPER_LISTEN": "127.0.0.1:2"], file: file).listen.port == 2)
    #expect(
      try options(
        ["--listen", "127.0.0.1:1", "--config", "f"], ["WATTKEEPER_LISTEN": "127.0.0.1:2"], file: file
      ).listen.port == 1)
    #expect(try options(["--config", "f"], ["WATTKEEPER_DATA": "/env"], file: file).dataFolder == "/env")
    #expect(try options(["--config", "f"], file: file).dataFolder == "/file")
  }

  @Test(
    "addresses that cannot be listened on",
    arguments: ["here", "127.0.0.1:99999", "127.0.0.1:", ":80", "::1:80", "127.0.0.1:-1"])
  func addresses(_ text: String) {
    #expect(throws: Complaint.self) { try options(["--listen", text]) }
  }

  @Test("addresses are told so that others can open them")
  func urls() throws {
    #expect(try options(["--listen", "0.0.0.0:80"]).listen.url == "http://127.0.0.1:80")
    #expect(try options(["--listen", "[::1]:80"]).listen.url == "http://[::1]:80")
  }

  @Test(
    "a clock needs a start in a zone and a speed",
    arguments: [
      ["--clock-rate", "2"], ["--clock-start", "2026-03-01T00:00:00"], ["--clock-start", "now"],
      ["--clock-start", "2026-03-01T00:00:00Z", "--clock-rate", "0"],
    ])
  func clocks(_ words: [String]) {
    let complaint = #expect(throws: Complaint.self) { try options(words) }
    #expect(complaint?.exitCode == 2)
  }
}

struct TestClockTests {
  private let start = Instant(millisecondsSince1970: 1_000_000)
  private let anchor = Instant(millisecondsSince1970: 5_000)

  private var clock: TestClock { TestClock(start: start, rate: 60, anchor: anchor) }

  @Test("it runs at its rate, stands still before its anchor, and survives its text")
  func runs() {
    #expect(
      clock.reading(at: anchor.advanced(byMilliseconds: 1_000)) == start.advanced(byMilliseconds: 60_000))
    #expect(clock.reading(at: Instant(millisecondsSince1970: 0)) == start)
    #expect(TestClock(text: clock.text) == clock)
    #expect(TestClock(text: "1 2") == nil)
  }

  @Test("after a restart it goes on, or jumps forward, never back")
  func restarts() throws {
    let now = anchor.advanced(byMilliseconds: 1_000)
    #expect(try clock.goingOn(as: TestClockOptions(start: start, rate: 60), at: now) == clock)
    let faster = try clock.goingOn(as: TestClockOptions(start: start, rate: 90), at: now)
    #expect(faster == TestClock(start: clock.reading(at: now), rate: 90, anchor: now))
    let later = start.advanced(byMilliseconds: 3_600_000)
    let jumped = try clock.goingOn(as: TestClockOptions(start: later, rate: 60), at: now)
    #expect(jumped.reading(at: now) == later)
    let earlier = start.advanced(byMilliseconds: 1)
    #expect(throws: Complaint.self) {
      try clock.goingOn(as: TestClockOptions(start: earlier, rate: 60), at: now)
    }
  }
}

struct CommandTests {
  @Test("commands of one and two words are found with what follows")
  func found() throws {
    #expect(try Command.find(["token", "create", "--name"]).1 == ["--name"])
    #expect(try Command.find(["serve"]).0.name == "serve")
  }

  @Test("a typing error gets a guess, half a command the other half")
  func guesses() {
    #expect(#expect(throws: Complaint.self) { try Command.find(["sevre"]) }?.fix == "wattkeeper serve")
    #expect(#expect(throws: Complaint.self) { try Command.find(["token"]) }?.fix == "wattkeeper token create")
    #expect(#expect(throws: Complaint.self) { try Command.find(["dance"]) }?.fix == "wattkeeper help")
  }

  @Test("the help names every command and option")
  func help() throws {
    let text = try Help.text(for: [])
    for command in Command.all {
      #expect(text.contains(command.name))
      for option in command.options { #expect(text.contains(option.name), "\(option.name)") }
    }
  }

  @Test(
    "zone names cannot lead out of their folder",
    arguments: ["../etc/passwd", "/etc/passwd", "a//b", "", "a/.b"])
  func zones(_ name: String) {
    #expect(Zones().rules(name) == nil)
    #expect(!Zones.isSafe(name))
  }

  @Test("zones of this machine are known")
  func knownZones() { #expect(Zones().rules("Europe/Berlin") != nil) }

  @Test("the page's files are looked for beside the binary, then upwards")
  func webFolders() {
    #expect(
      DefaultFolders.webCandidates(binary: "/opt/w/bin/wattkeeper") == [
        "/opt/w/share/wattkeeper/web", "/opt/w/bin/Web", "/opt/w/Web", "/opt/Web", "/Web",
      ])
  }

  @Test("a complaint is one line that says what to try")
  func complaint() {
    #expect(
      Complaint.usage("a", "b", fix: "c").line == "wattkeeper: a: b. Try: c")
  }
}
