import Formats
import Net
import Testing

/// A wallbox on the other end of a real socket, in the test's hands.
@NetworkLoop final class TestBox: WebSocketHandler {
  private var socket: WebSocket?
  private var sequence = 0
  private var frames: [JSONValue] = []
  private var waiting: [CheckedContinuation<JSONValue?, Never>] = []
  /// What it says to the site's calls, by action: the payload of the answer, or nil for silence. Calls that
  /// have no line here come out of `next`.
  var answers: [String: @NetworkLoop (JSONValue) -> JSONValue?] = [:]
  /// The site's calls that were answered by `answers`.
  private(set) var asked: [(action: String, payload: JSONValue)] = []
  private(set) var closeCode: Int?
  private(set) var isClosed = false

  static func connect(
    to site: TestSite, as id: String = "CP01", subprotocols: [String] = ["ocpp1.6"],
    headers: [(String, String)] = [], boot: Bool = true
  ) async throws -> TestBox {
    let box = TestBox()
    box.socket = try await WebSocketClient.connect(
      url: "ws://127.0.0.1:\(site.port)/ocpp/\(id)", subprotocols: subprotocols, headers: headers,
      handler: box)
    if boot {
      _ = try await box.call(
        "BootNotification", #"{"chargePointVendor":"Test","chargePointModel":"Box"}"#)
    }
    return box
  }

  /// Sends a call without waiting for the answer.
  func send(_ action: String, _ payload: String, id: String? = nil) {
    sequence += 1
    sendText("[2,\"\(id ?? String(sequence))\",\"\(action)\",\(payload)]")
  }

  func sendText(_ text: String) { _ = socket?.send(text: Array(text.utf8)) }

  /// The next frame from the site; nil: it closed the connection.
  func next() async -> JSONValue? {
    if !frames.isEmpty { return frames.removeFirst() }
    if isClosed { return nil }
    return await withCheckedContinuation { waiting.append($0) }
  }

  /// The payload of the answer to a call; nil: the answer was a CALLERROR.
  @discardableResult
  func call(_ action: String, _ payload: String) async throws -> JSONValue {
    send(action, payload)
    let id = String(sequence)
    var calls: [JSONValue] = []
    var members: [JSONValue]
    repeat {
      // The site may ask something of its own in between; that comes next.
      let frame = try #require(await next())
      members = try #require(frame.arrayValue)
      if members[0] == .number("2") { calls.append(frame) }
    } while members[0] == .number("2")
    frames.insert(contentsOf: calls, at: 0)
    #expect(members[1] == .string(id))
    #expect(members[0] == .number("3"), "\(action) was answered with \(members)")
    return members[2]
  }

  func start(
    idTag: String = "CARD1", meter: Int = 1000, at: String = "2026-03-02T09:00:00Z", connector: Int = 1
  ) async throws -> (id: Int64, status: String) {
    let answer = try await call(
      "StartTransaction",
      #"{"connectorId":\#(connector),"idTag":"\#(idTag)","meterStart":\#(meter),"timestamp":"\#(at)"}"#)
    return (
      try #require(answer["transactionId"]?.integerValue),
      try #require(answer["idTagInfo"]?["status"]?.stringValue)
    )
  }

  func stop(
    _ id: Int64, meter: Int = 13345, at: String = "2026-03-02T09:59:00Z", idTag: String = "CARD1"
  ) async throws {
    try await call(
      "StopTransaction",
      #"{"transactionId":\#(id),"idTag":"\#(idTag)","meterStop":\#(meter),"timestamp":"\#(at)"}"#)
  }

  func sample(_ id: Int64, _ wattHours: String, at: String) async throws {
    try await call(
      "MeterValues",
      #"{"connectorId":1,"transactionId":\#(id),"meterValue":["#
        + #"{"timestamp":"\#(at)","sampledValue":[{"value":"\#(wattHours)"}]}]}"#)
  }

  /// The network is gone, as far as the site can tell.
  func close() { socket?.close(code: 1000, reason: "") }

  /// Readings outside any charge.
  func alignedSample(_ wattHours: Int, at: String) async throws {
    try await call(
      "MeterValues",
      #"{"connectorId":1,"meterValue":[{"timestamp":"\#(at)","sampledValue":["#
        + #"{"value":"\#(wattHours)","context":"Sample.Clock"}]}]}"#)
  }

  func status(_ status: String, at: String, connector: Int = 1) async throws {
    try await call(
      "StatusNotification",
      #"{"connectorId":\#(connector),"errorCode":"NoError","status":"\#(status)","timestamp":"\#(at)"}"#)
  }

  func received(text: UnsafeRawBufferPointer, on socket: WebSocket) {
    do {
      let frame = try JSONValue.parse(text)
      if answer(frame) { return }
      if waiting.isEmpty { frames.append(frame) } else { waiting.removeFirst().resume(returning: frame) }
    } catch {
      Issue.record("the site sent what is no JSON: \(error)")
    }
  }

  private func answer(_ frame: JSONValue) -> Bool {
    guard let members = frame.arrayValue, members.first == .number("2"),
      let action = members[2].stringValue, let say = answers[action]
    else { return false }
    asked.append((action, members[3]))
    if let payload = say(members[3]) {
      let answer: JSONValue = .array([.number("3"), members[1], payload])
      sendText(String(decoding: answer.serialized, as: UTF8.self))
    }
    return true
  }

  /// Goes away without a word.
  func hangUp() { socket?.close(code: 1000, reason: "") }

  func received(binary: UnsafeRawBufferPointer, on socket: WebSocket) {
    Issue.record("the site sent a binary message")
  }

  func tooBig(_ socket: WebSocket) { Issue.record("the site sent too much") }

  func closed(_ socket: WebSocket, code: Int?, reason: String) {
    isClosed = true
    closeCode = code
    for one in waiting { one.resume(returning: nil) }
    waiting = []
  }
}
