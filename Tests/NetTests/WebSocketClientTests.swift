import Domain
import Net
import Testing

@Suite("The WebSocket client")
struct WebSocketClientTests {
  @NetworkLoop
  final class Listener: WebSocketHandler {
    var log: [String] = []
    nonisolated init() {}

    func received(text: UnsafeRawBufferPointer, on socket: WebSocket) {
      log.append("text \(String(decoding: text, as: UTF8.self))")
    }
    func received(binary: UnsafeRawBufferPointer, on socket: WebSocket) {
      log.append("binary \(binary.count)")
    }
    func closed(_ socket: WebSocket, code: Int?, reason: String) {
      log.append("closed \(code ?? 0) \(reason)")
    }
    func tooBig(_ socket: WebSocket) { log.append("too big") }
  }

  private func waitFor(_ count: Int, _ listener: Listener) async throws -> [String] {
    for _ in 0..<500 where await listener.log.count < count { try await Task.sleep(for: .milliseconds(10)) }
    return await listener.log
  }

  @Test("talks with a server and closes", arguments: ["127.0.0.1", "localhost"])
  func conversation(host: String) async throws {
    let server = try await TestServer.start()
    let listener = Listener()
    let socket = try await WebSocketClient.connect(
      url: "ws://\(host):\(server.port)/ws/CP%201?x=y", subprotocols: ["ocpp1.6", "ocpp2.0.1"],
      headers: [("Authorization", "Basic QTpC")], handler: listener)
    #expect(await socket.subprotocol == "ocpp1.6")
    let request = await server.application.requests.first
    #expect(request?.segments == ["ws", "CP 1"] && request?.header("authorization") == "Basic QTpC")
    await socket.send(text: [UInt8]("hello".utf8))
    await socket.send(binary: [UInt8](repeating: 7, count: 70_000))
    #expect(try await waitFor(2, listener) == ["text hello", "binary 70000"])
    await socket.close(code: 1000, reason: "done")
    #expect(try await waitFor(3, listener).last == "closed 1000 ")
    #expect(await server.eventually { $0.events == ["closed 1000 done"] })
    await server.stop()
  }

  @Test("says why it could not connect")
  func failures() async throws {
    let server = try await TestServer.start()
    let base = "ws://127.0.0.1:\(server.port)"
    let listener = Listener()
    let expected: [(String, Int?)] = [
      (base + "/nowhere", 404), ("ws://127.0.0.1:1/", nil), ("http://127.0.0.1/", nil), ("ws://", nil),
      ("ws://127.0.0.1:99999/", nil), ("ws://name.invalid/", nil),
    ]
    for (url, status) in expected {
      let error = await #expect(throws: ConnectError.self) {
        _ = try await WebSocketClient.connect(url: url, handler: listener)
      }
      #expect(error?.status == status && error?.reason.isEmpty == false, "\(url)")
    }
    await #expect(throws: ConnectError(reason: "The server did not answer in time.")) {
      _ = try await WebSocketClient.connect(url: base + "/held", handler: listener, timeoutSeconds: 1)
    }
    #expect(await listener.log.isEmpty)
    await server.stop()
  }
}
