import Domain
import Glibc
import Storage
import Testing

@Suite("Group commit")
struct GroupCommitTests {
  let folder: Folder

  init() throws { folder = try Folder() }

  /// Holds the writer until all jobs stand in line, so that they become one group.
  private func together(
    _ store: Store, _ jobs: [@Sendable (WriteConnection) throws -> Void]
  ) async throws -> [Result<Void, any Error>] {
    let door = Door()
    async let holding: Void = store.write { _ in door.wait() }
    usleep(20_000)
    let results = await withTaskGroup(of: (Int, Result<Void, any Error>).self) { tasks in
      for (index, job) in jobs.enumerated() {
        tasks.addTask {
          do { return (index, .success(try await store.write(job))) } catch {
            return (index, .failure(error))
          }
        }
      }
      tasks.addTask {
        usleep(50_000)
        door.open()
        return (-1, .success(()))
      }
      var results = [Result<Void, any Error>](repeating: .success(()), count: jobs.count)
      for await (index, result) in tasks where index >= 0 { results[index] = result }
      return results
    }
    try await holding
    return results
  }

  @Test("a job that throws leaves its neighbours, and its error passes through unchanged")
  func neighbours() async throws {
    let store = try openStore(folder)
    let results = try await together(
      store,
      [
        { try $0.setSetting("a", to: "1", at: at(0), by: nil) },
        {
          try $0.setSetting("b", to: "2", at: at(0), by: nil)
          throw Trouble(what: "changed my mind")
        },
        { try $0.setSetting("c", to: "3", at: at(0), by: nil) },
      ])
    let error = #expect(throws: Trouble.self) { try results[1].get() }
    #expect(error == Trouble(what: "changed my mind"))
    #expect(try await store.write { try $0.settings() } == ["a": "1", "c": "3"])
  }

  @Test("a broken rule of the schema takes back that job alone")
  func constraint() async throws {
    let store = try openStore(folder)
    _ = try await store.addChargePoint("CP1")
    let insert: @Sendable (String) -> @Sendable (WriteConnection) throws -> Void = { id in
      { file in
        try file.setSetting(id, to: "x", at: at(0), by: nil)
        _ = try file.insertChargePoint(id: id, name: "", state: .accepted, credential: nil, at: at(0))
      }
    }
    let results = try await together(store, [insert("CP0"), insert("CP1"), insert("CP2")])
    let error = #expect(throws: StoreError.self) { try results[1].get() }
    #expect(error?.kind == .constraint)
    let kept = try await store.write { (try $0.allChargePoints().map(\.id), try $0.settings().keys.sorted()) }
    #expect(kept.0 == ["CP1", "CP0", "CP2"])
    #expect(kept.1 == ["CP0", "CP2"])
    #expect(store.health == nil)
  }

  @Test("whoever hears that a write is done can see it through another connection")
  func nothingBeforeCommit() async throws {
    let store = try openStore(folder)
    let reader = try StoreReader(path: folder.file)
    try await withThrowingTaskGroup(of: Void.self) { tasks in
      for number in 0..<200 {
        tasks.addTask {
          try await store.write { try $0.setSetting("k\(number)", to: "v", at: at(0), by: nil) }
          #expect(try await reader.read { try $0.setting("k\(number)") } == "v")
        }
      }
      try await tasks.waitForAll()
    }
  }

  @Test("a group shows nothing to others, and answers nobody, while a later job of it still runs")
  func allOrNobody() async throws {
    let store = try openStore(folder)
    let reader = try StoreReader(path: folder.file)
    let (hold, last) = (Door(), Door())
    async let holding: Void = store.write { _ in hold.wait() }
    usleep(20_000)
    async let first: Void = store.write { try $0.setSetting("first", to: "1", at: at(0), by: nil) }
    usleep(20_000)
    async let second: Void = store.write { _ in last.wait() }
    usleep(20_000)
    hold.open()
    usleep(50_000)
    #expect(try await reader.read { try $0.setting("first") } == nil)
    last.open()
    _ = try await (holding, first, second)
    #expect(try await reader.read { try $0.setting("first") } == "1")
  }

  @Test("close finishes what waits and refuses what comes later")
  func closing() async throws {
    let store = try openStore(folder)
    let door = Door()
    async let holding: Void = store.write { _ in door.wait() }
    usleep(20_000)
    async let waiting: Void = store.write { try $0.setSetting("waited", to: "yes", at: at(0), by: nil) }
    usleep(20_000)
    async let closed: Void = store.close()
    usleep(20_000)
    door.open()
    _ = try await (holding, waiting, closed)
    let error = await #expect(throws: StoreError.self) { try await store.write { _ in } }
    #expect(error?.kind == .closed)
    #expect(try await openStore(folder).write { try $0.setting("waited") } == "yes")
  }
}
