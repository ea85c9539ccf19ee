import Domain
import Glibc
import Storage
import Synchronization

/// A folder of its own for one test, removed with it.
final class Folder: Sendable {
  let path: String

  init() throws {
    var template = Array("/tmp/wattkeeper-storage-XXXXXX".utf8CString)
    guard let made = mkdtemp(&template) else { throw Trouble(what: "mkdtemp: \(errno)") }
    path = String(cString: made)
  }

  deinit { removeAll(path) }

  var file: String { path + "/wattkeeper.db" }
}

struct Trouble: Error, Equatable { var what: String }

private func removeAll(_ path: String) {
  for name in entries(path) where unlink(path + "/" + name) != 0 { rmdir(path + "/" + name) }
  rmdir(path)
}

func entries(_ path: String) -> [String] {
  guard let folder = opendir(path) else { return [] }
  defer { closedir(folder) }
  var names: [String] = []
  while let entry = readdir(folder) {
    let name = withUnsafePointer(to: &entry.pointee.d_name) {
      $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
    }
    if name != "." && name != ".." { names.append(name) }
  }
  return names
}

func contents(_ path: String) throws -> [UInt8] {
  guard let file = fopen(path, "r") else { throw Trouble(what: "cannot open \(path)") }
  defer { fclose(file) }
  var all: [UInt8] = []
  var chunk = [UInt8](repeating: 0, count: 65536)
  while case let count = fread(&chunk, 1, chunk.count, file), count > 0 { all += chunk[..<count] }
  return all
}

func write(_ bytes: [UInt8], to path: String) throws {
  guard let file = fopen(path, "w") else { throw Trouble(what: "cannot write \(path)") }
  fwrite(bytes, 1, bytes.count, file)
  guard fclose(file) == 0 else { throw Trouble(what: "cannot write \(path)") }
}

func at(_ milliseconds: Int64) -> Instant { Instant(millisecondsSince1970: 1_770_000_000_000 + milliseconds) }

func openStore(_ folder: Folder) throws -> Store { try Store(path: folder.file) { at(42) } }

extension Store {
  func addChargePoint(_ id: String) async throws -> ChargePoint {
    try await write { file in
      try file.insertChargePoint(id: id, name: id, state: .accepted, credential: nil, at: at(0))
    }
  }
}

func newTransaction(
  _ chargePoint: ChargePoint, connector: Int = 1, idTag: String = "TAG", at start: Int64 = 0,
  startText: String? = nil, meterText: String = "1000", flags: [Flag] = [], tenantKey: Int64? = nil
) -> NewTransaction {
  NewTransaction(
    start: SameStart(
      chargePointKey: chargePoint.key, connector: connector, presentedIdTag: idTag,
      startedAtText: startText ?? "t\(start)", meterStartText: meterText),
    idTagKey: nil, tenantKey: tenantKey, authorization: .accepted, startedAt: at(start),
    receivedAt: at(start + 5), meterStartMilliWh: 1_000_000, tariffVersionKey: nil, flags: flags)
}

func stop(at instant: Int64, milliWh: Int64) -> StopFacts {
  StopFacts(
    stoppedAt: at(instant), stoppedAtText: "s\(instant)", receivedAt: at(instant + 5),
    meterStopMilliWh: milliWh, meterStopText: "\(milliWh / 1000)", reason: "Local", presentedIdTag: "TAG")
}

/// A door that tests close in front of the store's queue and open again.
final class Door: Sendable {
  private let opened = Mutex(false)
  func open() { opened.withLock { $0 = true } }
  func wait() { while !opened.withLock({ $0 }) { usleep(500) } }
}
