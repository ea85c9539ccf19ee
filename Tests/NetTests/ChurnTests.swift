import Domain
import Net
import Testing

@Suite("Many connections that come and go")
struct ChurnTests {
  @Test("a thousand clients with garbage, half messages and sudden ends leave nothing behind")
  func churn() async throws {
    let server = try await TestServer.start()
    let port = server.port
    await withTaskGroup { group in
      for lane in 0..<4 {
        group.addTask {
          await onThread {
            var random = RandomBytes(seed: UInt64(lane))
            for _ in 0..<250 { misbehave(port, &random) }
          }
        }
      }
    }
    let survivor = await onThread { () -> ServerFrame? in
      let client = RawClient(webSocketTo: port)
      client.send(Frames.text("still there?"))
      return client.receiveFrame()
    }
    #expect(survivor == ServerFrame(0x81, "still there?"))
    // Those who were told that they broke the rules may stay for a few seconds of patience.
    var left = Int.max
    for _ in 0..<800 where left > 0 {
      try await Task.sleep(for: .milliseconds(10))
      left = await server.server.connectionCount
    }
    #expect(left == 0)
    let sockets = await server.application.sockets.count
    #expect(await server.application.events.filter { $0.hasPrefix("closed") }.count == sockets)
    await server.stop()
  }
}

private func misbehave(_ port: Int, _ random: inout RandomBytes) {
  switch Int.random(in: 0..<6, using: &random) {
  case 0: RawClient(port: port).send(random.bytes(upTo: 300))
  case 1:
    RawClient(port: port).send(
      String(Frames.handshake("/ws").prefix(Int.random(in: 1..<150, using: &random))))
  case 2: RawClient(webSocketTo: port).send(random.bytes(upTo: 300))
  case 3:
    let frames = Frames.text("a message") + Frames.frame(0x89, [1])
    RawClient(webSocketTo: port).send(random.damaged(frames))
  case 4:
    let client = RawClient(webSocketTo: port)
    client.send(Frames.text("abort me"))
    _ = client.isClosed
  default:
    RawClient(port: port).send("GET /later HTTP/1.1\r\nHost: x\r\n\r\nGET /held HTTP/1.1\r\nHost: x\r\n\r\n")
  }
}
