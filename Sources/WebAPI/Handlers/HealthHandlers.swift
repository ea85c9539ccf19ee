import Domain
import Formats
import Net
import Site

extension Call {
  /// That this is answered at all says that the loop turns.
  func healthz() -> HTTPResponse { .plain("ok\n") }

  /// Whether what wallboxes say can be kept now.
  func readyz() -> HTTPResponse {
    switch site.diskHealth {
    case .ok: .plain("ready\n")
    case .full: .plain("not ready: the disk is full\n", status: 503)
    case .readOnly: .plain("not ready: the disk cannot be written\n", status: 503)
    case .error: .plain("not ready: the disk reports errors\n", status: 503)
    }
  }

  /// The same for the page, with since when, and where wallboxes find this machine.
  func health() -> HTTPResponse {
    let disk: JSONValue =
      switch site.diskHealth {
      case .ok: ["state": "ok", "since": nil]
      case .full(let since): ["state": "full", "since": .instant(since)]
      case .readOnly(let since): ["state": "read_only", "since": .instant(since)]
      case .error(let since): ["state": "error", "since": .instant(since)]
      }
    let points = site.board.chargePoints
    return .json([
      "now": .instant(site.now()), "version": .string(application.settings.version),
      "started_at": .instant(application.startedAt), "disk": disk,
      "charge_points": [
        "known": .integer(points.count), "online": .integer(points.count(where: \.isOnline)),
      ],
      "addresses": .array(application.settings.addresses().map { .string($0) }),
    ])
  }

  /// Prometheus's text format 0.0.4; open on this machine, elsewhere with a token. No names of people.
  func metrics() throws -> HTTPResponse {
    if !request.isFromThisMachine {
      switch Access.staff.verdict(role: caller.role, isControl: false) {
      case .allowed: break
      case .signInFirst: throw Problem.signInFirst
      case .forbidden: throw Problem.forbidden(caller.role)
      }
    }
    return HTTPResponse(
      status: 200, headers: [("Content-Type", "text/plain; version=0.0.4; charset=utf-8")],
      body: Array(metricsText().utf8))
  }

  private func metricsText() -> String {
    var text = MetricsText()
    let points = site.board.chargePoints
    let connectors = site.boardConnectors
    text.family("wattkeeper_build_info", "gauge", "The running version.")
    text.sample("wattkeeper_build_info", ["version": application.settings.version], 1)
    text.family("wattkeeper_charge_point_up", "gauge", "1 while the wallbox is connected.")
    for point in points {
      text.sample("wattkeeper_charge_point_up", ["charge_point": point.record.id], point.isOnline ? 1 : 0)
    }
    text.family("wattkeeper_connector_power_watts", "gauge", "Power the wallbox told last.")
    for (point, connector) in connectors {
      guard let power = connector.powerW else { continue }
      let labels = ["charge_point": point.record.id, "connector": String(connector.connector)]
      text.sample("wattkeeper_connector_power_watts", labels, Int64(power))
    }
    text.family("wattkeeper_transactions_active", "gauge", "Charges that run now.")
    text.sample(
      "wattkeeper_transactions_active", [:], Int64(connectors.count { $0.connector.transaction != nil }))
    text.family("wattkeeper_event_subscribers", "gauge", "Pages that follow the live events.")
    text.sample("wattkeeper_event_subscribers", [:], Int64(application.events.subscribers.count))
    let isReady = if case .ok = site.diskHealth { true } else { false }
    text.family("wattkeeper_ready", "gauge", "1 while readings can be kept.")
    text.sample("wattkeeper_ready", [:], isReady ? 1 : 0)
    return text.text
  }
}

extension HTTPRequest {
  /// Whether a program on this machine asks for itself: neither a proxy that runs here for someone elsewhere,
  /// nor a page whose name was pointed at us.
  var isFromThisMachine: Bool {
    if isControl { return true }
    guard peerAddress.hasPrefix("127.") || peerAddress == "::1" else { return false }
    guard header("forwarded") == nil, header("x-forwarded-for") == nil else { return false }
    guard let host = header("host").flatMap(HostCheck.hostWithoutPort) else { return false }
    return host == "localhost" || host == "[::1]" || HostCheck.isAddress(host) && host.hasPrefix("127.")
  }
}

/// Lines of Prometheus's text format.
struct MetricsText {
  private(set) var text = ""

  mutating func family(_ name: String, _ kind: String, _ help: String) {
    text += "# HELP \(name) \(help)\n# TYPE \(name) \(kind)\n"
  }

  mutating func sample(_ name: String, _ labels: [String: String], _ value: Int64) {
    let list = labels.sorted { $0.key < $1.key }.map { "\($0.key)=\"\(Self.escaped($0.value))\"" }
    text += name + (list.isEmpty ? "" : "{\(list.joined(separator: ","))}") + " \(value)\n"
  }

  private static func escaped(_ value: String) -> String {
    var escaped = ""
    for character in value {
      switch character {
      case "\\": escaped += "\\\\"
      case "\"": escaped += "\\\""
      case "\n": escaped += "\\n"
      default: escaped.append(character)
      }
    }
    return escaped
  }
}
