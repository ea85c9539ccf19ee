import Net
import Testing

@testable import WebAPI

struct HostCheckTests {
  @Test(
    "names that cannot be a stranger's are ours",
    arguments: [
      "192.168.1.20", "192.168.1.20:8080", "[::1]:8080", "[fe80::1]", "localhost", "LOCALHOST:80",
      "wattkeeper",
      "wattkeeper.local", "box.lan:8080", "a.home.arpa", "x.internal", "x.fritz.box", "wattkeeper.local.",
    ])
  func accepted(_ host: String) { #expect(HostCheck().accepts(host)) }

  @Test(
    "names that a stranger may own are not",
    arguments: [
      "evil.example", "192.168.1.20.evil.example", ".local", ".fritz.box", "1.2.3", "1.2.3.4.5",
      "256.1.1.1", "a.localx", "evil.example:80", "x.local@evil.example", "host:port", "[::1", "",
    ])
  func refused(_ host: String) { #expect(!HostCheck().accepts(host)) }

  @Test("no Host header is no host of ours") func missing() { #expect(!HostCheck().accepts(nil)) }

  @Test("the host of public_url is ours, and only that")
  func publicURL() {
    let check = HostCheck(publicURL: "https://Charging.Example.org:8443/x")
    #expect(check.accepts("charging.example.org"))
    #expect(check.accepts("charging.example.org:443"))
    #expect(!check.accepts("example.org"))
  }

  @Test("what this machine calls itself is ours, whatever the router puts behind it")
  func machineName() {
    let check = HostCheck(machineName: "Charging.house.example")
    for host in ["charging", "charging.fritz.box", "CHARGING.router.example:8080"] {
      #expect(check.accepts(host), "\(host)")
    }
    #expect(!check.accepts("chargingx.router.example"))
    #expect(!check.accepts("router.example"))
    #expect(!HostCheck(machineName: "").accepts(".router.example"))
  }

  @Test("the right address is the first of ours at the port that was asked for")
  func rightAddress() {
    let check = HostCheck()
    #expect(check.address(of: ["192.168.1.20", "b"], asked: "evil:8080") == "http://192.168.1.20:8080/")
    #expect(check.address(of: ["192.168.1.20"], asked: "evil") == "http://192.168.1.20/")
    #expect(check.address(of: [], asked: "[::1") == "http://localhost/")
  }
}

struct SameOriginTests {
  @Test("a request that one of our pages sends is ours")
  func ours() {
    #expect(isSameOrigin(host: "box:8080", origin: "http://box:8080", referer: nil, fetchSite: nil))
    #expect(isSameOrigin(host: "box", origin: "http://BOX:80", referer: nil, fetchSite: nil))
    #expect(isSameOrigin(host: "box:8080", origin: nil, referer: nil, fetchSite: "same-origin"))
    #expect(isSameOrigin(host: "box:8080", origin: nil, referer: "http://box:8080/x", fetchSite: nil))
  }

  @Test("a request that another page causes is not")
  func foreign() {
    #expect(!isSameOrigin(host: "box:8080", origin: "http://box:9090", referer: nil, fetchSite: nil))
    #expect(!isSameOrigin(host: "box:8080", origin: "null", referer: nil, fetchSite: nil))
    #expect(!isSameOrigin(host: "box", origin: nil, referer: nil, fetchSite: "same-site"))
    #expect(!isSameOrigin(host: "box", origin: nil, referer: "http://evil.example/box", fetchSite: nil))
    #expect(
      !isSameOrigin(host: "box", origin: "http://evil", referer: "http://box/", fetchSite: "same-origin"))
    #expect(!isSameOrigin(host: "box", origin: "http://box@evil", referer: nil, fetchSite: nil))
    #expect(!isSameOrigin(host: nil, origin: "http://box", referer: nil, fetchSite: nil))
  }

  @Test("behind a proxy the page's origin is the public address")
  func proxy() {
    #expect(
      isSameOrigin(
        host: "127.0.0.1:8080", origin: "https://charging.example.org", referer: nil, fetchSite: nil,
        publicHost: "charging.example.org"))
  }
}

struct CookieTests {
  @Test(
    "the value of a cookie is found among others",
    arguments: [
      ("a=1; wattkeeper=xyz; b=2", "xyz"), ("wattkeeper=xyz", "xyz"), (" wattkeeper=xyz ", "xyz"),
      ("wattkeeper=\"xyz\"", "xyz"), ("wattkeeper=a=b", "a=b"), ("wattkeeper=", ""),
    ])
  func found(_ header: String, _ value: String) {
    #expect(Cookie.value(of: "wattkeeper", in: header) == value)
  }

  @Test("another cookie is not", arguments: ["wattkeeper_tenant=1", "xwattkeeper=1", "wattkeeper", "", nil])
  func missing(_ header: String?) { #expect(Cookie.value(of: "wattkeeper", in: header) == nil) }

  @Test("cookies are out of reach for scripts and other sites")
  func attributes() {
    let cookie = Cookie.set(Cookie.manager, to: "s", maxAgeSeconds: 60)
    #expect(cookie == "wattkeeper=s; Path=/; Max-Age=60; HttpOnly; SameSite=Strict")
    #expect(Cookie.clear(Cookie.manager).contains("Max-Age=0"))
  }
}

struct RenewedCookieTests {
  private func cookies(_ response: HTTPResponse) -> [String] {
    response.headers.filter { $0.0 == "Set-Cookie" }.map(\.1)
  }

  @Test("a cookie goes on unless the answer sets or clears it", arguments: [Cookie.manager, Cookie.tenant])
  func renewed(_ name: String) {
    var response = HTTPResponse(status: 200, headers: [("Set-Cookie", Cookie.clear(Cookie.manager))])
    response.renew(Cookie.set(name, to: "old", maxAgeSeconds: 60))
    #expect(cookies(response).count == (name == Cookie.manager ? 1 : 2))
    #expect(cookies(response).first == Cookie.clear(Cookie.manager))
  }
}

struct OwnMachineTests {
  private func isOwn(_ address: String, _ headers: [(String, String)]) -> Bool {
    HTTPRequest(method: "GET", target: "/metrics", headers: headers, peerAddress: address).isFromThisMachine
  }

  @Test(
    "programs on this machine are told apart from others",
    arguments: [
      ("127.0.0.1", "localhost:8080", true), ("127.0.0.1", "127.0.0.1", true), ("::1", "[::1]:8080", true),
      ("192.168.1.9", "localhost", false), ("127.0.0.1", "evil.example", false),
      ("127.0.0.1", "127.evil.example", false), ("127.0.0.1", "192.168.1.2", false),
    ])
  func hosts(_ address: String, _ host: String, _ isOurs: Bool) {
    #expect(isOwn(address, [("Host", host)]) == isOurs)
  }

  @Test("a proxy on this machine asks for others", arguments: ["Forwarded", "X-Forwarded-For"])
  func proxies(_ header: String) {
    #expect(!isOwn("127.0.0.1", [("Host", "localhost"), (header, "192.0.2.1")]))
    #expect(!isOwn("127.0.0.1", []))
  }
}

struct SecretTests {
  @Test("a claim code counts in any spelling", arguments: ["k7qm-4x2p", "K7QM4X2P", " K7QM 4X2P "])
  func spelling(_ typed: String) {
    #expect(AccessDesk.claimHash(typed) == AccessDesk.claimHash("K7QM-4X2P"))
    #expect(AccessDesk.claimHash(typed) != AccessDesk.claimHash("K7QM-4X2Q"))
  }

  @Test("secrets are long, and no two are equal")
  func long() {
    #expect(Secret.make().count == 43)
    #expect(Secret.make() != Secret.make())
    #expect(Secret.matches("abc", hash: Secret.hash("abc")))
    #expect(!Secret.matches("abd", hash: Secret.hash("abc")))
  }
}
