import Domain
import Net
import Testing

@Suite("HTTP over real sockets")
struct HTTPServerTests {
  @Test("a request is answered and the connection stays for the next")
  func keepAlive() async throws {
    let server = try await TestServer.start()
    let port = server.port
    let heads = await onThread { () -> [String] in
      let client = RawClient(port: port)
      return ["one", "two"].map { word in
        client.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\n\(word)")
        let head = client.receiveHead()
        return head + String(decoding: client.receive(exactly: 3), as: UTF8.self)
      }
    }
    #expect(heads.allSatisfy { $0.hasPrefix("HTTP/1.1 200 OK\r\n") && $0.contains("Content-Length: 3\r\n") })
    #expect(heads.map { String($0.suffix(3)) } == ["one", "two"])
    await server.stop()
  }
}
