import Crypto
import Domain
import Net
import Site
import Storage

/// The steps of proving a PIN, with a script (SRP) or by a form. A code that nobody has goes through the same
/// steps, so that neither the answers nor their times tell which codes there are.
extension WebApplication {
  /// How long a wrong PIN takes at least: longer than what is done for a code that somebody has.
  static let wrongPinMs: Int64 = 300

  /// Counts in a PIN to prove; whoever calls this counts it out again. Throws when too many wait.
  func queuePin() throws(Problem) {
    guard pinsQueued < Self.mostPasswordsQueued else { throw .busy }
    pinsQueued += 1
  }

  /// An account code as it is kept, however it is typed.
  nonisolated static func accountCode(_ typed: String) -> String {
    String(typed.uppercased().filter { $0.isASCII && ($0.isLetter || $0.isNumber) })
  }

  /// The same with a try of this network, which counts only when there is room for it. One that guesses on
  /// hears how long it has to wait, however many are queued.
  func queuePinTry(from network: String) throws(Problem) {
    let now = settings.realNow()
    if let until = pinThrottle.admit(network: network, at: now) {
      throw Problem.tooManyTries(until: until, now: now)
    }
    do throws(Problem) {
      try queuePin()
    } catch {
      pinThrottle.succeeded(network: network)
      throw error
    }
    if pinThrottle.isSlow(at: now) { site.notePinGuessing() }
  }

  /// The PIN behind a code, or one that nobody knows. Throws when the account has to wait.
  func pin(of code: String, from network: String) async throws -> (TenantPin?, TenantPin.Verifier) {
    let (kept, secret) = try await site.reader.read { (try $0.tenantPin(code: code), try $0.decoySecret()) }
    let known = kept?.verifier == nil ? nil : kept
    do {
      try check(verdict(of: known, code, at: settings.realNow()))
    } catch {
      pinThrottle.succeeded(network: network)
      throw error
    }
    if let known, let verifier = known.verifier { return (known, verifier) }
    let salt = PinSalt.of(hmacSHA256(Array(code.utf8), key: secret))
    let unknown = randomBytes(256)
    return (nil, TenantPin.Verifier(salt: salt, verifier: unknown, setAt: startedAt))
  }

  /// Counts a wrong PIN, on disk, before it is looked at. Returns how many more there may be.
  func countPinFailure(_ tenantKey: Int64?, _ code: String, _ verifier: TenantPin.Verifier) async throws
    -> Int
  {
    let now = settings.realNow()
    guard let tenantKey else {
      let verdict = pinThrottle.verdict(ofStranger: code, at: now)
      try check(verdict)
      pinThrottle.noteFailure(ofStranger: code, at: now)
      return left(verdict)
    }
    let verdict = try await site.store.write { connection -> PinThrottle.Verdict? in
      guard let pin = try connection.tenantPin(tenantKey: tenantKey), pin.verifier == verifier else {
        return nil
      }
      let verdict = PinThrottle.verdict(failures: pin.failures, failedAt: pin.failedAt, at: now)
      if case .open = verdict { try connection.notePinFailure(tenantKey: tenantKey, at: now) }
      return verdict
    }
    guard let verdict else { throw Problem.pinAgreementGone }
    try check(verdict)
    return left(verdict)
  }

  /// The answer to a wrong PIN, no sooner than after the time that every one takes.
  func wrongPin(left: Int, _ tenantKey: Int64?, _ code: String, since began: ContinuousClock.Instant)
    async throws
    -> Problem
  {
    let now = settings.realNow()
    let pin =
      if let tenantKey { try await site.reader.read { try $0.tenantPin(tenantKey: tenantKey) } } else {
        nil as TenantPin?
      }
    try await Task.sleep(until: began + .milliseconds(Self.wrongPinMs), clock: .continuous)
    switch verdict(of: pin, code, at: now) {
    case .wait(let until): return .wrongPin(left: 0, until: until, now: now)
    case .reset: return .pinMustBeReset
    case .open: return .wrongPin(left: left, until: nil, now: now)
    }
  }

  /// Whether this is the PIN of this code; for forms, which send it. Throws a `Problem` when it is not.
  func provePin(_ pin: String, of typed: String, from request: HTTPRequest) async throws -> TenantPin {
    let (began, code, network) = (ContinuousClock.now, Self.accountCode(typed), request.peerNetwork)
    try queuePinTry(from: network)
    defer { pinsQueued -= 1 }
    let (known, verifier) = try await self.pin(of: code, from: network)
    let left = try await countPinFailure(known?.tenantKey, code, verifier)
    let computed = await passwords.compute {
      SRPGroup.bits2048.verifier(name: code, password: pin, salt: verifier.salt)
    }
    guard let known, constantTimeEqual(computed, verifier.verifier) else {
      throw try await wrongPin(left: left, known?.tenantKey, code, since: began)
    }
    pinThrottle.succeeded(network: network)
    return known
  }

  private func verdict(of pin: TenantPin?, _ code: String, at now: Instant) -> PinThrottle.Verdict {
    guard let pin else { return pinThrottle.verdict(ofStranger: code, at: now) }
    return PinThrottle.verdict(failures: pin.failures, failedAt: pin.failedAt, at: now)
  }

  private func check(_ verdict: PinThrottle.Verdict) throws(Problem) {
    switch verdict {
    case .open: return
    case .wait(let until): throw .tooManyTries(until: until, now: settings.realNow())
    case .reset: throw .pinMustBeReset
    }
  }

  private func left(_ verdict: PinThrottle.Verdict) -> Int {
    guard case .open(let left) = verdict else { return 0 }
    return left - 1
  }
}

/// Salts of PINs.
enum PinSalt {
  static func make() -> [UInt8] { of(randomBytes(16)) }

  /// Without a leading zero, so that programs that take a salt for a number keep it.
  static func of(_ bytes: [UInt8]) -> [UInt8] {
    let salt = Array(bytes.prefix(16))
    return [salt[0] | 0x80] + salt.dropFirst()
  }
}
