import Domain
import Net
import Testing

@Suite("WebSocket over real sockets")
struct WebSocketServerTests {
  /// What a server sends back to the bytes of a client on a fresh WebSocket, until it closes.
  private func frames(
    for bytes: [UInt8], on server: TestServer, oneByOne: Bool = false
  ) async -> [ServerFrame] {
    let port = server.port
    return await onThread {
      let client = RawClient(webSocketTo: port)
      if oneByOne { for byte in bytes { client.send([byte]) } } else { client.send(bytes) }
      var frames: [ServerFrame] = []
      while let frame = client.receiveFrame() { frames.append(frame) }
      return frames
    }
  }

  private let bye = Frames.close(1000, "bye")
  private let byeEcho = ServerFrame(0x88, [0x03, 0xE8])

  @Test("the handshake is the one of RFC 6455, 1.3, and confirms what was offered over several lines")
  func handshake() async throws {
    let server = try await TestServer.start()
    let port = server.port
    let protocols = "sec-websocket-protocol:  ocpp1.6 ,\r\nSec-WebSocket-Protocol: ocpp2.0.1\r\n"
    let head = await onThread {
      let client = RawClient(port: port)
      client.send(Frames.handshake("/ws/a%20b//c/?d=%26+e", protocols: protocols))
      return client.receiveHead()
    }
    #expect(head.hasPrefix("HTTP/1.1 101 Switching Protocols\r\n"))
    #expect(head.contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"))
    #expect(head.contains("Sec-WebSocket-Protocol: ocpp1.6\r\n"))
    #expect(!head.lowercased().contains("extensions"))
    let request = await server.application.requests.first
    #expect(request?.offeredSubprotocols == ["ocpp1.6", "ocpp2.0.1"])
    #expect(request?.segments == ["ws", "a b", "c"] && request?.segmentsValid == true)
    #expect(request?.path == "/ws/a%20b//c/" && request?.query("d") == "& e")
    await server.stop()
  }

  @Test("raw spaces in the address of a handshake are let in")
  func rawSpaces() async throws {
    let server = try await TestServer.start()
    let port = server.port
    let head = await onThread {
      let client = RawClient(port: port)
      client.send(Frames.handshake("/ws/RDAM 123"))
      return client.receiveHead()
    }
    #expect(head.hasPrefix("HTTP/1.1 101 "))
    #expect(await server.application.requests.first?.path == "/ws/RDAM 123")
    #expect(await server.application.requests.first?.segments == ["ws", "RDAM 123"])
    await server.stop()
  }

  @Test("messages, control frames and the close come through whole", arguments: [false, true])
  func conversation(oneByOne: Bool) async throws {
    let server = try await TestServer.start()
    let long = String(repeating: "0123456789abcdef", count: 20)
    let sent =
      Frames.text("hello") + Frames.frame(0x82, [0, 255, 1]) + Frames.frame(0x89, [1, 2, 3])
      + Frames.text(long) + Frames.text("") + Frames.frame(0x8A, [9])
      + Frames.frame(0x01, [0x61]) + Frames.frame(0x89, []) + Frames.frame(0x00, [0x62])
      + Frames.frame(0x00, []) + Frames.frame(0x8A, []) + Frames.frame(0x80, [0x63])
      + Frames.frame(0x02, [1]) + Frames.frame(0x80, [2]) + bye
    let got = await frames(for: sent, on: server, oneByOne: oneByOne)
    #expect(
      got == [
        ServerFrame(0x81, "hello"), ServerFrame(0x82, [0, 255, 1]), ServerFrame(0x8A, [1, 2, 3]),
        ServerFrame(0x81, long), ServerFrame(0x81, ""), ServerFrame(0x8A, []), ServerFrame(0x81, "abc"),
        ServerFrame(0x82, [1, 2]), byeEcho,
      ])
    #expect(await server.eventually { $0.events == ["closed 1000 bye"] })
    await server.stop()
  }

  @Test("what is sent right behind the handshake is not lost", arguments: ["/ws", "/ws-later"])
  func eager(path: String) async throws {
    let server = try await TestServer.start()
    let port = server.port
    let frame = await onThread {
      let client = RawClient(port: port)
      client.send([UInt8](Frames.handshake(path).utf8) + Frames.text("early"))
      _ = client.receiveHead()
      return client.receiveFrame()
    }
    #expect(frame == ServerFrame(0x81, "early"))
    await server.stop()
  }

  @Test("broken UTF-8 and control bytes in a text are handed on as they are")
  func brokenText() async throws {
    let server = try await TestServer.start()
    let payload: [UInt8] = [0x7B, 0x10, 0x0E, 0xFF, 0xC3, 0x7D]
    let got = await frames(for: Frames.frame(0x81, payload) + bye, on: server)
    #expect(got.first == ServerFrame(0x81, payload))
    await server.stop()
  }

  @Test(
    "what RFC 6455 forbids is answered with 1002 and the end",
    arguments: [
      Frames.frame(0x81, [0x61], masked: false), Frames.frame(0xC1, [0x61]), Frames.frame(0xA1, [0x61]),
      Frames.frame(0x91, [0x61]), Frames.frame(0x83, []), Frames.frame(0x8B, []), Frames.frame(0x80, []),
      Frames.frame(0x01, []) + Frames.frame(0x81, []), Frames.frame(0x09, []),
      Frames.frame(0x89, [UInt8](repeating: 0, count: 126)), Frames.frame(0x88, [3]), Frames.close(1005),
      Frames.close(999), Frames.close(1016), Frames.close(5000),
      [0x81, 0xFF] + [0xFF] + [UInt8](repeating: 0, count: 11),
    ])
  func violations(bytes: [UInt8]) async throws {
    let server = try await TestServer.start()
    let port = server.port
    let frame = await onThread { () -> ServerFrame? in
      let client = RawClient(webSocketTo: port)
      client.send(bytes)
      defer { client.send(Frames.close(1002)) }
      return client.receiveFrame()
    }
    #expect(frame?.first == 0x88 && frame?.payload.prefix(2) == [0x03, 0xEA])
    #expect(await server.eventually { $0.events.count == 1 || $0.events.isEmpty })
    await server.stop()
  }

  @Test("a message over the limit is announced and closed with 1009, whether in one frame or in many")
  func tooBig() async throws {
    let server = try await TestServer.start { $0.messageBytes = 100_000 }
    let claim: [UInt8] = [0x81, 0xFF, 0x3F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1, 2, 3, 4]
    let part = [UInt8](repeating: 0x61, count: 60_000)
    for sent in [claim, Frames.frame(0x01, part) + Frames.frame(0x00, part)] {
      let port = server.port
      let frame = await onThread { () -> ServerFrame? in
        let client = RawClient(webSocketTo: port)
        client.send(sent)
        return client.receiveFrame()
      }
      #expect(frame?.first == 0x88 && frame?.payload.prefix(2) == [0x03, 0xF1])
    }
    #expect(await server.application.events.filter { $0 == "too big" }.count == 2)
    let largest = await frames(
      for: Frames.frame(0x81, [UInt8](repeating: 0x61, count: 100_000)) + bye, on: server)
    #expect(largest.first?.payload.count == 100_000)
    await server.stop()
  }

  @Test("messages of megabytes go both ways")
  func large() async throws {
    let server = try await TestServer.start { $0.responseBacklogBytes = 8 << 20 }
    let payload = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    let got = await frames(for: Frames.frame(0x81, payload) + bye, on: server)
    #expect(got.first?.payload.count == payload.count && got.first.map { $0.payload == payload } == true)
    await server.stop()
  }

  @Test("a close of ours is echoed by the peer; messages after it are not delivered")
  func ownClose() async throws {
    let server = try await TestServer.start()
    let sent = Frames.text("close me") + Frames.text("late") + Frames.close(4001, "fine")
    let got = await frames(for: sent, on: server)
    #expect(got == [ServerFrame(0x88, [0x0F, 0xA1] + "as you wish".utf8)])
    #expect(await server.eventually { $0.events == ["closed 4001 fine"] })
    #expect(await server.application.sockets.first?.send(text: [0x61]) == false)
    await server.stop()
  }

  @Test("a peer that vanishes or is dropped is reported once, without a code", arguments: [true, false])
  func vanished(byPeer: Bool) async throws {
    let server = try await TestServer.start()
    let port = server.port
    await onThread {
      let client = RawClient(webSocketTo: port)
      if !byPeer {
        client.send(Frames.text("abort me"))
        _ = client.isClosed
      }
    }
    #expect(await server.eventually { $0.events == ["closed - "] })
    #expect(await server.eventually { _ in server.server.connectionCount == 0 })
    await server.stop()
  }

  @Test("without a subprotocol in common a client is let in and closed at once")
  func upgradeThenClose() async throws {
    let server = try await TestServer.start()
    let port = server.port
    let answer = await onThread { () -> (String, ServerFrame?) in
      let client = RawClient(port: port)
      client.send(Frames.handshake("/no-protocol", protocols: "Sec-WebSocket-Protocol: ocpp1.5\r\n"))
      return (client.receiveHead(), client.receiveFrame())
    }
    #expect(answer.0.hasPrefix("HTTP/1.1 101 ") && !answer.0.contains("Protocol:"))
    #expect(answer.1 == ServerFrame(0x88, [0x03, 0xEA] + "no protocol in common".utf8))
    await server.stop()
  }

  @Test("a silent peer is pinged and then dropped; one that answers stays")
  func pings() async throws {
    let server = try await TestServer.start {
      $0.pingIntervalSeconds = 1
      $0.pingMissesAllowed = 1
    }
    let port = server.port
    async let mute = onThread { () -> [ServerFrame] in
      let client = RawClient(webSocketTo: port)
      var frames: [ServerFrame] = []
      while frames.count < 10, let frame = client.receiveFrame() { frames.append(frame) }
      return frames
    }
    async let lively = onThread { () -> Int in
      let client = RawClient(webSocketTo: port)
      for answered in 0..<4 {
        guard client.receiveFrame() == ServerFrame(0x89, []) else { return answered }
        client.send(Frames.frame(0x8A, []))
      }
      return 4
    }
    let heard = await mute
    #expect(1...3 ~= heard.count && heard.allSatisfy { $0 == ServerFrame(0x89, []) })
    #expect(await lively == 4)
    await server.stop()
  }

  @Test("a peer that reads nothing is dropped when too much waits for it")
  func backlog() async throws {
    let server = try await TestServer.start { $0.responseBacklogBytes = 100_000 }
    let client = RawClient(webSocketTo: server.port)
    let refused = await onLoop(server) { socket in
      (0..<2000).contains { _ in !socket.send(text: [UInt8](repeating: 0x61, count: 50_000)) }
    }
    #expect(refused)
    #expect(await server.eventually { $0.events == ["closed - "] })
    #expect(client.descriptor >= 0)
    await server.stop()
  }

  @NetworkLoop
  private func onLoop(_ server: TestServer, _ work: @NetworkLoop (WebSocket) -> Bool) -> Bool {
    server.application.sockets.first.map(work) ?? false
  }

  /// Measured on the loop, which other tests do not keep busy.
  @NetworkLoop
  private func timeToClose(_ server: HTTPServer, graceMilliseconds: Int) async -> Duration {
    let before = ContinuousClock.now
    await server.close(graceMilliseconds: graceMilliseconds)
    return ContinuousClock.now - before
  }

  @Test("closing the server tells every peer 1001 and is done within its time")
  func serverClose() async throws {
    let server = try await TestServer.start()
    let port = server.port
    let client = RawClient(webSocketTo: port)
    async let first = onThread { client.receiveFrame() }
    // Less than the 5 seconds that a peer has for its own close frame.
    #expect(await timeToClose(server.server, graceMilliseconds: 300) < .milliseconds(4500))
    #expect(await first?.payload.prefix(2) == [0x03, 0xE9])
    #expect(await server.eventually { $0.events == ["closed - "] })
    #expect(!RawClient(port: port).send("x") || RawClient(port: port).isClosed)
  }
}
