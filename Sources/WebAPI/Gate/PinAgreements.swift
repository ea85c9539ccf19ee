import Crypto
import Domain
import Storage

/// The sign-ins with a PIN that have begun: each is good for one proof, soon.
struct PinAgreements: Sendable {
  struct Pending: Sendable {
    let code: String
    /// Nil: nobody has this code.
    let tenantKey: Int64?
    let verifier: TenantPin.Verifier
    let server: SRPServer
    let begunAt: Instant
  }

  static let validMs: Int64 = 60_000
  static let most = 1_000
  private var pending: [String: Pending] = [:]

  init() {}

  /// Keeps one and returns its id. When there are too many the oldest go.
  mutating func add(_ agreement: Pending) -> String {
    pending = pending.filter { agreement.begunAt.milliseconds(since: $0.value.begunAt) < Self.validMs }
    if pending.count >= Self.most, let oldest = pending.min(by: { $0.value.begunAt < $1.value.begunAt }) {
      pending[oldest.key] = nil
    }
    let id = base64url(randomBytes(16))
    pending[id] = agreement
    return id
  }

  /// Takes one out; nil when there is none, or it is too old.
  mutating func take(_ id: String, at now: Instant) -> Pending? {
    guard let found = pending.removeValue(forKey: id),
      now.milliseconds(since: found.begunAt) < Self.validMs
    else { return nil }
    return found
  }
}
