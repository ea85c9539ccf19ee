import Domain
import Glibc
import Synchronization

/// The time zones of this machine (tzdata), read once each.
final class Zones: Sendable {
  private let known = Mutex<[String: TimeZoneRules]>([:])
  private static let folder = "/usr/share/zoneinfo/"

  /// Nil when the machine has no such zone or the name is not one.
  func rules(_ name: String) -> TimeZoneRules? {
    guard Self.isSafe(name) else { return nil }
    if let rules = known.withLock({ $0[name] }) { return rules }
    guard let bytes = readWholeFile(Self.folder + name, limit: 1 << 20) else { return nil }
    do {
      let rules = try TimeZoneRules(tzif: bytes)
      known.withLock { $0[name] = rules }
      return rules
    } catch {
      return nil
    }
  }

  /// Names look like `Europe/Berlin` or `Etc/GMT+1`; nothing in them may lead out of the folder.
  static func isSafe(_ name: String) -> Bool {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    return (1...4).contains(parts.count) && name.utf8.count <= 64
      && parts.allSatisfy { part in
        !part.isEmpty
          && part.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "_+-".contains($0)) }
      }
  }
}
