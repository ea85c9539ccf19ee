import CSQLite
import Domain
import Storage
import Testing

@Suite("What is set in charge points")
struct WhatIsSetTests {
  let folder: Folder

  init() throws { folder = try Folder() }

  private func reservation(
    _ chargePoint: ChargePoint, _ id: Int64, at requested: Int64, parent: String? = nil
  ) -> Reservation {
    Reservation(
      chargePointKey: chargePoint.key, reservationID: id, connector: 1, idTag: "TAG", parentIdTag: parent,
      expiresAt: at(1000), requestedBy: "Ann", requestedAt: at(requested))
  }

  @Test("a reservation is one row; its id may be given away again; archived charge points are not listed")
  func reservations() async throws {
    let store = try openStore(folder)
    let (one, two) = (try await store.addChargePoint("CP1"), try await store.addChargePoint("CP2"))
    let (first, second, other) = (
      reservation(one, 5, at: 1, parent: "GROUP"), reservation(one, 5, at: 2), reservation(two, 5, at: 3)
    )
    try await store.write { file in
      for new in [first, second, other] { try file.insertReservation(new) }
      let id = try file.insertTransaction(newTransaction(one)).transaction.id
      try file.endReservation(
        chargePointKey: one.key, reservationID: 5, as: .used, at: at(4), transactionID: id)
      try file.endReservation(chargePointKey: one.key, reservationID: 5, as: .cancelled, at: at(5))
      let page = try file.reservations(after: nil, limit: 2)
      #expect(page.items.map(\.chargePointID) == ["CP2", "CP1"])
      #expect(page.items.map(\.endedAs) == [nil, .used])
      #expect(page.items.map(\.transactionID) == [nil, id])
      let rest = try file.reservations(after: page.next, limit: 2).items
      #expect(rest.map(\.endedAs) == [.replaced])
      #expect(rest.map(\.endedAt) == [at(2)])
      #expect(rest.map(\.parentIdTag) == ["GROUP"])
      #expect(rest.map(\.idTag) == ["TAG"])
      _ = try file.archiveChargePoint(key: two.key, at: at(9))
      #expect(try file.reservations(after: nil, limit: 9).items.map(\.chargePointID) == ["CP1", "CP1"])
    }
  }

  @Test("profiles of charges that have ended are neither listed nor kept for ever")
  func profiles() async throws {
    let store = try openStore(folder)
    let chargePoint = try await store.addChargePoint("CP1")
    @Sendable func profile(_ id: Int64, of transactionID: Int64?) -> KeptChargingProfile {
      KeptChargingProfile(
        chargePointKey: chargePoint.key, connector: 1, profileID: id, stackLevel: Int(id),
        purpose: "TxProfile", transactionID: transactionID, profile: "{}", setBy: "Ann", setAt: at(id))
    }
    try await store.write { file in
      let id = try file.insertTransaction(newTransaction(chargePoint)).transaction.id
      for new in [profile(1, of: id), profile(2, of: 4711), profile(3, of: nil)] {
        try file.setChargingProfile(new)
      }
      #expect(try file.chargingProfiles(after: nil, limit: 9).items.map(\.profileID) == [3, 2, 1])
      #expect(try file.setStop(transactionID: id, stop(at: 100, milliWh: 2_000_000)))
      #expect(try file.chargingProfiles(after: nil, limit: 9).items.map(\.profileID) == [3, 2])
      try file.setChargingProfile(profile(4, of: nil))
      let page = try file.chargingProfiles(after: nil, limit: 1)
      #expect(page.items.map(\.profileID) == [4])
      #expect(try file.chargingProfiles(after: page.next, limit: 9).items.map(\.profileID) == [3, 2])
    }
    await store.close()
    var file: OpaquePointer?
    #expect(sqlite3_open(folder.file, &file) == SQLITE_OK)
    defer { sqlite3_close(file) }
    #expect(texts(file, "SELECT profile_id FROM charging_profile ORDER BY key") == ["2", "3", "4"])
  }

  @Test("a configuration key is one row however it is spelled; reading it leaves what was wanted of it")
  func keys() async throws {
    let store = try openStore(folder)
    let chargePoint = try await store.addChargePoint("CP1")
    try await store.write { file in
      func read(_ key: String, _ value: String?, _ instant: Int64) throws {
        try file.keepConfigurationKey(
          chargePointKey: chargePoint.key, key: key, value: value, isReadOnly: true, at: at(instant))
      }
      func change(_ key: String, _ wanted: String, _ answer: String, isTaken: Bool) throws {
        try file.keepConfigurationChange(
          chargePointKey: chargePoint.key, key: key, wanted: wanted, answer: answer, isTaken: isTaken,
          firmware: "1.0", at: at(7))
      }
      try read("heartbeatinterval", "60", 1)
      try change("HEARTBEATINTERVAL", "90", "Rejected", isTaken: false)
      try read("HeartbeatInterval", "300", 2)
      try change("New", "x", "Accepted", isTaken: true)
      let all = try file.configurationKeys(chargePointKey: chargePoint.key)
      #expect(all.map(\.key) == ["HeartbeatInterval", "New"])
      #expect(all.map(\.value) == ["300", "x"])
      #expect(all.map(\.readAt) == [at(2), nil])
      #expect(all.map(\.isReadOnly) == [true, nil])
      #expect(all.map(\.wanted) == ["90", "x"])
      #expect(all.map(\.answer) == ["Rejected", "Accepted"])
      #expect(all.map(\.wantedFirmware) == ["1.0", "1.0"])
      try change("HeartbeatInterval", "90", "Accepted", isTaken: true)
      #expect(try file.configurationKeys(chargePointKey: chargePoint.key).first?.value == "90")
      #expect(try file.configurationKeys(chargePointKey: 99).isEmpty)
    }
  }

  @Test("a certificate that was gone and is named again is there again, as itself")
  func certificates() async throws {
    let store = try openStore(folder)
    let chargePoint = try await store.addChargePoint("CP1")
    @Sendable func certificate(_ type: String, _ number: String, _ instant: Int64) -> InstalledCertificate {
      InstalledCertificate(
        certificateType: type, hashAlgorithm: "SHA256", issuerNameHash: "AA", issuerKeyHash: "bb",
        serialNumber: number, seenAt: at(instant))
    }
    try await store.write { file in
      func there() throws -> [String] {
        try file.installedCertificates(chargePointKey: chargePoint.key).map {
          "\($0.certificateType) \($0.serialNumber)"
        }
      }
      for (type, number) in [("C", "1a"), ("C", "2"), ("M", "1a")] {
        try file.keepCertificate(certificate(type, number, 1), chargePointKey: chargePoint.key)
      }
      #expect(try there() == ["C 1a", "C 2", "M 1a"])
      try file.dropCertificates(chargePointKey: chargePoint.key, certificateType: "C", at: at(2))
      #expect(try there() == ["M 1a"])
      try file.keepCertificate(certificate("C", "1a", 3), chargePointKey: chargePoint.key)
      #expect(try there() == ["C 1a", "M 1a"])
      #expect(try file.installedCertificates(chargePointKey: chargePoint.key).first?.seenAt == at(3))
      try file.dropCertificate(
        chargePointKey: chargePoint.key, hashAlgorithm: "SHA256", issuerNameHash: "aa", issuerKeyHash: "BB",
        serialNumber: "1A", at: at(4))
      #expect(try there() == [])
    }
  }

  @Test("the newest requests for a certificate stay, and the newest that waits is answered")
  func certificateRequests() async throws {
    let store = try openStore(folder)
    let chargePoint = try await store.addChargePoint("CP1")
    try await store.write { file in
      for number in 1...5 {
        try file.insertCertificateRequest(
          chargePointKey: chargePoint.key, csr: "\(number)", at: at(Int64(number)), keeping: 3)
      }
      try file.answerCertificateRequest(chargePointKey: chargePoint.key, chain: "a", at: at(6))
      try file.answerCertificateRequest(chargePointKey: chargePoint.key, chain: "b", at: at(7))
      let all = try file.certificateRequests(chargePointKey: chargePoint.key)
      #expect(all.map(\.csr) == ["5", "4", "3"])
      #expect(all.map(\.chain) == ["a", "b", nil])
      #expect(all.map(\.answeredAt) == [at(6), at(7), nil])
    }
  }

  @Test("a local list by hand gives its version away and leaves ours unknown")
  func localList() async throws {
    let store = try openStore(folder)
    let chargePoint = try await store.addChargePoint("CP1")
    var file: OpaquePointer?
    #expect(sqlite3_open(folder.file, &file) == SQLITE_OK)
    defer { sqlite3_close(file) }
    let row = "SELECT version || ' ' || iif(digest IS NULL, 'unknown', 'known') FROM local_list"
    for (version, expected) in [(0, "1 unknown"), (7, "7 unknown"), (3, "7 unknown")] {
      #expect(execute(folder.file, "UPDATE local_list SET digest = x'01'") == nil)
      try await store.write { file in
        try file.noteForeignLocalList(chargePointKey: chargePoint.key, version: version, at: at(1))
      }
      #expect(texts(file, row) == [expected])
    }
  }

  @Test("notices are bounded by action: a chatty one pushes out none but its own")
  func notices() async throws {
    let store = try openStore(folder)
    let chargePoint = try await store.addChargePoint("CP1")
    try await store.write { file in
      for (action, text) in [("SecurityEventNotification", "s")] + (1...9).map({ ("DataTransfer", "\($0)") })
      {
        try file.keepMessage(
          ChargePointMessage(action: action, payload: text, receivedAt: at(0)),
          chargePointKey: chargePoint.key, keeping: 3)
      }
      let page = try file.messages(chargePointKey: chargePoint.key, after: nil, limit: 2)
      #expect(page.items.map(\.payload) == ["9", "8"])
      let rest = try file.messages(chargePointKey: chargePoint.key, after: page.next, limit: 9)
      #expect(rest.items.map(\.payload) == ["7", "s"])
      #expect(rest.next == nil)
    }
  }

  @Test("a charge point that is forgotten takes along everything that was set in it")
  func forgotten() async throws {
    let store = try openStore(folder)
    let chargePoint = try await store.addChargePoint("CP1")
    let kept = reservation(chargePoint, 1, at: 1)
    try await store.write { file in
      try file.insertReservation(kept)
      try file.setChargingProfile(
        KeptChargingProfile(
          chargePointKey: chargePoint.key, connector: 0, profileID: 1, stackLevel: 0,
          purpose: "TxDefaultProfile", transactionID: nil, profile: "{}", setBy: "Ann", setAt: at(1)))
      try file.keepConfigurationKey(
        chargePointKey: chargePoint.key, key: "A", value: nil, isReadOnly: false, at: at(1))
      try file.keepCertificate(
        InstalledCertificate(
          certificateType: "C", hashAlgorithm: "SHA256", issuerNameHash: "a", issuerKeyHash: "b",
          serialNumber: "1", seenAt: at(1)), chargePointKey: chargePoint.key)
      try file.insertCertificateRequest(chargePointKey: chargePoint.key, csr: "c", at: at(1), keeping: 3)
      try file.noteForeignLocalList(chargePointKey: chargePoint.key, version: 1, at: at(1))
    }
    for row in [
      "message_block (charge_point_key, first_at, last_at, frames) VALUES (1, 0, 0, x'')",
      "load_connector (charge_point_key, connector, max_a, phases) VALUES (1, 1, 16, 3)",
      "profile_form (charge_point_key, at) VALUES (1, 0)",
    ] {
      #expect(execute(folder.file, "INSERT INTO \(row)") == nil)
    }
    #expect(try await store.write { try $0.forgetChargePoint(key: chargePoint.key) })
    #expect(try await store.write { try $0.chargePoint(key: chargePoint.key) } == nil)
  }
}
