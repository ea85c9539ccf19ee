import Formats

/// What a load run found.
package struct LoadReport: Sendable {
  package let options: LoadOptions
  /// Charge points whose BootNotification was accepted, and how long it took until the last of them was.
  package internal(set) var accepted = 0
  package internal(set) var setupMs: Int64 = 0
  package internal(set) var dialFailures = 0
  package internal(set) var sessions = 0
  package internal(set) var serverCalls = 0
  package private(set) var errorsByKind: [LoadError.Kind: Int] = [:]
  package private(set) var firstError: LoadError?
  /// The measured part, and what this process itself used of the processor in it.
  var measuredNs: UInt64 = 0
  var processorMs: Int64 = 0
  var dialToAccepted = Histogram()
  private var all = Histogram()
  private var byMessage = [Histogram](repeating: Histogram(), count: LoadMessage.allCases.count)

  init(_ options: LoadOptions) { self.options = options }

  /// Messages answered in the measured part.
  package var messages: UInt64 { all.count }

  package var errors: Int { errorsByKind.values.reduce(0, +) }

  mutating func add(_ message: LoadMessage, nanoseconds: UInt64) {
    all.add(nanoseconds: nanoseconds)
    byMessage[message.rawValue].add(nanoseconds: nanoseconds)
  }

  mutating func add(_ error: LoadError) {
    errorsByKind[error.kind, default: 0] += 1
    if firstError == nil { firstError = error }
  }

  /// All histograms that hold something, by the name they bear in the report.
  private var latencies: [(name: String, histogram: Histogram)] {
    let messages = LoadMessage.allCases.map { ($0.action.description, byMessage[$0.rawValue]) }
    return ([("all", all)] + messages + [("dial_to_accepted", dialToAccepted)]).filter { $0.1.count > 0 }
  }

  private func perSecond(_ count: UInt64) -> String {
    guard measuredNs > 0 else { return "0" }
    return Self.thousandths(Int64(UInt128(count) * 1_000_000_000_000 / UInt128(measuredNs)))
  }

  /// A number of thousandths as a decimal without trailing zeros.
  static func thousandths(_ value: Int64) -> String { DecimalText.format(Int128(value), digits: 3) }
}

// As JSON, with keys that scripts may rely on.
extension LoadReport {
  package var json: [UInt8] {
    var writer = JSONWriter(capacity: 2048)
    writer.beginObject()
    writer.member("scenario", text: options.scenario.rawValue)
    writer.member("charge_points", number: options.chargePoints)
    writer.member("accepted", number: accepted)
    writer.member("setup_s", decimal: Self.thousandths(setupMs))
    writer.member("dial_failures", number: dialFailures)
    writer.member("measured_s", decimal: Self.thousandths(Int64(measuredNs / 1_000_000)))
    writer.member("messages", number: Int(messages))
    writer.member("messages_per_s", decimal: perSecond(messages))
    writer.member("sessions", number: sessions)
    writer.member("sessions_per_s", decimal: perSecond(UInt64(sessions)))
    writer.member("server_calls", number: serverCalls)
    writer.member("client_cpu_s", decimal: Self.thousandths(processorMs))
    errorsJSON(&writer)
    writer.key("latency_ms")
    writer.beginObject()
    for (name, histogram) in latencies {
      writer.key(name)
      Self.write(histogram, to: &writer)
    }
    writer.endObject()
    writer.endObject()
    return writer.bytes
  }

  private func errorsJSON(_ writer: inout JSONWriter) {
    writer.key("errors")
    writer.beginObject()
    writer.member("total", number: errors)
    for kind in LoadError.Kind.allCases {
      writer.member(kind.rawValue, number: errorsByKind[kind] ?? 0)
    }
    writer.key("first")
    if let firstError {
      writer.string("\(firstError.chargePoint): \(firstError.kind.rawValue): \(firstError.text)")
    } else {
      writer.null()
    }
    writer.endObject()
  }

  private static func write(_ histogram: Histogram, to writer: inout JSONWriter) {
    writer.beginObject()
    writer.member("count", number: Int(histogram.count))
    writer.member("p50", decimal: milliseconds(histogram.quantile(perMille: 500)))
    writer.member("p99", decimal: milliseconds(histogram.quantile(perMille: 990)))
    writer.member("p999", decimal: milliseconds(histogram.quantile(perMille: 999)))
    writer.member("max", decimal: milliseconds(histogram.maximum))
    writer.endObject()
  }

  static func milliseconds(_ nanoseconds: UInt64) -> String { thousandths(Int64(nanoseconds / 1_000)) }
}

// For people.
extension LoadReport {
  package var text: String {
    var lines = [
      "\(accepted) of \(options.chargePoints) charge points accepted in \(Self.thousandths(setupMs)) s"
    ]
    if options.scenario != .storm {
      let share = measuredNs > 0 ? UInt64(max(0, processorMs)) * 100_000_000 / measuredNs : 0
      lines.append(
        "\(messages) messages, \(perSecond(messages)) per second; this process used \(share) % of a core")
    }
    if options.scenario == .session {
      lines.append("\(sessions) transactions, \(perSecond(UInt64(sessions))) per second")
    }
    lines.append(Self.row(["milliseconds", "count", "p50", "p99", "p99.9", "max"]))
    for (name, histogram) in latencies {
      let quantiles = [500, 990, 999].map { Self.milliseconds(histogram.quantile(perMille: $0)) }
      lines.append(
        Self.row([name, String(histogram.count)] + quantiles + [Self.milliseconds(histogram.maximum)]))
    }
    lines.append("\(errors) errors")
    for kind in LoadError.Kind.allCases {
      if let count = errorsByKind[kind] { lines.append("  \(kind.rawValue): \(count)") }
    }
    if let firstError { lines.append("  first: \(firstError.chargePoint): \(firstError.text)") }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func row(_ cells: [String]) -> String {
    cells.enumerated().map { index, cell in
      let blanks = String(repeating: " ", count: max(1, (index == 0 ? 20 : 11) - cell.count))
      return index == 0 ? cell + blanks : blanks + cell
    }.joined()
  }
}

extension JSONWriter {
  fileprivate mutating func member(_ name: String, text: String) {
    key(name)
    string(text)
  }

  fileprivate mutating func member(_ name: String, number value: Int) {
    key(name)
    number(value)
  }

  fileprivate mutating func member(_ name: String, decimal digits: String) {
    key(name)
    decimal(digits)
  }
}
