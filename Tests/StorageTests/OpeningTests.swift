import Domain
import Glibc
import Storage
import Testing

@Suite("Opening")
struct OpeningTests {
  let folder: Folder

  init() throws { folder = try Folder() }

  @Test("an empty folder becomes a database that opens again, private to its owner")
  func fromEmpty() async throws {
    let store = try openStore(folder)
    try await store.write { try $0.setSetting("a", to: "1", at: at(0), by: "me") }
    for name in entries(folder.path) {
      var information = stat()
      #expect(stat(folder.path + "/" + name, &information) == 0)
      #expect(information.st_mode & 0o777 == 0o600, "\(name)")
    }
    await store.close()
    #expect(try await openStore(folder).write { try $0.settings() } == ["a": "1"])
  }

  private func expectRefusal(_ kind: StoreError.Kind, sourceLocation: SourceLocation = #_sourceLocation) {
    let error = #expect(throws: StoreError.self, sourceLocation: sourceLocation) { _ = try openStore(folder) }
    #expect(error?.kind == kind, "\(error?.message ?? "")", sourceLocation: sourceLocation)
    #expect(
      error?.message.contains(folder.path) == true, "\(error?.message ?? "")", sourceLocation: sourceLocation)
  }

  @Test("a file of a newer version is refused and left as it is")
  func newer() async throws {
    await (try openStore(folder)).close()
    #expect(execute(folder.file, "PRAGMA user_version = 9999") == nil)
    expectRefusal(.newerFile)
    let error = #expect(throws: StoreError.self) { _ = try StoreReader(path: folder.file) }
    #expect(error?.kind == .newerFile)
  }

  @Test("an SQLite file of another program is refused and left as it is")
  func foreign() throws {
    #expect(execute(folder.file, "CREATE TABLE recipe (name TEXT)") == nil)
    let before = try contents(folder.file)
    expectRefusal(.notOurs)
    #expect(try contents(folder.file) == before)
  }

  @Test("a file that is no database is called damaged")
  func garbage() throws {
    try write((0..<8192).map { UInt8(truncatingIfNeeded: $0 * 31) }, to: folder.file)
    expectRefusal(.corrupt)
  }

  @Test("a damaged page is called damaged, and does not pass as an empty list")
  func damagedPage() async throws {
    let store = try openStore(folder)
    let chargePoint = try await store.addChargePoint("CP1")
    for number in 0..<500 {
      _ = try await store.write { try $0.insertTransaction(newTransaction(chargePoint, at: Int64(number))) }
    }
    await store.close()
    var bytes = try contents(folder.file)
    for index in (bytes.count / 2)..<bytes.count { bytes[index] = 0xAA }
    try write(bytes, to: folder.file)
    let error = await #expect(throws: StoreError.self) {
      let damaged = try openStore(folder)
      _ = try await damaged.write { try $0.transactions(TransactionFilter(), after: nil, limit: 1000) }
    }
    #expect(error?.kind == .corrupt)
  }

  @Test("a data directory is made for its owner, and only one process at a time works in it")
  func lock() throws {
    let path = folder.path + "/site"
    let directory = try DataDirectory(path: path)
    defer {
      unlink(directory.lockPath)
      rmdir(path)
    }
    var information = stat()
    #expect(stat(path, &information) == 0)
    #expect(information.st_mode & 0o777 == 0o700)
    #expect(directory.databasePath == path + "/wattkeeper.db")
    do {
      let held = try directory.lock()
      let error = #expect(throws: StoreError.self) { _ = try DataDirectory(path: path).lock() }
      #expect(error?.kind == .locked)
      withExtendedLifetime(held) {}
    }
    _ = try directory.lock()
  }

  @Test("a data directory that cannot be made is an error that names it")
  func noFolder() throws {
    try write([1], to: folder.path + "/file")
    for path in [folder.path + "/file", folder.path + "/file/below"] {
      let error = #expect(throws: StoreError.self) { _ = try DataDirectory(path: path) }
      #expect(error?.kind == .cannotOpen)
      #expect(error?.message.contains(folder.path) == true)
    }
  }
}
