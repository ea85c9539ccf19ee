import Domain
import Net
import Testing

/// What a client sends, and the status it must get without the application being asked.
struct Broken: Sendable, CustomTestStringConvertible {
  var bytes: String
  var status: Int
  var testDescription: String { "\(status): \(bytes.prefix(60).debugDescription)" }
}

private let head = "GET / HTTP/1.1\r\nHost: x\r\n"
private let post = "POST / HTTP/1.1\r\nHost: x\r\n"

let brokenRequests: [Broken] = [
  // The request line (RFC 9112, 3).
  Broken(bytes: "garbage\r\n\r\n", status: 400),
  Broken(bytes: "GET /\r\n\r\n", status: 400),
  Broken(bytes: "GET  HTTP/1.1\r\nHost: x\r\n\r\n", status: 400),
  Broken(bytes: " GET / HTTP/1.1\r\nHost: x\r\n\r\n", status: 400),
  Broken(bytes: "G(T / HTTP/1.1\r\nHost: x\r\n\r\n", status: 400),
  Broken(bytes: "GET /a b HTTP/1.1\r\nHost: x\r\n\r\n", status: 400),
  Broken(bytes: "GET a HTTP/1.1\r\nHost: x\r\n\r\n", status: 400),
  Broken(bytes: "GET /\u{1} HTTP/1.1\r\nHost: x\r\n\r\n", status: 400),
  Broken(bytes: "GET / HTTP/1.1\nHost: x\n\n", status: 400),
  Broken(bytes: "GET / HTTP/1.1\r\nHost: x\n\r\n", status: 400),
  Broken(bytes: "GET / HTTP/1.1\r\nHost: x\rY: z\r\n\r\n", status: 400),
  Broken(bytes: "\r\n\r\n\r\n\r\n\r\n\r\n", status: 400),
  Broken(bytes: "GET / http/1.1\r\nHost: x\r\n\r\n", status: 400),
  Broken(bytes: "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", status: 505),
  Broken(bytes: "GET / HTTP/0.9\r\n\r\n", status: 505),
  Broken(bytes: "BREW / HTTP/1.1\r\nHost: x\r\n\r\n", status: 501),
  Broken(bytes: "GET /" + String(repeating: "a", count: 9000) + " HTTP/1.1\r\n\r\n", status: 414),
  Broken(bytes: "GET /" + String(repeating: "a", count: 9000), status: 414),
  // Headers (RFC 9112, 5).
  Broken(bytes: "GET / HTTP/1.1\r\n\r\n", status: 400),
  Broken(bytes: head + "Host: y\r\n\r\n", status: 400),
  Broken(bytes: head + "no colon\r\n\r\n", status: 400),
  Broken(bytes: head + ": v\r\n\r\n", status: 400),
  Broken(bytes: head + "A : v\r\n\r\n", status: 400),
  Broken(bytes: head + "A\u{e4}: v\r\n\r\n", status: 400),
  Broken(bytes: head + "A: v\r\n folded\r\n\r\n", status: 400),
  Broken(bytes: head + "A: v\u{0}w\r\n\r\n", status: 400),
  Broken(bytes: head + "A: " + String(repeating: "a", count: 17_000) + "\r\n\r\n", status: 431),
  Broken(bytes: head + String(repeating: "A: b\r\n", count: 101) + "\r\n", status: 431),
  Broken(
    bytes: head + String(repeating: "A: " + String(repeating: "b", count: 997) + "\r\n", count: 17),
    status: 431),
  // Length and coding (RFC 9112, 6.3): the shapes of request smuggling.
  Broken(bytes: post + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", status: 400),
  Broken(bytes: post + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n", status: 400),
  Broken(bytes: post + "Transfer-Encoding:\r\nContent-Length: 5\r\n\r\nhello", status: 400),
  Broken(bytes: post + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!", status: 400),
  Broken(bytes: post + "Content-Length: 5, 5\r\n\r\nhello", status: 400),
  Broken(bytes: post + "Content-Length: +5\r\n\r\nhello", status: 400),
  Broken(bytes: post + "Content-Length: -5\r\n\r\nhello", status: 400),
  Broken(bytes: post + "Content-Length: 0x5\r\n\r\nhello", status: 400),
  Broken(bytes: post + "Content-Length:\r\n\r\nhello", status: 400),
  Broken(bytes: post + "Content-Length : 5\r\n\r\nhello", status: 400),
  Broken(bytes: post + "Content-Length: 1048577\r\n\r\n", status: 413),
  Broken(bytes: post + "Content-Length: 99999999999999999999999\r\n\r\n", status: 413),
  Broken(bytes: post + "Transfer-Encoding: gzip, chunked\r\n\r\n", status: 501),
  Broken(bytes: post + "Transfer-Encoding: identity\r\n\r\n", status: 501),
  Broken(bytes: post + "Transfer-Encoding: xchunked\r\n\r\n", status: 501),
  Broken(bytes: post + "Transfer-Encoding: chunked, chunked\r\n\r\n", status: 400),
  Broken(bytes: post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n", status: 400),
  Broken(bytes: "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", status: 400),
  Broken(bytes: post + "Expect: miracles\r\nContent-Length: 1\r\n\r\n", status: 417),
  // Chunks (RFC 9112, 7.1).
  Broken(bytes: post + "Transfer-Encoding: chunked\r\n\r\nxyz\r\n", status: 400),
  Broken(bytes: post + "Transfer-Encoding: chunked\r\n\r\n\r\n", status: 400),
  Broken(bytes: post + "Transfer-Encoding: chunked\r\n\r\n 1\r\na\r\n", status: 400),
  Broken(bytes: post + "Transfer-Encoding: chunked\r\n\r\n0x1\r\na\r\n", status: 400),
  Broken(bytes: post + "Transfer-Encoding: chunked\r\n\r\n-1\r\na\r\n", status: 400),
  Broken(bytes: post + "Transfer-Encoding: chunked\r\n\r\n1\na\r\n", status: 400),
  Broken(bytes: post + "Transfer-Encoding: chunked\r\n\r\n1\r\nab\r\n0\r\n\r\n", status: 400),
  Broken(bytes: post + "Transfer-Encoding: chunked\r\n\r\n100001\r\n", status: 413),
  Broken(bytes: post + "Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFF\r\n", status: 413),
  Broken(bytes: post + "Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFF\r\n", status: 400),
  Broken(
    bytes: post + "Transfer-Encoding: chunked\r\n\r\n1;" + String(repeating: "e", count: 300), status: 400),
  Broken(bytes: post + "Transfer-Encoding: chunked\r\n\r\n0\r\nbad trailer\r\n\r\n", status: 400),
]

private let key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
private let asks = "GET /ws HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n"

let brokenHandshakes: [Broken] = [
  Broken(bytes: "GET /ws HTTP/1.1\r\nHost: x\r\n\r\n", status: 426),
  Broken(bytes: asks + key + "Sec-WebSocket-Version: 13\r\n\r\n", status: 400),
  Broken(bytes: asks + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n\r\n", status: 400),
  Broken(bytes: asks + "Connection: Upgrade\r\n" + key + "\r\n", status: 426),
  Broken(bytes: asks + "Connection: Upgrade\r\n" + key + "Sec-WebSocket-Version: 8\r\n\r\n", status: 426),
  Broken(
    bytes: "POST" + asks.dropFirst(3) + "Connection: Upgrade\r\n" + key + "Sec-WebSocket-Version: 13\r\n\r\n",
    status: 400),
]

@Suite("Broken requests")
struct BrokenRequestTests {
  @Test("are answered with the right status, closed, reported, and not shown to the application")
  func requests() async throws {
    let server = try await TestServer.start()
    for (number, broken) in brokenRequests.enumerated() {
      let answer = await server.exchange([UInt8](broken.bytes.utf8))
      #expect(answer.hasPrefix("HTTP/1.1 \(broken.status) "), "\(broken.testDescription)")
      #expect(answer.contains("Connection: close\r\n") && answer.hasSuffix(".\n"))
      let problems = await server.application.problems
      #expect(problems.count == number + 1 && problems.last?.status == broken.status)
      #expect(problems.last?.address == "127.0.0.1")
    }
    #expect(await server.application.requests.isEmpty)
    await server.stop()
  }

  @Test("handshakes that are none get a sentence", arguments: brokenHandshakes)
  func handshakes(broken: Broken) async throws {
    let server = try await TestServer.start()
    let answer = await server.exchange([UInt8](broken.bytes.utf8))
    #expect(answer.hasPrefix("HTTP/1.1 \(broken.status) "))
    #expect(answer.contains("Sec-WebSocket-Version: 13\r\n") == (broken.status == 426))
    let problem = await server.application.problems.first
    #expect(problem?.status == broken.status && problem?.requestLine.hasSuffix(" /ws") == true)
    #expect(await server.application.sockets.isEmpty)
    await server.stop()
  }

  @Test("a request that does not arrive in time gets 408; a connection that says nothing is just closed")
  func slow() async throws {
    let server = try await TestServer.start { $0.handshakeSeconds = 1 }
    async let partial = server.exchange([UInt8]("GET / HTT".utf8))
    async let silent = server.exchange([])
    #expect(await partial.hasPrefix("HTTP/1.1 408 "))
    #expect(await silent.isEmpty)
    await server.stop()
  }

  @Test("a body that does not arrive in time gets 408")
  func slowBody() async throws {
    let server = try await TestServer.start { $0.idleHTTPSeconds = 1 }
    let answer = await server.exchange([UInt8]((post + "Content-Length: 5\r\n\r\nhel").utf8))
    #expect(answer.hasPrefix("HTTP/1.1 408 "))
    await server.stop()
  }

}
