import Testing

@testable import Simulator

@Suite struct LoadOptionsTests {
  private let good = [
    "--url": "ws://127.0.0.1:9000/ocpp/", "--charge-points": "12", "--scenario": "session",
  ]

  private func options(_ changes: [String: String] = [:]) throws -> LoadOptions {
    let all = good.merging(changes) { $1 }
    return try LoadOptions { all[$0] }
  }

  @Test("the defaults are ten seconds, CP000001 and TAG0001")
  func defaults() throws {
    let options = try options()
    #expect(options.durationMs == 10_000)
    #expect(options.id(of: 0) == "CP000001")
    #expect(options.id(of: 1_234_567) == "CP1234568")
    #expect(options.idTag == "TAG0001")
    #expect(options.messagesPerSecond == nil)
    #expect(options.target.url(chargePoint: "CP1") == "ws://127.0.0.1:9000/ocpp/CP1")
  }

  @Test("durations may have thousandths of a second")
  func duration() throws {
    #expect(try options(["--duration": "2.5"]).durationMs == 2_500)
    #expect(try options(["--duration": "0.001"]).durationMs == 1)
  }

  @Test(
    "what cannot be taken is named, with what would do",
    arguments: [
      ("--charge-points", "0"), ("--charge-points", "50001"), ("--charge-points", "ten"),
      ("--scenario", "chaos"), ("--duration", "0"), ("--duration", "-1"), ("--duration", "1.2345"),
      ("--duration", "1.+5"), ("--rate", "0"), ("--rate", "fast"), ("--id-prefix", "a/b"),
      ("--id-prefix", ""), ("--id-tag", "123456789012345678901"), ("--id-tag", "A\"B"),
      ("--url", "http://127.0.0.1/"), ("--url", "wss://127.0.0.1/"), ("--url", "ws://"),
      ("--url", "ws://127.0.0.1:70000/"), ("--url", "ws://127.0.0.1:9000/a b"),
    ])
  func refused(option: String, text: String) {
    let problem = #expect(throws: LoadOptionProblem.self) { try options([option: text]) }
    #expect(problem?.option == option)
    #expect(problem?.fix.isEmpty == false)
  }

  @Test("what must be given is asked for", arguments: ["--url", "--charge-points", "--scenario"])
  func missing(option: String) {
    let problem = #expect(throws: LoadOptionProblem.self) {
      try LoadOptions { $0 == option ? nil : good[$0] }
    }
    #expect(problem == LoadOptionProblem(option: option, why: "it is missing", fix: problem?.fix ?? ""))
  }

  @Test("an IPv6 address keeps its brackets")
  func version6() throws {
    let target = try options(["--url": "ws://[::1]:9000/ocpp"]).target
    #expect(target.host == "::1")
    #expect(target.url(chargePoint: "A") == "ws://[::1]:9000/ocpp/A")
  }

  @Test(
    "this machine and private networks may be put under load",
    arguments: [
      "127.0.0.1", "127.9.9.9", "10.1.2.3", "192.168.1.20", "172.16.0.1", "172.31.255.1", "169.254.1.1",
      "::1", "fe80::1", "fd12:3456::1", "::ffff:10.0.0.1",
    ])
  func near(host: String) throws {
    #expect(try !NearbyHost.resolve(host).isEmpty)
  }

  @Test(
    "strangers may not",
    arguments: [
      "8.8.8.8", "172.32.0.1", "172.15.0.1", "192.169.0.1", "2001:db8::1", "::ffff:8.8.8.8", "128.0.0.1",
    ])
  func far(host: String) {
    let problem = #expect(throws: LoadOptionProblem.self) { try NearbyHost.resolve(host) }
    #expect(problem?.option == "--url")
    #expect(problem?.why.contains("strangers") == true)
  }
}
