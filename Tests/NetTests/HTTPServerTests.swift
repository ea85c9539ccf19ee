import Domain
import Glibc
import Net
import Testing

@Suite("HTTP over real sockets")
struct HTTPServerTests {
  @Test("a request is answered and the connection stays for the next")
  func keepAlive() async throws {
    let server = try await TestServer.start()
    let port = server.port
    let answers = await onThread { () -> [String] in
      let client = RawClient(port: port)
      return ["one", "two"].map { word in
        client.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\n\(word)")
        let head = client.receiveHead()
        return head + String(decoding: client.receive(exactly: 3), as: UTF8.self)
      }
    }
    #expect(
      answers.allSatisfy { $0.hasPrefix("HTTP/1.1 200 OK\r\n") && $0.contains("Content-Length: 3\r\n") })
    #expect(answers.map { String($0.suffix(3)) } == ["one", "two"])
    await server.stop()
  }

  @Test("requests sent without waiting are answered in their order, also when an answer takes its time")
  func pipelining() async throws {
    let server = try await TestServer.start()
    let paths = ["/later/1", "/echo", "/later/2", "/later/3"]
    let requests = paths.map { "GET \($0) HTTP/1.1\r\nHost: x\r\n\r\n" }.joined()
    let answer = await server.exchange([UInt8]((requests + "GET /no HTTP/1.0\r\n\r\n").utf8))
    let places = ["/later/1", "X-Method", "/later/2", "/later/3", "404"].compactMap {
      answer.range(of: $0)
    }
    #expect(places.count == 5 && places == places.sorted())
    await server.stop()
  }

  @Test("HEAD gets the length but no body; 204 gets neither; HTTP/1.0 is closed after the answer")
  func bodies() async throws {
    let server = try await TestServer.start()
    let head = await server.exchange([UInt8]("HEAD /nowhere HTTP/1.0\r\n\r\n".utf8))
    #expect(head.contains("404 Not Found") && head.contains("Content-Length: 12\r\n"))
    #expect(head.hasSuffix("\r\n\r\n"))
    let empty = await server.exchange([UInt8]("GET /empty HTTP/1.0\r\n\r\n".utf8))
    #expect(empty.contains("204 No Content") && !empty.contains("Content-Length"))
    await server.stop()
  }

  @Test("a chunked body is put together, one byte at a time if need be")
  func chunked() async throws {
    let server = try await TestServer.start()
    let port = server.port
    let request =
      "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: Chunked\r\nConnection: close\r\n\r\n"
      + "3;note=x\r\nabc\r\n0A\r\n0123456789\r\n0\r\nTrailer: 1\r\n\r\n"
    let answer = await onThread { () -> [UInt8] in
      let client = RawClient(port: port)
      for byte in request.utf8 { client.send([byte]) }
      return client.receiveToEnd()
    }
    #expect(String(decoding: answer, as: UTF8.self).hasSuffix("\r\n\r\nabc0123456789"))
    await server.stop()
  }

  @Test("a client that waits for 100 Continue gets it")
  func continuing() async throws {
    let server = try await TestServer.start()
    let port = server.port
    let answers = await onThread { () -> [String] in
      let client = RawClient(port: port)
      client.send("PUT /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n")
      let interim = client.receiveHead()
      client.send("hi")
      return [interim, client.receiveHead()]
    }
    #expect(answers.first == "HTTP/1.1 100 Continue\r\n\r\n")
    #expect(answers.last?.hasPrefix("HTTP/1.1 200 OK") == true)
    await server.stop()
  }

  @Test("an answer larger than any buffer arrives whole, and so does the last one before a close")
  func large() async throws {
    let server = try await TestServer.start()
    let port = server.port
    for request in ["GET /big HTTP/1.0\r\n\r\n", "GET /big HTTP/1.1\r\nHost: x\r\n\r\n"] {
      let answer = await onThread { () -> [UInt8] in
        let client = RawClient(port: port)
        client.send(request)
        client.finishSending()
        return client.receiveToEnd()
      }
      #expect(answer.count > 12_000_000 && answer.last == 0x78)
    }
    await server.stop()
  }

  @Test("who asks on and on without reading is answered only as fast as it reads", arguments: [false, true])
  func askingWithoutReading(closesHalf: Bool) async throws {
    let server = try await TestServer.start()
    let client = RawClient(port: server.port)
    let (count, size) = (2_000, TestApplication.page.count)
    await onThread {
      let request = "GET /page HTTP/1.1\r\nHost: x\r\n\r\n"
      client.send(String(repeating: request, count: count - 1))
      client.send("GET /page HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
      if closesHalf { client.finishSending() }
    }
    #expect(await server.eventually { !$0.requests.isEmpty })
    try await Task.sleep(for: .milliseconds(300))
    #expect(await server.application.requests.count < count / 4)
    let received = await onThread { () -> Int in
      var received = 0
      while case let part = client.receive().count, part > 0 { received += part }
      return received
    }
    #expect(await server.application.requests.count == count)
    #expect(received > count * size && received < count * (size + 300))
    await server.stop()
  }

  @Test("a forgotten request is answered with 500")
  func forgotten() async throws {
    let server = try await TestServer.start()
    let answer = await server.exchange([UInt8]("GET /forgotten HTTP/1.0\r\n\r\n".utf8))
    #expect(answer.hasPrefix("HTTP/1.1 500 "))
    await server.stop()
  }

  @Test("a header's value cannot begin another header")
  func injection() async throws {
    let server = try await TestServer.start()
    let answer = await server.exchange([UInt8]("GET /inject HTTP/1.0\r\n\r\n".utf8))
    #expect(answer.contains("X-A: 1  X-B: 2\r\n"))
    await server.stop()
  }

  @Test("a client may close its half before the answer comes")
  func halfClosed() async throws {
    let server = try await TestServer.start()
    let port = server.port
    let answer = await onThread { () -> [UInt8] in
      let client = RawClient(port: port)
      client.send("GET /later HTTP/1.1\r\nHost: x\r\n\r\n")
      client.finishSending()
      return client.receiveToEnd()
    }
    #expect(String(decoding: answer, as: UTF8.self).hasSuffix("/later"))
    await server.stop()
  }

  @Test("requests that came before the client closed its half are all answered")
  func pipelinedHalfClosed() async throws {
    let server = try await TestServer.start()
    let port = server.port
    let answer = await onThread { () -> [UInt8] in
      let client = RawClient(port: port)
      let paths = ["/later/1", "/empty", "/empty", "/later/2", "/empty", "/nowhere"]
      client.send(paths.map { "GET \($0) HTTP/1.1\r\nHost: x\r\n\r\n" }.joined())
      client.finishSending()
      return client.receiveToEnd()
    }
    let text = String(decoding: answer, as: UTF8.self)
    #expect(text.contains("/later/1") && text.contains("/later/2") && text.hasSuffix("nothing here"))
    #expect(text.split(separator: "204 No Content").count == 4)
    await server.stop()
  }

  @Test("an upload may take longer than a handshake")
  func slowUpload() async throws {
    let server = try await TestServer.start { $0.handshakeSeconds = 1 }
    let port = server.port
    let head = await onThread { () -> String in
      let client = RawClient(port: port)
      client.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nsl")
      sleep(3)
      client.send("ow")
      return client.receiveHead()
    }
    #expect(head.hasPrefix("HTTP/1.1 200 OK"))
    await server.stop()
  }

  @Test("more than one request's worth of waiting bytes is not taken in, nor lost")
  func patientPipelining() async throws {
    let server = try await TestServer.start()
    let port = server.port
    let count = 5000
    let answer = await onThread { () -> Int in
      let client = RawClient(port: port)
      let one = "GET /echo HTTP/1.1\r\nHost: x\r\nX-Padding: 0123456789012345678901234567890123456789\r\n\r\n"
      client.send("GET /later HTTP/1.1\r\nHost: x\r\n\r\n" + String(repeating: one, count: count))
      client.send("GET /last HTTP/1.0\r\n\r\n")
      return String(decoding: client.receiveToEnd(), as: UTF8.self).split(separator: "HTTP/1.1 200 OK").count
    }
    #expect(answer == count + 1)
    await server.stop()
  }

  @Test("the unix socket is the owner's alone, marks its requests, and replaces a stale one")
  func unixSocket() async throws {
    let server = try await TestServer.start()
    let path = "/tmp/net-tests-\(getpid()).sock"
    try await server.server.listen(unixPath: path)
    try await server.server.listen(unixPath: path)
    var status = stat()
    #expect(lstat(path, &status) == 0 && status.st_mode & 0o777 == 0o600)
    let answer = await onThread { () -> [UInt8] in
      let client = RawClient(unixPath: path)
      client.send("GET /echo HTTP/1.0\r\n\r\n")
      return client.receiveToEnd()
    }
    #expect(String(decoding: answer, as: UTF8.self).hasPrefix("HTTP/1.1 200 OK"))
    let request = await server.application.requests.first
    #expect(request?.isControl == true && request?.peer == "unix")
    await server.stop()
    #expect(lstat(path, &status) != 0)
  }

  @Test("what cannot be listened on is said with its address and the system's reason")
  func listenErrors() async throws {
    let server = try await TestServer.start()
    let port = server.port
    await #expect(throws: ListenError(address: "127.0.0.1:\(port)", reason: "Address already in use")) {
      try await server.server.listen(host: "127.0.0.1", port: port)
    }
    await #expect(throws: ListenError.self) { try await server.server.listen(host: "example.org", port: 0) }
    await #expect(throws: ListenError.self) {
      try await server.server.listen(host: "127.0.0.1", port: 70_000)
    }
    let six = try await server.server.listen(host: "::1", port: 0)
    #expect(six.host == "::1" && six.port > 0)
    await server.stop()
  }
}
