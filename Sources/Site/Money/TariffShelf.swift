import Billing
import Domain
import Formats
import Storage
import Synchronization

/// Tariff versions that were read from their JSON. A version never changes, so one reading is enough.
final class TariffShelf: Sendable {
  private let read = Mutex<[Int64: Tariff]>([:])

  /// The rules of a version that was read before.
  func known(_ versionKey: Int64) -> Tariff? { read.withLock { $0[versionKey] } }

  /// The rules of a version.
  ///
  /// - Throws: `InvalidInput` or `JSONError` when the file holds what this version of the program cannot
  ///   read.
  func tariff(_ version: TariffVersion) throws -> Tariff {
    // By its text too: the key of a version that was rolled back is given to the next one.
    if let known = known(version.key), known.canonicalJSON == version.tariffJSON { return known }
    let tariff = try Tariff.parse(JSONValue.parse(version.tariffJSON))
    read.withLock { $0[version.key] = tariff }
    return tariff
  }
}
