import CSQLite
import Domain
import Glibc
import Storage
import Testing

/// What happens when the disk or the file does not do its part.
@Suite("Trouble with the disk")
struct TroubleTests {
  let folder: Folder

  init() throws { folder = try Folder() }

  /// A small file system of its own; nil where this process may not mount one.
  private func mountSmallDisk() -> String? {
    let path = folder.path + "/disk"
    mkdir(path, 0o700)
    return mount("tmpfs", path, "tmpfs", 0, "size=1500k") == 0 ? path : nil
  }

  private func blob(_ bytes: Int) -> KeptFrame {
    KeptFrame(
      kind: "x", chargePointID: nil, peer: "p", reason: "r", bytes: [UInt8](repeating: 7, count: bytes),
      receivedAt: at(0))
  }

  @Test("a full disk fails the whole group, tells so, and heals by itself once there is room")
  func fullDisk() async throws {
    guard let disk = mountSmallDisk() else { return }
    defer { umount2(disk, Int32(MNT_DETACH)) }
    let store = try Store(path: disk + "/wattkeeper.db") { at(42) }
    try await store.write { try $0.setSetting("before", to: "1", at: at(0), by: nil) }
    let filler = disk + "/filler"
    let file = try #require(fopen(filler, "w"))
    let chunk = [UInt8](repeating: 1, count: 4096)
    while fwrite(chunk, 1, 4096, file) == 4096, fflush(file) == 0 {}
    fclose(file)

    let frame = blob(300_000)
    let failures = await withTaskGroup(of: StoreError?.self) { tasks in
      for number in 0..<20 {
        tasks.addTask {
          do {
            try await store.write { file in
              try file.setSetting("full\(number)", to: "x", at: at(0), by: nil)
              try file.keepFrame(frame, keeping: 1000)
            }
            return nil
          } catch { return error as? StoreError }
        }
      }
      var failures: [StoreError] = []
      for await failure in tasks { if let failure { failures.append(failure) } }
      return failures
    }
    #expect(failures.count == 20)
    #expect(failures.allSatisfy { $0.kind == .full })
    #expect(store.health?.error.kind == .full)
    #expect(store.health?.at == at(42))

    unlink(filler)
    try await store.write { try $0.setSetting("after", to: "1", at: at(0), by: nil) }
    #expect(store.health == nil)
    #expect(try await store.write { try $0.settings() } == ["before": "1", "after": "1"])
    await store.close()
  }

  @Test("a job that swallows the error of a full disk writes nothing outside its group")
  func swallowed() async throws {
    guard let disk = mountSmallDisk() else { return }
    defer { umount2(disk, Int32(MNT_DETACH)) }
    let store = try Store(path: disk + "/wattkeeper.db") { at(42) }
    try await store.write { try $0.setSetting("before", to: "1", at: at(0), by: nil) }
    let frame = blob(9_000_000)
    let error = await #expect(throws: StoreError.self) {
      try await store.write { file in
        do { try file.keepFrame(frame, keeping: 1000) } catch {}
        try file.setSetting("stray", to: "1", at: at(0), by: nil)
      }
    }
    #expect(error?.kind == .full)
    #expect(try await store.write { try $0.settings() } == ["before": "1"])
    await store.close()
  }

  @Test("a store opened on a read-only disk reads, says so when asked to write, and heals")
  func readOnlyDisk() async throws {
    let (disk, view) = (folder.path + "/disk", folder.path + "/view")
    mkdir(disk, 0o700)
    mkdir(view, 0o700)
    guard mount(disk, view, nil, UInt(MS_BIND), nil) == 0 else { return }
    defer {
      umount2(view, Int32(MNT_DETACH))
      rmdir(view)
      for name in entries(disk) { unlink(disk + "/" + name) }
    }
    func makeView(_ flags: Int) {
      #expect(mount(nil, view, nil, UInt(MS_BIND | MS_REMOUNT | flags), nil) == 0)
    }
    let writable = try Store(path: disk + "/wattkeeper.db") { at(42) }
    try await writable.write { try $0.setSetting("before", to: "1", at: at(0), by: nil) }
    makeView(MS_RDONLY)
    let store = try Store(path: view + "/wattkeeper.db") { at(42) }
    for _ in 0..<2 {
      let error = await #expect(throws: StoreError.self) {
        try await store.write { try $0.setSetting("refused", to: "1", at: at(0), by: nil) }
      }
      #expect(error?.kind == .readOnly)
      #expect(store.health?.error.kind == .readOnly)
    }
    makeView(0)
    try await store.write { try $0.setSetting("after", to: "1", at: at(0), by: nil) }
    #expect(store.health == nil)
    #expect(try await store.write { try $0.settings() } == ["before": "1", "after": "1"])
    await store.close()
    await writable.close()
  }

  @Test("another connection that holds the file too long is an error of its kind, and passes")
  func busy() async throws {
    let store = try openStore(folder)
    var other: OpaquePointer?
    #expect(sqlite3_open(folder.file, &other) == SQLITE_OK)
    defer { sqlite3_close(other) }
    #expect(sqlite3_exec(other, "BEGIN IMMEDIATE", nil, nil, nil) == SQLITE_OK)
    let error = await #expect(throws: StoreError.self) {
      try await store.write { try $0.setSetting("a", to: "1", at: at(0), by: nil) }
    }
    #expect(error?.kind == .busy)
    #expect(store.health?.error.kind == .busy)
    #expect(sqlite3_exec(other, "ROLLBACK", nil, nil, nil) == SQLITE_OK)
    try await store.write { try $0.setSetting("a", to: "1", at: at(0), by: nil) }
    #expect(store.health == nil)
  }

  @Test(
    "file and log copied in the middle of work hold exactly what was acknowledged, or more, and are whole")
  func crashConsistency() async throws {
    let store = try openStore(folder)
    let chargePoint = try await store.addChargePoint("CP1")
    let door = Door()
    for number in 0..<300 {
      _ = try await store.write { try $0.insertTransaction(newTransaction(chargePoint, at: Int64(number))) }
    }
    async let hanging: Void = store.write { file in
      _ = try file.insertTransaction(newTransaction(chargePoint, at: 999))
      door.wait()
    }
    usleep(50_000)
    let copy = try Folder()
    for suffix in ["", "-wal"] {
      try write(try contents(folder.file + suffix), to: copy.file + suffix)
    }
    door.open()
    try await hanging
    let revived = try openStore(copy)
    let page = try await revived.write { try $0.transactions(TransactionFilter(), after: nil, limit: 1000) }
    #expect(page.items.map(\.transaction.id) == (1...300).reversed())
    var other: OpaquePointer?
    #expect(sqlite3_open(copy.file, &other) == SQLITE_OK)
    defer { sqlite3_close(other) }
    #expect(texts(other, "PRAGMA integrity_check") == ["ok"])
  }
}

/// The first column of a query, read behind the store's back.
func texts(_ database: OpaquePointer?, _ sql: String) -> [String] {
  var statement: OpaquePointer?
  guard sqlite3_prepare_v2(database, sql, -1, &statement, nil) == SQLITE_OK else {
    return [String(cString: sqlite3_errmsg(database))]
  }
  defer { sqlite3_finalize(statement) }
  var all: [String] = []
  while sqlite3_step(statement) == SQLITE_ROW {
    all.append(sqlite3_column_text(statement, 0).map { String(cString: $0) } ?? "NULL")
  }
  return all
}

/// Runs SQL behind the store's back; nil when it went through, else SQLite's message.
func execute(_ path: String, _ sql: String) -> String? {
  var database: OpaquePointer?
  guard sqlite3_open(path, &database) == SQLITE_OK else { return "cannot open" }
  defer { sqlite3_close(database) }
  return sqlite3_exec(database, sql, nil, nil, nil) == SQLITE_OK
    ? nil : String(cString: sqlite3_errmsg(database))
}

/// The first column of a query, read behind the store's back.
func column(_ path: String, _ sql: String) -> [String] {
  var database: OpaquePointer?
  guard sqlite3_open(path, &database) == SQLITE_OK else { return ["cannot open"] }
  defer { sqlite3_close(database) }
  return texts(database, sql)
}

/// The values a setting had, read behind the store's back.
func history(_ path: String) -> [String] {
  column(path, "SELECT value FROM setting_history ORDER BY key")
}
