import Domain
import Formats
import Net
import OCPP
package import Storage

/// Reads configuration keys (OCPP 1.6, 5.8). What the wallbox tells is kept with the operation's answer.
extension ChargingSite {
  /// What a wallbox told of its keys, by their names in lower case.
  enum ToldKeys {
    case told([String: GetConfiguration.KeyValue])
    /// It answers, but it tells none.
    case refused
    case silent
  }

  /// Keys per request while the wallbox has not told how many it takes (GetConfigurationMaxKeys); firmware
  /// that takes fewer than this is not known.
  private static let fewKeys = 6
  /// More than any list of names; a larger GetConfigurationMaxKeys changes nothing.
  private static let manyKeys = 100
  private static let silencesTaken = 2
  private static let readTimeoutMs = 10_000

  /// The keys of a wallbox, as they were last read and set.
  package func configuration(of chargePointID: String) async throws(SiteError) -> [ConfigurationKey] {
    guard let live = board.chargePoint(id: chargePointID) else { throw .unknownChargePoint }
    let key = live.record.key
    return try await onDisk(reading: { file in try file.configurationKeys(chargePointKey: key) })
  }

  /// Reads all keys now. A wallbox that does not list its keys is asked for those of the standard by name.
  ///
  /// - Throws: what `send` throws; `timeout` when it answers nothing at all.
  package func readConfiguration(
    of chargePointID: String, by: String
  ) async throws(SiteError) -> [ConfigurationKey] {
    guard let live = board.chargePoint(id: chargePointID) else { throw .unknownChargePoint }
    let all: OperationOutcome?
    do {
      all = try await read([], of: live, by: by)
    } catch .timeout where live.isOnline {
      all = nil
    }
    if all?.keyValues.isEmpty != false {
      var (silences, answers) = (all == nil ? 1 : 0, all == nil ? 0 : 1)
      for names in StandardKeys.all.chunks(of: try await keysPerRequest(live)) {
        do {
          _ = try await read(names, of: live, by: by)
          answers += 1
        } catch .timeout where live.isOnline {
          silences += 1
          if silences > Self.silencesTaken { break }
        }
      }
      if answers == 0 { throw .timeout }
    }
    return try await configuration(of: chargePointID)
  }

  /// Reads these keys on the appliance's own account.
  func tell(_ names: [String], of live: LiveChargePoint) async -> ToldKeys {
    var told: [String: GetConfiguration.KeyValue] = [:]
    let most: Int
    do {
      most = try await keysPerRequest(live)
    } catch {
      most = Self.fewKeys
    }
    for some in names.chunks(of: most) {
      switch await ask(GetConfiguration.Request(key: some), of: live, timeoutMs: Self.readTimeoutMs) {
      case .success(.error): return .refused
      case .failure: return .silent
      case .success(let outcome):
        for entry in outcome.keyValues { told[entry.key.lowercased()] = entry }
      }
    }
    return .told(told)
  }

  private func read(
    _ names: [String], of live: LiveChargePoint, by: String
  ) async throws(SiteError) -> OperationOutcome {
    let payload: JSONValue = names.isEmpty ? [:] : ["key": .array(names.map(JSONValue.string))]
    return try await send(
      action: GetConfiguration.Request.action, payload: payload, to: live.record.id,
      timeoutMs: Self.readTimeoutMs, by: by)
  }

  private func keysPerRequest(_ live: LiveChargePoint) async throws(SiteError) -> Int {
    let key = live.record.key
    let kept = try await onDisk(reading: { file in try file.configurationKeys(chargePointKey: key) })
    return min(kept.number("GetConfigurationMaxKeys") ?? Self.fewKeys, Self.manyKeys)
  }
}

extension OperationOutcome {
  /// The keys in an answer to GetConfiguration; none if it cannot be read.
  fileprivate var keyValues: [GetConfiguration.KeyValue] {
    guard case .answered(let payload) = self,
      let confirmation = try? GetConfiguration.Confirmation(reading: payload.serialized)
    else { return [] }
    return confirmation.configurationKey
  }
}

extension [ConfigurationKey] {
  /// The key of this name, whatever its spelling.
  func named(_ name: String) -> ConfigurationKey? { first { $0.key.lowercased() == name.lowercased() } }

  /// A key that holds a number of 1 or more; firmware that means "none" or "off" says 0.
  func number(_ name: String) -> Int? {
    named(name)?.value.flatMap { Int($0.trimmed) }.flatMap { $0 > 0 ? $0 : nil }
  }
}

extension Array {
  /// In pieces of `count` elements, the last one shorter.
  func chunks(of count: Int) -> [[Element]] {
    stride(from: 0, to: self.count, by: count).map { Array(self[$0..<Swift.min($0 + count, self.count)]) }
  }
}
