import Domain
import Storage
import Testing

@Suite("Wallboxes, people and access")
struct SiteTests {
  let folder: Folder

  init() throws { folder = try Folder() }

  @Test("a charge point keeps what it told and what was decided; its id is free again once archived")
  func chargePoints() async throws {
    let store = try openStore(folder)
    var added = try await store.addChargePoint("CP1")
    added.name = "Garage"
    added.state = .blocked
    added.credential = ChargePoint.Credential(salt: [1], hash: [2])
    added.nextCredential = ChargePoint.Credential(salt: [3], hash: [4])
    added.settings.acceptsNoSubprotocol = true
    added.settings.clock = .local
    added.settings.energyCorrection = .times1000
    (added.settings.mayBeConfigured, added.settings.keepsLocalList) = (false, true)
    (added.settings.mayBePaused, added.stampsAreLocal, added.passwordBytes) = (false, true, 8)
    let changed = added
    var facts = BootFacts()
    (facts.vendor, facts.model, facts.iccid) = ("V", "M", "i")
    let told = facts
    try await store.write { file in
      try file.updateChargePoint(changed)
      try file.updateBoot(chargePointKey: changed.key, told, at: at(10))
      try file.touchChargePoint(key: changed.key, lastSeenAt: at(20))
      try file.touchChargePoint(key: changed.key, lastSeenAt: at(15))
      for (number, status) in ["Available", "Charging", "Faulted"].enumerated() {
        try file.saveConnectorStatus(
          chargePointKey: changed.key,
          ConnectorStatus(
            connector: number % 2, status: status, errorCode: "NoError", receivedAt: at(Int64(number))))
      }
      _ = try file.connectorKey(chargePointKey: changed.key, connector: 7)
    }
    (added.vendor, added.model, added.iccid) = ("V", "M", "i")
    (added.lastBootAt, added.lastSeenAt) = (at(10), at(20))
    let kept = try await store.write {
      (try $0.chargePoint(id: "CP1"), try $0.connectors(chargePointKey: changed.key))
    }
    #expect(kept.0 == added)
    #expect(kept.1.map(\.status) == ["Faulted", "Charging"])
    #expect(try await store.write { try $0.allConnectors()[changed.key] } == kept.1)
    #expect(try await store.write { try $0.archiveChargePoint(key: changed.key, at: at(30)) })
    let again = try await store.addChargePoint("CP1")
    #expect(again.key != added.key)
    #expect(
      try await store.write { try $0.chargePoints(after: nil, limit: 5) }.items.map(\.key) == [again.key])
    #expect(try await store.write { try $0.chargePoint(key: changed.key) }?.name == "Garage")
  }

  @Test("what a charge point that is not accepted may leave behind is counted up to the bound")
  func keptRows() async throws {
    let store = try openStore(folder)
    let chargePoint = try await store.addChargePoint("CP1")
    try await store.write { file in
      let connector = try file.connectorKey(chargePointKey: chargePoint.key, connector: 1)
      for number in Int64(0)..<6 {
        var new = newTransaction(chargePoint, at: number)
        if number > 0 { new.authorization = .invalid }
        let id = try file.insertTransaction(new).transaction.id
        for series in [ReadingSeries.transaction(id), .connector(key: connector)] {
          let reading = MeterReading(
            at: at(number), receivedAt: at(0), source: .sample, energyMilliWh: 1, energyText: "x")
          try file.appendReading(reading, to: series)
        }
      }
      let all = try file.countKeptRows(chargePointKey: chargePoint.key, upTo: 100)
      #expect([all.transactions, all.oddStops, all.readings] == [5, 0, 11])
      #expect(try file.countKeptRows(chargePointKey: chargePoint.key, upTo: 3).transactions == 3)
      #expect(try file.countKeptRows(chargePointKey: chargePoint.key, upTo: 3).readings == 3)
    }
  }

  @Test("cards are found by their canonical form, and only once")
  func idTags() async throws {
    let store = try openStore(folder)
    let added = try await store.write { file in
      try file.insertIdTag(
        "04:a2 ff", label: "blue", tenantKey: nil, status: .accepted, expiresAt: at(5), at: at(0))
    }
    #expect(try await store.write { try $0.idTag(canonical: "04A2FF") } == added)
    let error = await #expect(throws: StoreError.self) {
      try await store.write { file in
        try file.insertIdTag(
          "04A2FF", label: "", tenantKey: nil, status: .accepted, expiresAt: nil, at: at(0))
      }
    }
    #expect(error?.kind == .constraint)
    var changed = added
    (changed.label, changed.status, changed.expiresAt) = ("red", .blocked, nil)
    let wanted = changed
    try await store.write { try $0.updateIdTag(wanted, at: at(1)) }
    #expect(try await store.write { try $0.idTags(after: nil, limit: 1) }.items == [wanted])
    #expect(try await store.write { try $0.idTags(tenantKey: 1, after: nil, limit: 1) }.items == [])
  }

  @Test("an erased tenant leaves transactions with opaque ids, and no name or card number in any row")
  func erasure() async throws {
    let store = try openStore(folder)
    let chargePoint = try await store.addChargePoint("CP1")
    try await store.write { file in
      let tenant = try file.insertTenant(id: "abc", name: "Annabella", at: at(0))
      let card = try file.insertIdTag(
        "CAFE01", label: "Annabella's", tenantKey: tenant.key, status: .accepted, expiresAt: nil, at: at(0))
      var new = newTransaction(chargePoint, idTag: "cafe01")
      (new.idTagKey, new.tenantKey) = (card.key, tenant.key)
      let id = try file.insertTransaction(new).transaction.id
      let link = try file.insertTenantLink(
        id: "L", tenantKey: tenant.key, secretHash: [1], at: at(0), expiresAt: at(100))
      _ = try file.useTenantLink(
        key: link.key, tokenHash: [9], device: "phone", at: at(1), signInExpiresAt: at(1000))
      try file.eraseTenant(key: tenant.key, at: at(50))
      let row = try #require(try file.transactionRow(id: id))
      #expect(row.tenantID == "abc")
      #expect(row.tenantName == nil && row.idTag == nil && row.transaction.presentedIdTag == "")
      #expect(try file.signIn(tokenHash: [9], at: at(60)) == nil)
      #expect(try file.tenantLink(id: "L")?.revokedAt == at(50))
      #expect(try file.idTag(canonical: "CAFE01") == nil)
    }
    await store.close()
    let bytes = String(decoding: try contents(folder.file), as: UTF8.self).lowercased()
    #expect(!bytes.contains("annabella") && !bytes.contains("cafe01"))
  }

  @Test("a link works once, not after its end, not when revoked; revoking ends the sign-in it made")
  func tenantLinks() async throws {
    let store = try openStore(folder)
    try await store.write { file in
      let tenant = try file.insertTenant(id: "abc", name: "Ann", at: at(0))
      func link(_ id: String) throws -> TenantLink {
        try file.insertTenantLink(
          id: id, tenantKey: tenant.key, secretHash: [1], at: at(0), expiresAt: at(100))
      }
      func use(_ link: TenantLink, _ hash: UInt8, at instant: Int64) throws -> Int64? {
        try file.useTenantLink(
          key: link.key, tokenHash: [hash], device: "phone", at: at(instant), signInExpiresAt: at(1000))
      }
      let (once, late, revoked) = (try link("once"), try link("late"), try link("revoked"))
      #expect(try use(once, 1, at: 10) != nil)
      #expect(try use(once, 2, at: 11) == nil)
      #expect(try use(late, 3, at: 100) == nil)
      #expect(try file.revokeTenantLink(id: "revoked", tenantKey: tenant.key, at: at(1)))
      #expect(try use(revoked, 4, at: 10) == nil)
      #expect(try file.signIn(tokenHash: [1], at: at(20))?.principal == .tenant(key: tenant.key))
      #expect(try !file.revokeTenantLink(id: "once", tenantKey: tenant.key + 1, at: at(30)))
      #expect(try file.signIn(tokenHash: [1], at: at(20)) != nil)
      #expect(try file.revokeTenantLink(id: "once", tenantKey: tenant.key, at: at(30)))
      #expect(try file.signIn(tokenHash: [1], at: at(20)) == nil)
      #expect(try file.tenantLinks(tenantKey: tenant.key).map(\.id) == ["revoked", "late", "once"])
    }
  }

  @Test("accounts, sign-ins, tokens and the claim code are found by hash until they end")
  func access() async throws {
    let store = try openStore(folder)
    try await store.write { file in
      let owner = try file.insertAccount(
        id: "A1", name: "Ann", role: .owner, password: "x", at: at(0))
      #expect(try file.account(name: "ANN") == owner)
      let key = try file.insertSignIn(
        tokenHash: [1], accountKey: owner.key, device: "Firefox", at: at(0), expiresAt: at(100))
      let other = try file.insertSignIn(
        tokenHash: [2], accountKey: owner.key, device: "Safari", at: at(0), expiresAt: at(100))
      #expect(
        try file.signIn(tokenHash: [1], at: at(99))?.principal
          == .account(key: owner.key, id: "A1", name: "Ann", role: .owner))
      #expect(try file.signIn(tokenHash: [1], at: at(100)) == nil)
      try file.touchSignIn(key: key, at: at(50), expiresAt: at(200))
      #expect(try file.signIn(tokenHash: [1], at: at(150))?.lastUsedAt == at(50))
      #expect(
        try file.signIns(accountKey: owner.key, at: at(0), after: nil, limit: 9).items.map(\.key) == [
          other, key,
        ])
      #expect(try file.signIns(tenantKey: 1, at: at(0), after: nil, limit: 9).items.isEmpty)
      try file.setPassword(accountKey: owner.key, "y", keeping: key)
      #expect(try file.signIn(tokenHash: [2], at: at(0)) == nil)
      #expect(try file.signIn(tokenHash: [1], at: at(0)) != nil)
      #expect(try file.deleteSignIn(key: key))

      let token = try file.insertAPIToken(name: "script", role: .manager, hash: [7], at: at(0))
      try file.touchAPIToken(key: token.key, at: at(3))
      #expect(try file.apiToken(hash: [7])?.lastUsedAt == at(3))
      #expect(try file.revokeAPIToken(key: token.key, at: at(4)))
      #expect(try file.apiToken(hash: [7]) == nil)
      #expect(try file.apiTokens(after: nil, limit: 5).items.map(\.revokedAt) == [at(4)])

      #expect(try !file.useClaimTry(at: at(0)))
      try file.setClaimCode(ClaimCode(hash: [5], expiresAt: at(100), triesLeft: 2))
      #expect(try !file.useClaimTry(at: at(100)))
      #expect(try file.useClaimTry(at: at(1)) && file.useClaimTry(at: at(1)))
      #expect(try !file.useClaimTry(at: at(1)))
      #expect(try file.claimCode()?.triesLeft == 0)
      try file.deleteClaimCode()
      #expect(try file.claimCode() == nil)
    }
  }

  @Test("lines to check share a row until resolved; frames and messages keep the newest only")
  func oddities() async throws {
    let store = try openStore(folder)
    let chargePoint = try await store.addChargePoint("CP1")
    try await store.write { file in
      func note(_ instant: Int64, _ cause: String) throws -> (key: Int64, isNew: Bool) {
        try file.noteToCheck(
          kind: "handshake_refused", coalescingKey: "a", chargePointID: "CPX", connector: 2,
          details: ["cause": cause, "remote": "10.0.0.1"], at: at(instant))
      }
      let first = try note(1, "x")
      let second = try note(5, "“quoted\"\n")
      #expect(first.isNew && !second.isNew && first.key == second.key)
      #expect(
        try file.toCheckItem(key: first.key)
          == ToCheckItem(
            key: first.key, kind: "handshake_refused", chargePointID: "CPX", connector: 2, firstAt: at(1),
            lastAt: at(5), count: 2, details: ["cause": "“quoted\"\n", "remote": "10.0.0.1"]))
      #expect(try file.toCheckItems(after: nil, limit: 9).items.count == 1)
      #expect(try file.resolveToCheck(key: first.key, at: at(6), resolution: "seen", by: "Ann"))
      #expect(try !file.resolveToCheck(key: first.key, at: at(6), resolution: "seen", by: "Ann"))
      #expect(try note(7, "y").isNew)
      let id = try file.insertTransaction(newTransaction(chargePoint)).transaction.id
      try file.noteToCheck(kind: "late", coalescingKey: "b", transactionID: id, at: at(3))
      #expect(try file.toCheckItems(after: nil, limit: 1).items.map(\.lastAt) == [at(7)])
      let page = try file.toCheckItems(after: try file.toCheckItems(after: nil, limit: 1).next, limit: 1)
      #expect(page.items.map(\.transactionID) == [id])
      #expect(
        try file.resolveToCheck(transactionID: id, kind: "x", at: at(8), resolution: "", by: "").isEmpty)
      #expect(try file.resolveToCheck(transactionID: id, at: at(8), resolution: "", by: "").count == 1)
      #expect(try file.toCheckItems(resolved: true, after: nil, limit: 9).items.count == 2)

      for number in 0..<10 {
        try file.keepFrame(
          KeptFrame(
            kind: "k", chargePointID: nil, peer: "p", reason: "\(number)", bytes: [UInt8(number)],
            receivedAt: at(0)), keeping: 3)
        try file.keepMessage(
          ChargePointMessage(action: "DataTransfer", payload: "\(number)", receivedAt: at(0)),
          chargePointKey: chargePoint.key, keeping: 4)
      }
      #expect(try file.keptFrames(limit: 9).map(\.bytes) == [[9], [8], [7]])
      #expect(
        try file.messages(chargePointKey: chargePoint.key, after: nil, limit: 9).items.map(\.payload)
          == ["9", "8", "7", "6"])
    }
  }

  @Test("an operation stands there before it is sent, and then with its outcome")
  func operations() async throws {
    let store = try openStore(folder)
    let chargePoint = try await store.addChargePoint("CP1")
    try await store.write { file in
      let key = try file.insertOperation(
        chargePointKey: chargePoint.key, action: "Reset", payload: "{}", requestedBy: "Ann", at: at(1))
      #expect(try file.operations(after: nil, limit: 5).items.map(\.outcome) == [nil])
      try file.completeOperation(
        key: key, outcome: "answered", response: "{\"status\":\"Accepted\"}", at: at(2))
      let kept = try file.operations(chargePointKey: chargePoint.key, after: nil, limit: 5).items
      #expect(kept.map(\.outcome) == ["answered"])
      #expect(kept.map(\.answeredAt) == [at(2)])
      #expect(try file.operations(chargePointKey: 99, after: nil, limit: 5).items.isEmpty)
    }
  }

  @Test("every change of a setting stays readable; setting the same again is no change")
  func settings() async throws {
    let store = try openStore(folder)
    for value in ["a", "b", "b"] {
      try await store.write { try $0.setSetting("country", to: value, at: at(1), by: "Ann") }
    }
    #expect(try await store.write { try $0.setting("country") } == "b")
    #expect(history(folder.file) == ["a", "b"])
  }
}
