import Domain
import Formats
import Net
import OCPP
import Storage

/// What came of an attempt to give a wallbox its list.
enum ListAttempt {
  case done
  /// It answered, but not as it should, in words.
  case refused(String)
  /// It was silent, or the connection ended.
  case interrupted(String)
}

extension ChargingSite {
  private static let versionTimeoutMs = 10_000

  /// Gives a wallbox a list in full and asks whether it has it.
  ///
  /// - Parameter reported: the version that it says it has.
  func send(_ list: CardList, to live: LiveChargePoint, above reported: Int) async throws -> ListAttempt {
    let (key, count, at) = (live.record.key, list.requestCount, now())
    let first = try await store.write { file in
      try file.giveLocalListVersions(count, above: reported, chargePointKey: key, at: at)
    }
    events.note(.chargePoint(live.record.id))
    for request in list.requests(firstVersion: first) {
      switch await ask(request, of: live) {
      case .success(.answered(let payload)) where payload["status"] == "Accepted": continue
      case .success(.answered(let payload)):
        let status = payload["status"]?.stringValue ?? "no status"
        return .refused("SendLocalList (\(request.updateType)): \(status)")
      case .success(.error(let code, let description)):
        return .refused("SendLocalList (\(request.updateType)): \(code) \(description)")
      case .failure: return .interrupted("SendLocalList (\(request.updateType)): no answer")
      }
    }
    let last = first + count - 1
    switch await version(of: live) {
    // 0 says that the list is empty, whatever version it was sent with (5.10).
    case .told(let version) where version == last || (version == 0 && list.entries.isEmpty):
      let (digest, entries, at) = (list.digest, list.entries.count, now())
      try await store.write { file in
        try file.keepCurrentLocalList(chargePointKey: key, digest: digest, entries: entries, at: at)
      }
      return .done
    case .told(let other):
      return .refused("GetLocalListVersion: \(other) after it took the list with version \(last)")
    case .not(let attempt): return attempt
    }
  }

  enum ToldVersion {
    case told(Int)
    case not(ListAttempt)
  }

  /// OCPP 1.6, 5.10. -1 says that it keeps no list, or keeps none now.
  func version(of live: LiveChargePoint) async -> ToldVersion {
    switch await ask(GetLocalListVersion.Request(), of: live, timeoutMs: Self.versionTimeoutMs) {
    case .success(.answered(let payload)):
      guard let confirmation = try? GetLocalListVersion.Confirmation(reading: payload.serialized) else {
        return .not(.refused("GetLocalListVersion: no version in the answer"))
      }
      return .told(confirmation.listVersion)
    case .success(.error(let code, let description)):
      return .not(.refused("GetLocalListVersion: \(code) \(description)"))
    case .failure: return .not(.interrupted("GetLocalListVersion: no answer"))
    }
  }
}
