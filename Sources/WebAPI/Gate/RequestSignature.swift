import Crypto
import Domain
import Net
import Site
import Storage

/// The header `Wattkeeper-Signature: COUNTER.HEX`, with which a tenant's phone proves that a request is its
/// own and new: whoever listens to plain HTTP has the cookie, but not the key.
struct RequestSignature: Sendable, Equatable {
  static let header = "Wattkeeper-Signature"

  /// Rises from request to request.
  let counter: Int64
  private let mac: [UInt8]

  /// Nil: not of this form. The counter is a whole number that JavaScript can count, too.
  init?(_ text: String) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 2, parts[0].count <= 16, parts[0].allSatisfy(\.isASCIIDigit),
      let counter = Int64(parts[0]), 1...(1 << 53) ~= counter, let mac = bytes(hex: String(parts[1]))
    else { return nil }
    (self.counter, self.mac) = (counter, mac)
  }

  /// Whether it is that of this request: HMAC-SHA-256 of METHOD, PATH as sent, the body's SHA-256 in
  /// hexadecimal and COUNTER, one a line.
  func fits(method: String, path: String, body: [UInt8], key: [UInt8]) -> Bool {
    let signed = "\(method)\n\(path)\n\(hex(sha256(body)))\n\(counter)"
    return constantTimeEqual(mac, hmacSHA256(Array(signed.utf8), key: key))
  }
}

extension WebApplication {
  /// A tenant's cookie alone changes nothing. Returns the caller, noted as signed when the request is. The
  /// counter is on disk before anything is done, so that nobody can send a request again, not even after a
  /// restart. A form passes here in any case; without a signature it has to carry the PIN, see
  /// `Call.proveForm`.
  func checkSignature(_ request: HTTPRequest, _ caller: Caller, _ route: Route) async throws -> Caller {
    guard caller.role == .tenant, caller.provesByCookie, Route.changes(request.method),
      route.access != .everyone, let signIn = caller.signInKey
    else { return caller }
    var caller = caller
    caller.signature = try await check(request.header(RequestSignature.header), request, caller, signIn)
    guard !route.isForm else { return caller }
    switch caller.signature {
    case .fits: return caller
    case .none: throw Problem.unsigned
    case .refused(let problem): throw problem
    }
  }

  private func check(
    _ header: String?, _ request: HTTPRequest, _ caller: Caller, _ signIn: Int64
  ) async throws -> Caller.Signature {
    guard let header else { return .none }
    guard let key = caller.signingKey, let signature = RequestSignature(header),
      signature.fits(method: request.method, path: request.path, body: request.body, key: key)
    else { return .refused(.unsigned) }
    let isNew = try await site.store.write { connection in
      try connection.useCounter(signature.counter, ofSignIn: signIn)
    }
    return isNew ? .fits : .refused(.usedSignature)
  }
}

extension Call {
  /// A form of a page without a script says by the PIN that it is the tenant's own. Throws when it is neither
  /// signed nor the PIN is right.
  func proveForm(_ form: [String: String], of tenant: Tenant) async throws {
    switch caller.signature {
    case .fits: return
    case .refused(let problem): throw problem
    case .none: break
    }
    let kept = try await site.reader.read { try $0.tenantPin(tenantKey: tenant.key) }
    guard let kept, kept.verifier != nil else { throw Problem.noPinYet }
    guard let pin = form["pin"], !pin.isEmpty else { throw Problem.noPinGiven }
    _ = try await application.provePin(pin, of: kept.code, from: request)
    try await site.store.write { try $0.clearPinFailures(tenantKey: tenant.key) }
  }
}
