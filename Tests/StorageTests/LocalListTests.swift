import Domain
import Storage
import Testing

@Suite struct LocalListTests {
  @Test("versions rise, above what the charge point reports, and are never given twice")
  func versions() async throws {
    let folder = try Folder()
    let store = try openStore(folder)
    let point = try await store.addChargePoint("CP1")
    func give(_ count: Int, above floor: Int) async throws -> Int {
      try await store.write { file in
        try file.giveLocalListVersions(count, above: floor, chargePointKey: point.key, at: at(1))
      }
    }
    #expect(try await give(3, above: 0) == 1)
    #expect(try await give(1, above: 0) == 4)
    #expect(try await give(1, above: 90) == 91)
    try await store.write { file in
      try file.keepWaitingLocalList(chargePointKey: point.key, detail: nil, isNew: true, at: at(2))
    }
    #expect(try await give(2, above: 3) == 92)
    let kept = try await store.write { file in try file.localList(chargePointKey: point.key) }
    #expect(kept?.version == 93)
    #expect(kept?.state == .sending)
    await store.close()
  }

  @Test("what is given away is unknown until the charge point has it")
  func current() async throws {
    let folder = try Folder()
    let store = try openStore(folder)
    let key = try await store.addChargePoint("CP1").key
    let kept = try await store.write { file in
      _ = try file.giveLocalListVersions(1, above: 0, chargePointKey: key, at: at(1))
      try file.keepRefusedLocalList(
        chargePointKey: key, detail: "Failed", refusedDigest: [1], firmware: "1", at: at(2))
      try file.markLocalList(chargePointKey: key, toBeEmptied: true)
      return try file.localList(chargePointKey: key)
    }
    #expect(kept?.digest == nil)
    #expect(kept?.refusedDigest == [1])
    let (taken, open) = try await store.write { file in
      try file.keepCurrentLocalList(chargePointKey: key, digest: [2], entries: 5, at: at(3))
      return (try file.localList(chargePointKey: key), try file.localListsToBeEmptied())
    }
    #expect(taken?.digest == [2])
    #expect(taken?.detail == nil)
    #expect(taken?.refusedDigest == nil)
    #expect(open == [])
    await store.close()
  }

  @Test("presented texts come with their newest use, here and anywhere, within the bound")
  func presented() async throws {
    let folder = try Folder()
    let store = try openStore(folder)
    let (here, there) = (try await store.addChargePoint("CP1"), try await store.addChargePoint("CP2"))
    let (all, newest) = try await store.write { file in
      for (point, text, start) in [
        (here, "OLD", 1), (here, "a1", 2), (there, "A1", 3), (here, "a1", 4), (there, "OLD", 5),
      ] {
        _ = try file.insertTransaction(newTransaction(point, idTag: text, at: Int64(start)))
      }
      return (
        try file.presentedTexts(chargePointKey: here.key, inNewest: 100),
        try file.presentedTexts(chargePointKey: here.key, inNewest: 2)
      )
    }
    #expect(all.map(\.text) == ["OLD", "a1", "A1"])
    #expect(all.map(\.lastTransactionIDHere) == [1, 4, nil])
    #expect(all.map(\.lastTransactionID) == [5, 4, 3])
    #expect(newest.map(\.lastTransactionIDHere) == [nil, 4])
    await store.close()
  }
}
