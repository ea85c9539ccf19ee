/// What `simulate` is asked to do.
package struct LoadOptions: Sendable, Equatable {
  /// `ws://HOST:PORT/path`, without a slash at the end; a charge point's id is appended.
  package var target: WebSocketTarget
  package var chargePoints: Int
  package var scenario: LoadScenario
  /// How long is measured, in milliseconds, after everybody is connected and warm.
  package var durationMs: Int64
  package var idPrefix: String
  package var idTag: String
  /// Messages per second in all, at fixed times; nil: the next one goes out when the reply to the last is in.
  package var messagesPerSecond: Int64?

  package static let mostChargePoints = 50_000

  /// Reads the values of the options as they stand on the command line.
  ///
  /// - Parameter value: the text given for an option (`--url`), nil when it is absent.
  package init(value: (_ option: String) -> String?) throws(LoadOptionProblem) {
    guard let url = value("--url") else {
      throw LoadOptionProblem(
        option: "--url", why: "it is missing", fix: "--url ws://127.0.0.1:8080/ocpp")
    }
    target = try WebSocketTarget(url)
    chargePoints = Int(
      try Self.whole(value, "--charge-points", in: 1...Int64(Self.mostChargePoints), default: nil))
    guard let name = value("--scenario") else {
      throw LoadOptionProblem(option: "--scenario", why: "it is missing", fix: LoadScenario.choice)
    }
    guard let scenario = LoadScenario(rawValue: name) else {
      throw LoadOptionProblem(
        option: "--scenario", why: "there is no scenario “\(name)”", fix: LoadScenario.choice)
    }
    self.scenario = scenario
    durationMs = try Self.seconds(value("--duration") ?? "10")
    idPrefix = try Self.word(value, "--id-prefix", default: "CP", longest: 40)
    idTag = try Self.word(value, "--id-tag", default: "TAG0001", longest: 20)
    messagesPerSecond = nil
    if value("--rate") != nil {
      messagesPerSecond = try Self.whole(value, "--rate", in: 1...1_000_000, default: nil)
    }
  }

  /// The identity of a charge point, counted from 0.
  package func id(of index: Int) -> String {
    let number = String(index + 1)
    return idPrefix + String(repeating: "0", count: max(0, 6 - number.count)) + number
  }

  private static func whole(
    _ value: (String) -> String?, _ option: String, in range: ClosedRange<Int64>, default: Int64?
  ) throws(LoadOptionProblem) -> Int64 {
    let fix = "\(option) N, a whole number from \(range.lowerBound) to \(range.upperBound)"
    guard let text = value(option) else {
      throw LoadOptionProblem(option: option, why: "it is missing", fix: fix)
    }
    guard let number = Int64(text), range.contains(number) else {
      throw LoadOptionProblem(option: option, why: "“\(text)” does not do", fix: fix)
    }
    return number
  }

  /// Seconds with up to three decimals, as milliseconds.
  private static func seconds(_ text: String) throws(LoadOptionProblem) -> Int64 {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    let fraction = parts.count == 2 ? String(parts[1]) : ""
    let padded = fraction + String(repeating: "0", count: max(0, 3 - fraction.count))
    guard (1...2).contains(parts.count), (0...3).contains(fraction.count),
      parts.allSatisfy({ $0.utf8.allSatisfy { (48...57).contains($0) } }), let whole = Int64(parts[0]),
      whole >= 0,
      let thousandths = Int64(padded), thousandths >= 0, whole <= 86_400, whole * 1000 + thousandths > 0
    else {
      throw LoadOptionProblem(
        option: "--duration", why: "“\(text)” is no number of seconds", fix: "--duration 10")
    }
    return whole * 1000 + thousandths
  }

  /// Letters, digits and a few signs: it stands in an address and in JSON as it is.
  private static func word(
    _ value: (String) -> String?, _ option: String, default: String, longest: Int
  ) throws(LoadOptionProblem) -> String {
    let text = value(option) ?? `default`
    let plain = text.utf8.allSatisfy { byte in
      switch byte {
      case 48...57, 65...90, 97...122, 45, 46, 95: true
      default: false
      }
    }
    guard plain, (1...longest).contains(text.utf8.count) else {
      throw LoadOptionProblem(
        option: option, why: "“\(text)” does not do",
        fix: "1 to \(longest) letters, digits, “-”, “_” or “.”")
    }
    return text
  }
}

/// What the charge points do.
package enum LoadScenario: String, Sendable, CaseIterable {
  /// Heartbeats, one after the other.
  case heartbeat
  /// Whole transactions, one after the other.
  case session
  /// Connected, with a Heartbeat each minute.
  case idle
  /// All dial at the same moment, until every BootNotification is accepted.
  case storm

  static var choice: String { "--scenario " + allCases.map(\.rawValue).joined(separator: "|") }
}

/// An option of `simulate` that cannot be taken.
package struct LoadOptionProblem: Error, Equatable {
  package let option: String
  package let why: String
  package let fix: String
}
