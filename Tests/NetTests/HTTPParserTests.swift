import Domain
import Testing

@testable import Net

@Suite("The HTTP parser without a socket")
struct HTTPParserTests {
  /// What a parser makes of bytes that come in pieces: one line per request, then the fault if there is one.
  private func outcome(_ pieces: [[UInt8]]) -> [String] {
    var parser = HTTPParser(limits: Limits())
    var lines: [String] = []
    for piece in pieces {
      piece.withUnsafeBytes { bytes in
        var rest = bytes
        while !rest.isEmpty {
          let before = rest.count
          switch parser.next(&rest) {
          case .incomplete: #expect(rest.isEmpty)
          case .expectsContinue: break
          case .request(let head, let body):
            let names = head.headers.map { "\($0.name)=\($0.value)" }.joined(separator: ",")
            lines.append("\(head.method) \(head.target) \(names) \(String(decoding: body, as: UTF8.self))")
          case .fault(let fault):
            lines.append("\(fault.status)")
            continue
          }
          #expect(rest.count < before)
        }
      }
    }
    return lines
  }

  private let seeds = [
    "GET / HTTP/1.1\r\nHost: a\r\n\r\nGET /b?c=d HTTP/1.1\r\nHost: a\r\nX: y \r\n\r\n",
    "POST /p HTTP/1.1\r\nhost:a\r\nContent-Length: 11\r\n\r\nhello worldGET / HTTP/1.0\r\n\r\n",
    "PUT /q HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nExpect: 100-continue\r\n\r\n"
      + "4\r\nwiki\r\n5;x=y\r\npedia\r\n0\r\nT: v\r\n\r\nDELETE /r HTTP/1.1\r\nHost: a\r\n\r\n",
    "\r\nGET /ocpp/A B HTTP/1.1\r\nUpgrade: h2c, WebSocket\r\nConnection: Upgrade\r\n\r\n",
  ]

  @Test("whole requests are read")
  func whole() {
    #expect(outcome([[UInt8](seeds[0].utf8)]) == ["GET / host=a ", "GET /b?c=d host=a,x=y "])
    #expect(outcome([[UInt8](seeds[1].utf8)]) == ["POST /p host=a,content-length=11 hello world", "GET /  "])
    #expect(outcome([[UInt8](seeds[2].utf8)]).map { String($0.suffix(12)) }.first == "ue wikipedia")
    #expect(outcome([[UInt8](seeds[3].utf8)]).first?.hasPrefix("GET /ocpp/A B upgrade=") == true)
  }

  @Test("however bytes are cut and damaged, the outcome is the same as in one piece", arguments: 0..<4)
  func fuzz(seed: Int) {
    var random = RandomBytes(seed: UInt64(seed))
    for round in 0..<400 {
      let whole = [UInt8](seeds[seed].utf8)
      let bytes = round % 8 == 0 ? whole : random.damaged(whole)
      #expect(outcome([bytes]) == outcome(random.pieces(of: bytes, longest: 1 + round % 40)))
    }
    for _ in 0..<100 {
      let noise = random.bytes(upTo: 400)
      #expect(outcome([noise]) == outcome(random.pieces(of: noise, longest: 7)))
    }
  }

  @Test("a target is taken apart once")
  func targets() {
    func segments(_ target: String) -> [String] { RequestTarget(target).segments }
    #expect(segments("/a//b/") == ["a", "b"])
    #expect(segments("/RDAM%20123/%C3%A4/%2541") == ["RDAM 123", "ä", "%41"])
    #expect(segments("http://host:1/x?y") == ["x"] && segments("ws://host") == [])
    for odd in ["/a%2Fb", "/a%00", "/%FF", "/%", "/%4", "/%zz"] {
      let target = RequestTarget(odd)
      #expect(!target.segmentsValid && target.segments == [String(odd.dropFirst())])
    }
    let query = RequestTarget("/a?b=c%26d&e&=f&g=h=i+j&").query
    #expect(query.map(\.0) == ["b", "e", "", "g"] && query.map(\.1) == ["c&d", "", "f", "h=i j"])
  }

  @Test("headers are found in any case and joined over their lines")
  func headers() {
    let request = HTTPRequest(
      method: "GET", target: "/", headers: [("A", "1"), ("b", "x"), ("a", " 2 ,, 3")])
    #expect(request.header("a") == "1,  2 ,, 3" && request.list("A") == ["1", "2", "3"])
    #expect(request.header("c") == nil && request.list("c").isEmpty)
  }

  @Test("dates are written as RFC 9110 wants them")
  func dates() {
    #expect(
      String(decoding: HTTPDate.formatted(784_111_777), as: UTF8.self) == "Sun, 06 Nov 1994 08:49:37 GMT")
  }
}
