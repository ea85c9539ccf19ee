import Domain
import Formats
import Net
import OCPP
import Storage

/// A value that a configuration key should have.
struct KeyWish: Sendable, Equatable {
  let key: String
  let value: String

  /// Whether a value says the same; wallboxes write `true` and `True`, and spaces around it.
  func isMet(by told: String?) -> Bool { told?.trimmed.lowercased() == value.lowercased() }
}

/// Sets configuration keys without pestering: some firmware reboots or hangs when it is asked too much. Each
/// key is read first, at most one call is out, and what was refused is not tried again on that firmware. What
/// people set by hand (operation ChangeConfiguration) is not held back by any of this.
extension ChargingSite {
  /// What is kept as answer of a key that the wallbox says it does not know, as it would say itself; and when
  /// it said nothing.
  private static let unknownKey = "NotSupported"
  private static let noAnswer = "NoAnswer"
  private static let refusalsTaken = 2
  private static let keyTimeoutMs = 10_000

  /// Reads `more` keys and those of the wishes, and sets those that are otherwise, in order. A reboot that
  /// the wallbox wants for that is left to people.
  ///
  /// - Returns: whether the wallbox could be spoken to; false: it was silent or went away.
  func keep(_ wishes: [KeyWish], reading more: [String] = [], at live: LiveChargePoint) async -> Bool {
    let told: [String: GetConfiguration.KeyValue]?
    switch await tell(more + wishes.map(\.key), of: live) {
    case .told(let values): told = values
    case .refused: told = nil
    case .silent: return false
    }
    guard live.record.settings.mayBeConfigured else { return true }
    var refusals = 0
    for wish in wishes where refusals < Self.refusalsTaken {
      guard live.record.settings.mayBeConfigured, await isWorthTrying(wish, told, live) else { continue }
      let request = ChangeConfiguration.Request(key: wish.key, value: wish.value)
      switch await ask(request, of: live, timeoutMs: Self.keyTimeoutMs) {
      case .success(.answered(let payload))
      where payload["status"] == "Accepted" || payload["status"] == "RebootRequired": break
      case .success: refusals += 1
      case .failure:
        guard live.isOnline else { return false }
        await note(wish, answer: Self.noAnswer, live)
        refusals += 1
      }
    }
    return true
  }

  private func isWorthTrying(
    _ wish: KeyWish, _ told: [String: GetConfiguration.KeyValue]?, _ live: LiveChargePoint
  ) async -> Bool {
    if let told {
      guard let now = told[wish.key.lowercased()] else {
        await note(wish, answer: Self.unknownKey, live)
        return false
      }
      if wish.isMet(by: now.value) || now.isReadOnly { return false }
    }
    guard let kept = await keptKey(wish.key, of: live), kept.wanted == wish.value, let answer = kept.answer,
      kept.wantedFirmware == live.record.firmwareVersion
    else { return true }
    // Accepted once and otherwise now: somebody else has set it, or a reset did.
    return answer == "Accepted"
  }

  private func keptKey(_ key: String, of live: LiveChargePoint) async -> ConfigurationKey? {
    let chargePointKey = live.record.key
    do {
      return try await reader.read { file in
        try file.configurationKeys(chargePointKey: chargePointKey).first {
          $0.key.lowercased() == key.lowercased()
        }
      }
    } catch {
      report(error, while: "reading what a wallbox said to a configuration key")
      return nil
    }
  }

  private func note(_ wish: KeyWish, answer: String, _ live: LiveChargePoint) async {
    let (key, firmware, at) = (live.record.key, live.record.firmwareVersion, now())
    do {
      try await store.write { file in
        try file.keepConfigurationChange(
          chargePointKey: key, key: wish.key, wanted: wish.value, answer: answer, isTaken: false,
          firmware: firmware, at: at)
      }
    } catch {
      report(error, while: "keeping what a wallbox said to a configuration key")
    }
  }
}
