package import Domain
package import Net
package import Site
import Storage

/// The HTTP side of the appliance: the API, the pages, and the door for wallboxes (which `ChargingSite`
/// keeps).
@NetworkLoop
package final class WebApplication: HTTPApplication {
  let site: ChargingSite
  let settings: WebSettings
  let hosts: HostCheck
  let files: StaticFiles
  let translations: Translations
  let events: EventHub
  let passwords: any PasswordWork
  var throttle = SignInThrottle()
  /// Requests whose password is being hashed, or waits for it.
  var passwordsQueued = 0
  /// See `nobodysPassword`.
  var nobodysHash: String?
  let startedAt: Instant
  /// Where it listens.
  package var port = 80
  private(set) lazy var addressGuard = AddressGuard(application: self)

  /// What is not the site's but this process's.
  package struct WebSettings: Sendable {
    /// The folder with index.html.
    package var webFolder: String
    package var publicURL: String?
    package var version: String
    /// Where the claim code stands until the site is claimed.
    package var claimCodeFile: ClaimCodeFile
    /// Whether the site has a clock of its own; its pages then say so.
    package var hasTestClock: Bool
    /// The real clock. Sign-ins, links and throttles go by it, even where the site's clock pretends.
    package var realNow: @Sendable () -> Instant
    /// The numeric addresses under which devices in the house reach this machine, as they are now.
    package var addresses: @Sendable () -> [String]
    /// The same, or the one address it listens on: how a printed address has to begin. Empty while this
    /// machine is in no network.
    package var hosts: @Sendable () -> [String]
    /// The name of this machine, with or without a domain.
    package var hostName: String
    /// Takes a line for the log.
    package var log: @Sendable (String) -> Void

    package init(
      webFolder: String, publicURL: String?, version: String, claimCodeFile: ClaimCodeFile,
      hasTestClock: Bool,
      realNow: @escaping @Sendable () -> Instant, addresses: @escaping @Sendable () -> [String],
      hosts: @escaping @Sendable () -> [String], hostName: String,
      log: @escaping @Sendable (String) -> Void
    ) {
      self.webFolder = webFolder
      self.publicURL = publicURL
      self.version = version
      self.claimCodeFile = claimCodeFile
      self.hasTestClock = hasTestClock
      self.realNow = realNow
      self.addresses = addresses
      self.hosts = hosts
      self.hostName = hostName
      self.log = log
    }
  }

  package init(site: ChargingSite, settings: WebSettings, passwords: any PasswordWork) {
    self.site = site
    self.settings = settings
    self.passwords = passwords
    hosts = HostCheck(publicURL: settings.publicURL)
    files = StaticFiles(folder: settings.webFolder)
    translations = Translations(files: files)
    startedAt = settings.realNow()
    events = EventHub(
      site: site, renderer: EventRenderer(site: site), epoch: startedAt.millisecondsSince1970)
    events.start()
  }

  /// Begins to look after what may change around it; `port` is known by now.
  package func open() { addressGuard.start() }

  /// Ends the live streams, so that connections can close.
  package func close() {
    addressGuard.stop()
    events.stop()
  }

  /// The real clock in whole seconds: how often files are looked at again.
  var second: Int { Int(settings.realNow().millisecondsSince1970 / 1000) }

  package func respond(to request: HTTPRequest, through exchange: HTTPExchange) {
    if request.wantsUpgrade { return site.admit(exchange) }
    Task { @NetworkLoop in
      do {
        guard let response = try await self.answer(request, exchange) else { return }
        exchange.respond(SecurityHeaders.add(to: response))
      } catch {
        exchange.respond(SecurityHeaders.add(to: self.problem(error, of: request).response))
      }
    }
  }

  /// The answer to whatever a handler threw. A fault of our own leaves its cause in the log.
  func problem(_ error: any Error, of request: HTTPRequest) -> Problem {
    let problem = Problem(error)
    if problem.status == 500 { settings.log("fault at \(request.method) \(request.path): \(error)") }
    return problem
  }

  package func refused(_ problem: HTTPProblem) { site.noteRefused(problem) }

  private func answer(_ request: HTTPRequest, _ exchange: HTTPExchange) async throws -> HTTPResponse? {
    let match = RouteMatch(method: request.method, segments: request.segments, in: Route.all)
    guard request.segmentsValid else { throw Problem.unknownAddress }
    switch match {
    case .none: throw Problem.unknownAddress
    case .otherMethods(let methods): throw Problem.methodNotAllowed(methods)
    case .found(let route, let values):
      try checkHost(request, route)
      let caller = try await caller(of: request, prefersTenant: route.access == .tenant || route.isTenantPage)
      switch route.access.verdict(role: caller.role, isControl: caller.isControl) {
      case .allowed: break
      case .signInFirst: throw Problem.signInFirst
      case .forbidden: throw Problem.forbidden(caller.role)
      }
      try checkOrigin(request, caller)
      let call = Call(
        request: request, exchange: exchange, application: self, caller: caller, parameters: values)
      var response = try await route.handler(call)
      if let cookie = caller.renewedCookie { response?.renew(cookie) }
      return response
    }
  }

  /// A foreign page that points its name at us can neither guess a token nor open the control socket.
  private func checkHost(_ request: HTTPRequest, _ route: Route) throws(Problem) {
    if request.isControl || route.isForMachines || request.header("authorization") != nil { return }
    let host = request.header("host")
    guard hosts.accepts(host) else { throw .wrongHost(host) }
  }

  /// Browsers name the page with every request that changes something, so a request with a foreign page's
  /// name is refused even without a cookie: signing someone in as somebody else is an attack, too. A request
  /// that names none comes from a script; with a cookie it must at least be one that no HTML form can send.
  private func checkOrigin(_ request: HTTPRequest, _ caller: Caller) throws(Problem) {
    guard Route.changes(request.method), caller.proof != .bearer, !caller.isControl else { return }
    let origin = request.header("origin")
    let fetchSite = request.header("sec-fetch-site")
    let referer = request.header("referer")
    guard origin != nil || fetchSite != nil || referer != nil else {
      guard caller.provesByCookie, request.method == "POST" else { return }
      guard Call.isJSON(request.header("content-type")) else { throw .crossOrigin }
      return
    }
    let isOurs = isSameOrigin(
      host: request.header("host"), origin: origin, referer: referer, fetchSite: fetchSite,
      publicHost: hosts.publicHost)
    guard isOurs else { throw .crossOrigin }
  }
}

extension HTTPResponse {
  /// Sets a cookie that goes on, unless the answer itself sets or clears the one of this name.
  mutating func renew(_ cookie: String) {
    let name = cookie.prefix { $0 != "=" } + "="
    let isSet = headers.contains { $0.0.lowercased() == "set-cookie" && $0.1.hasPrefix(name) }
    if !isSet { headers.append(("Set-Cookie", cookie)) }
  }
}
