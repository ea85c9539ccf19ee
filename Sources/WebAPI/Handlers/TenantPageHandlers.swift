import Crypto
import Domain
import Formats
import Net
import Site
import Storage

/// The tenant's page, in HTML and as JSON.
extension Call {
  /// `GET /tenant`.
  func showTenantView() async throws -> HTTPResponse {
    let tenant = try signedInTenant()
    let cursor = try pageCursor()
    let now = site.now()
    let view = try await site.reader.read { try TenantView(of: tenant, cursor: cursor, at: now, in: $0) }
    return .json(site.json(of: view))
  }

  /// `POST /tenant/start`.
  func startAsTenant() async throws -> HTTPResponse {
    let tenant = try signedInTenant()
    var body = try fields()
    let chargePoint = body.text("charge_point", 1...100)
    let connector = Int(body.integer("connector", 1...1000))
    try body.finish()
    return .json(try await start(tenant, at: chargePoint, connector).json)
  }

  /// `POST /tenant/stop`.
  func stopAsTenant() async throws -> HTTPResponse {
    let tenant = try signedInTenant()
    var body = try fields()
    let id = body.integer("transaction_id", 1...Int64(Int32.max))
    try body.finish()
    return .json(try await stop(id, of: tenant).json)
  }

  /// `GET /t`: complete without JavaScript. Without a sign-in it explains how to get one.
  func tenantPage() async throws -> HTTPResponse {
    guard let tenant = caller.tenant else {
      var response = try invitePage()
      if response.status == 200 { response.status = 401 }
      return response
    }
    let (now, second) = (site.now(), application.second)
    let asked = request.query("language") ?? request.query("lang")
    let language = Language.choose(
      asked: asked, cookie: Cookie.value(of: Cookie.language, in: request.header("cookie")),
      acceptLanguage: request.header("accept-language"), site: site.settings.language,
      available: Set(SiteSettings.languages))
    guard let file = application.files.file(["tenant.html"], atSecond: second) else {
      throw Problem.unknownAddress
    }
    let template = try Template(String(decoding: file.bytes, as: UTF8.self))
    let view = try await site.reader.read { try TenantView(of: tenant, cursor: nil, at: now, in: $0) }
    let format = PageFormat(
      language: language, country: site.settings.country, zone: site.settings.zone, now: now)
    let filler = TenantSlots(
      site: site, view: view, words: application.translations.words(language, atSecond: second),
      format: format, hasTestClock: application.settings.hasTestClock)
    let html = template.filled(with: filler.slots(csrf: formToken, notice: notice(filler, tenant)))
    let picked =
      asked == language
      ? [("Set-Cookie", Cookie.set(Cookie.language, to: language, maxAgeSeconds: 31_536_000))] : []
    return .html(html, headers: picked)
  }

  /// `POST /t/start`, a form.
  func startFromForm() async throws -> HTTPResponse {
    let (tenant, form) = try tenantForm()
    let place = form["bay"] ?? ""
    guard let slash = place.lastIndex(of: "/"), let connector = Int(place[place.index(after: slash)...])
    else {
      return back("problem.not-found", bay: nil)
    }
    return await noticed(bay: place) { try await start(tenant, at: String(place[..<slash]), connector) }
  }

  /// `POST /t/stop`, a form.
  func stopFromForm() async throws -> HTTPResponse {
    let (tenant, form) = try tenantForm()
    guard let id = form["transaction_id"].flatMap({ Int64($0) }) else {
      return back("problem.not-found", bay: nil)
    }
    return await noticed(bay: nil) { try await stop(id, of: tenant) }
  }

  // MARK: Steps

  func signedInTenant() throws(Problem) -> Tenant {
    guard let tenant = caller.tenant else { throw .notFound("tenant that this token belongs to") }
    return tenant
  }

  private func start(_ tenant: Tenant, at chargePoint: String, _ connector: Int) async throws
    -> OperationOutcome
  {
    guard let live = site.board.chargePoint(id: chargePoint), live.record.state == .accepted,
      let bay = live.connector(connector)
    else { throw Problem.notFound("bay with this name") }
    guard bay.transaction == nil else {
      throw Problem.conflict(Wording("bay-is-busy", "A charge runs at this bay already."))
    }
    let now = site.now()
    let idTag = try await site.store.write { connection in
      try PhoneTag.find(of: tenant, in: connection) ?? PhoneTag.add(to: tenant, in: connection, at: now)
    }
    guard authorize(idTag, at: now) == .accepted else {
      throw Problem.conflict(
        Wording("phone-is-blocked", "This phone may not start charges any more."),
        fix: "Ask the property manager.")
    }
    return try await site.startCharge(
      at: chargePoint, connector: connector, idTag: idTag.idTag, by: caller.name,
      also: audit("charge.start", subject: chargePoint) { _ in ["connector": .integer(connector)] })
  }

  private func stop(_ id: Int64, of tenant: Tenant) async throws -> OperationOutcome {
    let transaction = try await site.reader.read { try $0.transaction(id: id) }
    guard let transaction, transaction.isOf(tenant) else {
      throw Problem.notFound("charge of yours with this id")
    }
    return try await site.stopCharge(
      id, by: caller.name, also: audit("charge.stop", subject: String(id)))
  }

  /// Stands in the page's forms: another page can neither read nor guess it.
  private var formToken: String {
    guard case .cookie(let secret) = caller.proof else { return "" }
    return base64url(hmacSHA256(Array("form".utf8), key: Array(secret.utf8)))
  }

  private func tenantForm() throws(Problem) -> (Tenant, [String: String]) {
    let tenant = try signedInTenant()
    let form = FormFields.parse(request.body)
    guard constantTimeEqual(Array((form["csrf"] ?? "").utf8), Array(formToken.utf8)) else {
      throw .crossOrigin
    }
    return (tenant, form)
  }

  private func noticed(bay: String?, _ body: () async throws -> OperationOutcome) async -> HTTPResponse {
    do {
      switch try await body() {
      case .answered(let payload):
        return back("outcome." + (payload["status"]?.stringValue ?? "Accepted"), bay: bay)
      case .error: return back("outcome.Rejected", bay: bay)
      }
    } catch {
      return back("problem." + application.problem(error, of: request).name, bay: bay)
    }
  }

  /// Back to the page, which then says what became of it: `notice` is the key of a text.
  private func back(_ notice: String, bay: String?) -> HTTPResponse {
    let encodedBay = bay.map { "&bay=" + percentEncoded($0) } ?? ""
    return HTTPResponse(
      status: 303, headers: [("Location", "/t?notice=\(percentEncoded(notice))\(encodedBay)")])
  }

  /// The sentence for `?notice=`, or what a start waits for. Only texts of our own, and only bays that there
  /// are, get onto the page.
  private func notice(_ filler: TenantSlots, _ tenant: Tenant) -> String {
    let asked = request.query("notice")
    if asked == nil || asked == "outcome.Accepted", let (bay, start) = site.remoteStart(of: tenant) {
      return filler.filled(
        start.isExpired ? "tenant.still-waiting" : "tenant.waiting-car",
        ["bay": site.bayName(of: bay.connector, at: bay.chargePoint)])
    }
    guard let key = asked, key.hasPrefix("outcome.") || key.hasPrefix("problem."),
      let text = filler.words[key] ?? filler.words["problem.title"]
    else { return "" }
    let sentence = withoutGaps(text)
    let place = request.query("bay") ?? ""
    let bay = site.boardConnectors.first { "\($0.chargePoint.record.id)/\($0.connector.connector)" == place }
    return bay.map { site.bayName(of: $0.connector, at: $0.chargePoint) + ": " + sentence } ?? sentence
  }
}

/// A text without its `{gaps}`, for a place where what belongs into them is not known.
func withoutGaps(_ text: String) -> String {
  text.replacing(/\s*\{\w+\}/, with: "")
}
