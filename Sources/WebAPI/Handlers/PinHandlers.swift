import Crypto
import Domain
import Formats
import Net
import Site
import Storage

/// Account codes and PINs of tenants.
extension Call {
  /// `GET /tenant/pin`: the own account code, and since when there is a PIN.
  func showOwnPin() async throws -> HTTPResponse {
    guard let tenant = caller.tenant else { throw Problem.notFound("tenant that this token belongs to") }
    return .json(try await TenantDesk.pin(of: tenant, in: site.store).json)
  }

  /// `PUT /tenant/pin`: chooses a PIN. It comes sealed with the key that signs this phone's requests, as
  /// digits xor HMAC-SHA-256(key, "pin" and NONCE, one a line): who listens cannot even try PINs on it. A
  /// verifier in clear would let them.
  func chooseOwnPin() async throws -> HTTPResponse {
    guard let tenant = caller.tenant, let key = caller.signingKey else { throw Problem.unsigned }
    var body = try fields()
    let nonce = body.text("nonce", 32...64)
    let sealed = bytes(hex: body.text("sealed", 12...12))
    if sealed == nil { body.refuse("sealed", "must be 6 bytes in hexadecimal") }
    try body.finish()
    let digits = zip(sealed ?? [], hmacSHA256(Array("pin\n\(nonce)".utf8), key: key)).map { $0 ^ $1 }
    let pin = String(decoding: digits, as: UTF8.self)
    guard PinRules.isPin(pin) else { throw Problem.invalid("sealed", "must hold six digits") }
    guard !PinRules.isWeak(pin) else { throw Problem.weakPin }
    let code = try await TenantDesk.pin(of: tenant, in: site.store).code
    let salt = PinSalt.make()
    try application.queuePin()
    defer { application.pinsQueued -= 1 }
    let computed = await application.passwords.compute {
      SRPGroup.bits2048.verifier(name: code, password: pin, salt: salt)
    }
    let verifier = TenantPin.Verifier(salt: salt, verifier: computed, setAt: application.settings.realNow())
    let now = verifier.setAt
    try await audited("tenant.choose_pin", subject: tenant.id) { connection, note in
      // A reset in between has changed the code, which is part of what was computed.
      guard try connection.tenantPin(tenantKey: tenant.key)?.code == code else {
        throw Problem.conflict("The account code has changed.", fix: "Try again.")
      }
      try connection.setPin(verifier, tenantKey: tenant.key)
      note.after = ["set_at": .instant(now)]
    }
    return .json(["code": .string(code), "set_at": .instant(now)])
  }

  /// `GET /tenants/{id}/pin`, for the property manager.
  func showPin() async throws -> HTTPResponse {
    .json(
      try await TenantDesk.pin(of: tenantOfPath(), in: site.store).json(at: application.settings.realNow()))
  }

  /// `POST /tenants/{id}/pin/reset`: forgets the PIN and the wrong ones, and makes a new account code.
  func resetPin() async throws -> HTTPResponse {
    let tenant = try await tenantOfPath()
    var body = try fields()
    try body.finish()
    let pin = try await audited("tenant.reset_pin", subject: tenant.id) { connection, _ in
      _ = try connection.tenantPin(tenantKey: tenant.key, orWith: TenantDesk.freeCode(in: connection))
      try connection.resetPin(tenantKey: tenant.key, code: TenantDesk.freeCode(in: connection))
      return try connection.tenantPin(tenantKey: tenant.key, orWith: TenantDesk.freeCode(in: connection))
    }
    return .json(pin.json(at: application.settings.realNow()))
  }
}

extension TenantPin {
  /// What the tenant sees.
  var json: JSONValue { ["code": .string(code), "set_at": .instant(verifier?.setAt)] }

  /// What the property manager sees.
  func json(at now: Instant) -> JSONValue {
    let verdict = PinThrottle.verdict(failures: failures, failedAt: failedAt, at: now)
    var until: Instant?
    if case .wait(let end) = verdict { until = end }
    return json.adding([
      "failures": .number(String(failures)), "locked_until": .instant(until),
      "must_be_reset": .bool(verdict == .reset),
    ])
  }
}
