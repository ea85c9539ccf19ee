import Domain
import Net
import Testing

@Suite("Streams")
struct StreamTests {
  @NetworkLoop
  private func write(_ server: TestServer, _ text: String) -> Bool? {
    server.application.streams.first?.write([UInt8](text.utf8))
  }

  @NetworkLoop
  private func close(_ server: TestServer) { server.application.streams.first?.close() }

  @Test("what is written arrives at once, in chunks, and the end is an end")
  func chunks() async throws {
    let server = try await TestServer.start()
    let port = server.port
    let client = RawClient(port: port)
    client.send("GET /events HTTP/1.1\r\nHost: x\r\n\r\n")
    let head = await onThread { client.receiveHead() }
    #expect(head.contains("Transfer-Encoding: chunked\r\n") && !head.contains("Content-Length"))
    #expect(await write(server, "data: 1\n\n") == true)
    let first = await onThread { client.receive(exactly: 14) }
    #expect(String(decoding: first, as: UTF8.self) == "9\r\ndata: 1\n\n\r\n")
    await close(server)
    #expect(await onThread { client.receiveToEnd() } == [UInt8]("0\r\n\r\n".utf8))
    #expect(await write(server, "late") == false)
    #expect(await server.application.streamsClosed == 0)
    await server.stop()
  }

  @Test("a listener that leaves is reported once")
  func left() async throws {
    let server = try await TestServer.start()
    let port = server.port
    await onThread {
      let client = RawClient(port: port)
      client.send("GET /events HTTP/1.1\r\nHost: x\r\n\r\n")
      _ = client.receiveHead()
    }
    #expect(await server.eventually { $0.streamsClosed == 1 })
    #expect(await write(server, "late") == false)
    await server.stop()
  }

  @Test("a listener that does not read is dropped when too much waits for it")
  func tooSlow() async throws {
    let server = try await TestServer.start { $0.responseBacklogBytes = 100_000 }
    let client = RawClient(port: server.port)
    client.send("GET /events HTTP/1.1\r\nHost: x\r\n\r\n")
    _ = await onThread { client.receiveHead() }
    let piece = String(repeating: "x", count: 50_000)
    var written = 0
    while await write(server, piece) == true, written < 2000 { written += 1 }
    #expect(written < 2000)
    #expect(await server.eventually { $0.streamsClosed == 1 })
    await server.stop()
  }
}
