import Crypto
import Domain
import Net
import Site
import Storage

/// The header `Wattkeeper-Signature: COUNTER.HEX`, with which a tenant's phone proves that a request is its own
/// and new: whoever listens to plain HTTP has the cookie, but not the key.
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
  /// A tenant's cookie alone changes nothing. The counter is on disk before anything is done, so that nobody can
  /// send a request again, not even after a restart. Forms without a script carry the PIN instead.
  func checkSignature(_ request: HTTPRequest, _ caller: Caller, _ route: Route) async throws {
    guard caller.role == .tenant, caller.provesByCookie, Route.changes(request.method), route.needsSignature,
      let signIn = caller.signInKey
    else { return }
    guard let key = caller.signingKey,
      let signature = request.header(RequestSignature.header).flatMap(RequestSignature.init),
      signature.fits(method: request.method, path: request.path, body: request.body, key: key)
    else { throw Problem.unsigned }
    let isNew = try await site.store.write { connection in
      try connection.useCounter(signature.counter, ofSignIn: signIn)
    }
    guard isNew else { throw Problem.usedSignature }
  }
}
