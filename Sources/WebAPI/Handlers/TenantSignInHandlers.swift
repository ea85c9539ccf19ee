import Crypto
import Domain
import Formats
import Net
import Site
import Storage

/// A tenant's phone signs in with account code and PIN.
extension Call {
  /// `POST /tenant-sign-in/challenge`: begins an agreement (SRP-6a) that tells nobody the PIN.
  func challengeTenant() async throws -> HTTPResponse {
    var body = try fields()
    let code = WebApplication.accountCode(body.text("code", 1...100))
    let a = body.text("a", 1...512)
    try body.finish()
    guard let clientPublicKey = bytes(hex: a) else { throw Problem.invalid("a", "must be hexadecimal") }
    try application.queuePinTry(from: request.peerNetwork)
    defer { application.pinsQueued -= 1 }
    let (known, verifier) = try await application.pin(of: code, from: request.peerNetwork)
    let server = await application.passwords.compute {
      SRPServer(
        name: code, salt: verifier.salt, verifier: verifier.verifier, clientPublicKey: clientPublicKey)
    }
    guard let server else { throw Problem.invalid("a", "is no public key of this group") }
    let id = application.pinAgreements.add(
      PinAgreements.Pending(
        code: code, tenantKey: known?.tenantKey, verifier: verifier, server: server,
        begunAt: application.settings.realNow()))
    return .json(
      ["id": .string(id), "salt": .string(hex(verifier.salt)), "b": .string(hex(server.publicKey))],
      status: 201)
  }

  /// `POST /tenant-sign-in`: ends it, with the cookie when the PIN was right.
  func signTenantIn() async throws -> HTTPResponse {
    let began = ContinuousClock.now
    var body = try fields()
    let id = body.text("id", 1...100)
    let m1 = body.text("m1", 1...100)
    try body.finish()
    try application.queuePin()
    defer { application.pinsQueued -= 1 }
    let now = application.settings.realNow()
    guard let pending = application.pinAgreements.take(id, at: now) else { throw Problem.pinAgreementGone }
    let left = try await application.countPinFailure(pending.tenantKey, pending.code, pending.verifier)
    let agreed = await application.passwords.compute { pending.server.agree(proof: bytes(hex: m1) ?? []) }
    guard let agreed, let tenantKey = pending.tenantKey else {
      throw try await application.wrongPin(left: left, pending.tenantKey, pending.code, since: began)
    }
    application.pinThrottle.succeeded(network: request.peerNetwork)
    let (signIn, cookie) = try await startSignIn(tenantKey) { signIn in
      hmacSHA256(Array("sign-in\n\(signIn)".utf8), key: agreed.key)
    }
    return .json(
      ["m2": .string(hex(agreed.proof)), "sign_in_id": .string(String(signIn))], status: 201,
      headers: [("Set-Cookie", cookie)])
  }

  /// `POST /t/sign-in`, a form for phones without a script: code, pin, and where to go on.
  func signTenantInFromForm() async throws -> HTTPResponse {
    let form = FormFields.parse(request.body)
    let back = SignInPage.place(form["back"])
    do {
      let pin = try await application.provePin(form["pin"] ?? "", of: form["code"] ?? "", from: request)
      let signed = try await startSignIn(pin.tenantKey, signingKey: nil)
      return HTTPResponse(status: 303, headers: [("Location", back), ("Set-Cookie", signed.cookie)])
    } catch {
      let problem = application.problem(error, of: request)
      return try signInPage(refused: problem, code: form["code"] ?? "", back: back)
    }
  }

  /// Signs the tenant's phone in after its PIN was right; returns the sign-in's key and its cookie.
  private func startSignIn(
    _ tenantKey: Int64, signingKey: (@Sendable (Int64) -> [UInt8])?
  ) async throws -> (signIn: Int64, cookie: String) {
    let tenant = try await site.reader.read { try $0.tenant(key: tenantKey) }
    guard let tenant else { throw Problem.pinAgreementGone }
    let (secret, now, device) = (Secret.make(), application.settings.realNow(), device)
    let end = now.advanced(byMilliseconds: SignInTime.tenantMs)
    let act = acting(as: "tenant \(tenant.id)")
    let key = try await act.audited("tenant.sign_in", subject: tenant.id) { connection, note in
      try connection.clearPinFailures(tenantKey: tenantKey)
      let key = try connection.insertSignIn(
        tokenHash: Secret.hash(secret), tenantKey: tenantKey, device: device, at: now, expiresAt: end)
      if let signingKey { try connection.setSigningKey(signingKey(key), ofSignIn: key) }
      note.after = ["sign_in": .string(String(key))]
      return key
    }
    return (key, Cookie.set(Cookie.tenant, to: secret, maxAgeSeconds: SignInTime.tenantMs / 1000))
  }
}
