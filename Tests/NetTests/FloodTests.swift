import Domain
import Glibc
import Testing

@testable import Net

@Suite("Bounds of a flood")
struct FloodTests {
  private let get = "GET /echo HTTP/1.1\r\nHost: x\r\n\r\n"

  /// Connects silently, one after the other, so that each has waited longer than the next.
  private func dial(_ count: Int, _ server: TestServer, from source: String = "127.0.0.1") async
    -> [RawClient]
  {
    var clients: [RawClient] = []
    for _ in 0..<count {
      let before = await server.server.connectionCount
      clients.append(RawClient(port: server.port, from: source))
      #expect(await server.eventually { _ in server.server.connectionCount > before })
      usleep(20_000)
    }
    return clients
  }

  @Test("one address may hold few connections that wait, asked or not; those that waited longest go")
  func waiting() async throws {
    let server = try await TestServer.start {
      $0.waitingConnectionsPerAddress = 3
      $0.waitingGraceSeconds = 1
      $0.handshakeSeconds = 600
    }
    let port = server.port
    let clients = await onThread { () -> [RawClient] in
      (0..<9).map { number in
        usleep(20_000)
        let client = RawClient(port: port)
        switch number % 3 {
        case 0: break
        case 1: client.send("GET / HTTP/1.1\r\nSlow: ")
        default:
          client.send(get)
          _ = client.receiveHead()
        }
        return client
      }
    }
    let neighbour = RawClient(port: port, from: "127.0.0.2")
    let socket = RawClient(webSocketTo: port)
    #expect(await server.eventually { _ in clients.filter(\.hasEnded).count == 6 })
    #expect(clients[6...].filter(\.hasEnded).isEmpty)
    #expect(!neighbour.hasEnded && !socket.hasEnded)
    await server.stop()
  }

  @Test("hundreds that come at once from one address and do not ask at once are all answered")
  func grace() async throws {
    let server = try await TestServer.start { $0.waitingConnectionsPerAddress = 3 }
    let port = server.port
    let answered = await onThread { () -> Int in
      let clients = (0..<300).map { _ in RawClient(port: port) }
      usleep(1_300_000)
      for client in clients { client.send(get) }
      return clients.filter { $0.receiveHead().hasPrefix("HTTP/1.1 200 OK") }.count
    }
    #expect(answered == 300)
    await server.stop()
  }

  @Test("when all places are taken, who has waited longest makes room for who comes")
  func makingRoom() async throws {
    let server = try await TestServer.start {
      $0.connections = 4
      $0.handshakeSeconds = 600
    }
    let port = server.port
    let socket = RawClient(webSocketTo: port)
    let silent = await dial(3, server)
    let answer = await onThread { () -> String in
      let client = RawClient(port: port)
      client.send(get)
      return client.receiveHead()
    }
    #expect(answer.hasPrefix("HTTP/1.1 200 OK"))
    #expect(silent[0].hasEnded && !silent[2].hasEnded && !socket.hasEnded)
    await server.stop()
  }

  @Test("when all places are taken, an address that is over its limit gives way before all others")
  func crowdedAddress() async throws {
    let server = try await TestServer.start {
      $0.connections = 6
      $0.waitingConnectionsPerAddress = 3
      $0.handshakeSeconds = 600
    }
    let quiet = await dial(1, server)[0]
    let crowd = await dial(5, server, from: "127.0.0.2")
    let more = RawClient(webSocketTo: server.port)
    #expect(await server.eventually { _ in crowd[0].hasEnded })
    #expect(crowd[1...].filter(\.hasEnded).isEmpty)
    #expect(!quiet.hasEnded && !more.hasEnded)
    await server.stop()
  }

  @Test("when all places are taken by WebSockets a caller gets 503, but the owner's socket works")
  func full() async throws {
    let server = try await TestServer.start { $0.connections = 2 }
    let port = server.port
    let path = "/tmp/net-flood-\(getpid()).sock"
    try await server.server.listen(unixPath: path)
    var sockets = [RawClient(webSocketTo: port), RawClient(webSocketTo: port)]
    #expect(await server.exchange([]).hasPrefix("HTTP/1.1 503 "))
    let answer = await onThread { () -> String in
      let client = RawClient(unixPath: path)
      client.send(get)
      return client.receiveHead()
    }
    #expect(answer.hasPrefix("HTTP/1.1 200 OK"))
    sockets.removeLast()
    #expect(await server.eventually { _ in server.server.connectionCount == 1 })
    let socket = RawClient(webSocketTo: port)
    socket.send(Frames.text("in"))
    #expect(await onThread { socket.receiveFrame() } == ServerFrame(0x81, "in"))
    #expect(sockets.filter(\.hasEnded).isEmpty)
    await server.stop()
  }

  @Test("of those who are asked to go and do not, few are waited for, and all are told as closed")
  func endings() async throws {
    let server = try await TestServer.start { $0.endingConnections = 2 }
    let port = server.port
    let clients = await onThread { () -> [RawClient] in
      (0..<8).map { number in
        let client = number % 2 == 0 ? RawClient(webSocketTo: port) : RawClient(port: port)
        client.send(number % 2 == 0 ? Frames.text("close me") : [UInt8]("NONSENSE\r\n\r\n".utf8))
        _ = client.receive()
        return client
      }
    }
    let began = ContinuousClock.now
    #expect(await server.eventually { $0.events.count >= 3 && server.server.connectionCount <= 2 })
    #expect(ContinuousClock.now - began < .seconds(4), "one alone would be given five")
    #expect(clients[..<6].filter(\.hasEnded).count == 6)
    await server.stop()
  }

  @Test("who sends much and never the rest goes when all together hold too much; small requests pass")
  func unfinishedRequests() async throws {
    let server = try await TestServer.start {
      $0.unfinishedRequestBytes = 250_000
      $0.bodyBytes = 1_000_000
    }
    let port = server.port
    let head = "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: "
    let part = [UInt8](repeating: 0x78, count: 80_000)
    for round in 0..<2 {
      let answers = await onThread { () -> [String] in
        let large = (0..<4).map { _ in RawClient(port: port) }
        for client in large {
          client.send(head + "160000\r\n\r\n")
          client.send(part)
          usleep(50_000)
        }
        let small = RawClient(port: port)
        small.send(head + "2\r\n\r\nhi")
        let small200 = small.receiveHead()
        for client in large { client.send(part) }
        return [small200] + large.map { $0.receiveHead() }
      }
      #expect(answers[0].hasPrefix("HTTP/1.1 200 OK"), "round \(round)")
      let served = answers[1...].filter { $0.hasPrefix("HTTP/1.1 200 OK") }.count
      #expect(1...3 ~= served, "round \(round): \(served) of the large ones got through")
    }
    let alone = [UInt8]((head + "160000\r\nConnection: close\r\n\r\n").utf8) + part + part
    #expect(await server.exchange(alone).hasPrefix("HTTP/1.1 200 OK"))
    await server.stop()
  }

  @Test(
    "addresses are counted as networks: IPv6 by 64 bits",
    arguments: [
      ("192.0.2.1", "192.0.2.1"), ("::ffff:192.0.2.1", "192.0.2.1"),
      ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"), ("::1", "::/64"),
    ])
  func networks(text: String, network: String) {
    var storage = sockaddr_storage()
    withUnsafeMutableBytes(of: &storage) { bytes in
      if text.contains(":") {
        var address = sockaddr_in6()
        address.sin6_family = sa_family_t(AF_INET6)
        inet_pton(AF_INET6, text, &address.sin6_addr)
        bytes.storeBytes(of: address, as: sockaddr_in6.self)
      } else {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        inet_pton(AF_INET, text, &address.sin_addr)
        bytes.storeBytes(of: address, as: sockaddr_in.self)
      }
    }
    let peer = SocketAddress(storage)
    #expect(peer.networkText == network)
    #expect(peer.network == peer.network.network)
  }
}
