import Domain
import Storage
import Testing

@Suite("Units, bays, groups and tenancies")
struct PlaceTests {
  let folder: Folder

  init() throws { folder = try Folder() }

  @Test("a unit's name is its own until it is archived")
  func units() async throws {
    let store = try openStore(folder)
    let (first, second) = try await store.write { file in
      (
        try file.insertUnit(id: "u1", name: "Flat 1", at: at(0)),
        try file.insertUnit(id: "u2", name: "Flat 2", at: at(1))
      )
    }
    let error = await #expect(throws: StoreError.self) {
      try await store.write { try $0.insertUnit(id: "u3", name: "flat 1", at: at(2)) }
    }
    #expect(error?.kind == .constraint)
    try await store.write { file in
      var gone = first
      gone.archivedAt = at(3)
      try file.updateUnit(gone)
      #expect(try file.unit(id: "u1") == nil)
      #expect(try file.unit(key: first.key) == gone)
      #expect(try file.unit(name: "FLAT 2") == second)
      let again = try file.insertUnit(id: "u3", name: "flat 1", at: at(4))
      #expect(try file.units(after: nil, limit: 5).items == [second, again])
      try file.deleteUnit(key: again.key)
      #expect(try file.units(after: nil, limit: 5).items == [second])
    }
  }

  @Test("a bay keeps its groups, and no two stand at one connector")
  func bays() async throws {
    let store = try openStore(folder)
    let chargePoint = try await store.addChargePoint("CP1")
    let bay = try await store.write { file in
      let groups = try ["Staff", "Guests"].map { try file.insertTenantGroup(id: $0, name: $0, at: at(0)) }
      return try file.insertBay(
        Bay(
          key: 0, id: "ABCD2345", name: "Bay 1", chargePointKey: chargePoint.key, connector: 1,
          access: .assigned, groupKeys: groups.map(\.key), createdAt: at(1)))
    }
    let error = await #expect(throws: StoreError.self) {
      try await store.write { file in
        var twin = bay
        twin.id = "ABCD2346"
        return try file.insertBay(twin)
      }
    }
    #expect(error?.kind == .constraint)
    try await store.write { file in
      #expect(try file.bay(chargePointKey: chargePoint.key, connector: 1) == bay)
      var changed = bay
      (changed.access, changed.name, changed.startsWhenPluggedIn) = (.open, "Bay one", true)
      (changed.chargePointKey, changed.connector) = (nil, nil)
      changed.groupKeys = [bay.groupKeys[1]]
      try file.updateBay(changed)
      #expect(try file.bay(id: "ABCD2345") == changed)
      #expect(try file.bays(named: "Bay one") == [changed])
      var new = newTransaction(chargePoint)
      new.bayKey = bay.key
      let id = try file.insertTransaction(new).transaction.id
      #expect(try file.transaction(id: id)?.bayKey == bay.key)
      #expect(try file.tenantGroups().map(\.name) == ["Guests", "Staff"])
      changed.archivedAt = at(9)
      try file.updateBay(changed)
      #expect(try file.bay(id: "ABCD2345") == nil && file.allBays() == [])
      #expect(try file.bay(key: bay.key) == changed)
    }
  }

  @Test("a bay's holder is whose tenancy holds at the instant; its end is exclusive")
  func tenancies() async throws {
    let store = try openStore(folder)
    try await store.write { file in
      let ann = try file.insertTenant(id: "ann", name: "Ann", at: at(0))
      let ben = try file.insertTenant(id: "ben", name: "Ben", at: at(0))
      let unit = try file.insertUnit(id: "u", name: "Flat 1", at: at(0))
      let bays = try ["AAAAAAAA", "BBBBBBBB"].map {
        try file.insertBay(Bay(key: 0, id: $0, name: $0, createdAt: at(0))).key
      }
      let first = try file.insertTenancy(
        Tenancy(
          key: 0, id: "y1", tenantKey: ann.key, unitKey: unit.key, bayKeys: bays, from: at(10), to: at(20),
          createdAt: at(0), createdBy: "eva"))
      let second = try file.insertTenancy(
        Tenancy(
          key: 0, id: "y2", tenantKey: ben.key, unitKey: unit.key, bayKeys: [bays[1]], from: at(20), to: nil,
          createdAt: at(0), createdBy: "eva"))
      #expect(try bays.map { try file.hasTenancies(bayKey: $0) } == [true, true])
      #expect(try file.hasTenancies(bayKey: 999) == false)
      #expect(try file.holder(ofBay: bays[1], at: at(9)) == nil)
      #expect(try file.holder(ofBay: bays[1], at: at(10)) == ann.key)
      #expect(try file.holder(ofBay: bays[1], at: at(19)) == ann.key)
      #expect(try file.holder(ofBay: bays[1], at: at(20)) == ben.key)
      #expect(try file.holder(ofBay: bays[0], at: at(20)) == nil)
      #expect(try file.tenancies(TenancyFilter(at: at(20))).items == [second])
      #expect(try file.tenancies(TenancyFilter(unitKey: unit.key)).items == [first, second])
      #expect(try file.tenancies(TenancyFilter(bayKey: bays[0])).items == [first])
      #expect(try file.tenancies(ofBay: bays[1], from: at(19), to: at(20)) == [first])
      #expect(try file.tenancies(ofBay: bays[1], from: at(19), to: nil) == [first, second])
      var ended = second
      (ended.to, ended.endedBy, ended.bayKeys) = (at(30), "eva", bays)
      try file.updateTenancy(ended)
      #expect(try file.tenancy(id: "y2") == ended)
      #expect(try file.tenancies(ofBay: bays[0], from: at(30), to: nil) == [])
    }
  }

  @Test("the register at a hand-over is kept once")
  func readings() async throws {
    let store = try openStore(folder)
    let (tenancy, reading) = try await store.write { file in
      let ann = try file.insertTenant(id: "ann", name: "Ann", at: at(0))
      let bay = try file.insertBay(Bay(key: 0, id: "AAAAAAAA", name: "1", createdAt: at(0)))
      let tenancy = try file.insertTenancy(
        Tenancy(
          key: 0, id: "y1", tenantKey: ann.key, unitKey: nil, bayKeys: [bay.key], from: at(10), to: nil,
          createdAt: at(0), createdBy: "eva"))
      let reading = TenancyReading(
        bayKey: bay.key, event: .begin, energyMilliWh: 5000, at: at(9), source: .wallbox, enteredBy: "eva",
        enteredAt: at(10))
      try file.insertTenancyReading(reading, tenancyKey: tenancy.key)
      return (tenancy, reading)
    }
    let error = await #expect(throws: StoreError.self) {
      try await store.write { try $0.insertTenancyReading(reading, tenancyKey: tenancy.key) }
    }
    #expect(error?.kind == .constraint)
    #expect(try await store.write { try $0.tenancyReadings(tenancyKey: tenancy.key) } == [reading])
  }

  @Test("whoever held a card stays known; a clock that was set back rewrites nothing before")
  func cardHolders() async throws {
    let store = try openStore(folder)
    try await store.write { file in
      let ann = try file.insertTenant(id: "ann", name: "Ann", at: at(0))
      var card = try file.insertIdTag(
        "04A2", label: "", tenantKey: nil, status: .accepted, expiresAt: nil, at: at(10))
      for (tenant, instant) in [(ann.key, Int64(20)), (ann.key, 25), (nil, 30), (ann.key, 15)] {
        card.tenantKey = tenant
        try file.updateIdTag(card, at: at(instant))
      }
      #expect(
        try file.idTagHolders(idTagKey: card.key) == [
          IdTagHolder(from: at(10), tenantKey: nil), IdTagHolder(from: at(20), tenantKey: ann.key),
          IdTagHolder(from: at(30), tenantKey: ann.key),
        ])
      let bay = try file.insertBay(Bay(key: 0, id: "AAAAAAAA", name: "1", createdAt: at(0)))
      try file.setIdTagBays(idTagKey: card.key, bayKeys: [bay.key])
      #expect(try file.idTagBays(idTagKey: card.key) == [bay.key])
      try file.setIdTagBays(idTagKey: card.key, bayKeys: [])
      #expect(try file.idTagBays(idTagKey: card.key) == [])
    }
  }

  @Test("a tenant keeps everything that is said of it, and a person is one row that can be erased")
  func tenants() async throws {
    let store = try openStore(folder)
    try await store.write { file in
      let host = try file.insertTenant(id: "ann", name: "Ann", at: at(0))
      let group = try file.insertTenantGroup(id: "g", name: "Staff", at: at(0))
      var guest = try file.insertTenant(id: "bo", name: "Bo", kind: .guest, at: at(0))
      #expect(try file.tenant(id: "bo") == guest)
      (guest.hostTenantKey, guest.groupKey) = (host.key, group.key)
      (guest.validFrom, guest.validUntil, guest.archivedAt) = (at(1), at(2), at(3))
      (guest.name, guest.email, guest.phone, guest.language) = ("Bob", "b@example.org", "+49 1", "fr")
      try file.updateTenant(guest)
      #expect(try file.tenant(key: guest.key) == guest)
      #expect(try file.tenantsPerGroup() == [:])
      guest.archivedAt = nil
      try file.updateTenant(guest)
      #expect(try file.tenantsPerGroup() == [group.key: 1])
      try file.eraseTenant(key: guest.key, at: at(9))
      let left = try file.tenant(key: guest.key)
      #expect(left?.name == "" && left?.email == nil && left?.phone == nil && left?.language == nil)
    }
  }

  @Test("a bay whose wallbox was removed stays for its unit or tenancy, and else goes with it")
  func wallboxRemoved() async throws {
    let store = try openStore(folder)
    let chargePoint = try await store.addChargePoint("CP1")
    try await store.write { file in
      let ann = try file.insertTenant(id: "ann", name: "Ann", at: at(0))
      let unit = try file.insertUnit(id: "u", name: "Flat", at: at(0))
      let bays = try (1...4).map { number in
        try file.insertBay(
          Bay(
            key: 0, id: "AAAAAAA\(number)", name: "", chargePointKey: chargePoint.key, connector: number,
            unitKey: number == 1 ? unit.key : nil, createdAt: at(0)))
      }
      for (bay, to) in [(bays[1], nil as Instant?), (bays[2], at(9))] {
        _ = try file.insertTenancy(
          Tenancy(
            key: 0, id: bay.id, tenantKey: ann.key, unitKey: nil, bayKeys: [bay.key], from: at(1), to: to,
            createdAt: at(0), createdBy: "eva"))
      }
      try file.leaveBays(chargePointKey: chargePoint.key, at: at(10))
      #expect(try file.allBays().map(\.key) == [bays[0].key, bays[1].key])
      #expect(try file.allBays().allSatisfy { $0.chargePointKey == nil && $0.connector == nil })
      #expect(try file.bay(key: bays[3].key)?.archivedAt == at(10))
      #expect(try file.forgetChargePoint(key: chargePoint.key))
    }
  }

  @Test("the register at an instant is the newest value that a connector told until then")
  func registers() async throws {
    let store = try openStore(folder)
    let chargePoint = try await store.addChargePoint("CP1")
    try await store.write { file in
      let connector = try file.connectorKey(chargePointKey: chargePoint.key, connector: 1)
      let charge = try file.insertTransaction(newTransaction(chargePoint, at: 100)).transaction.id
      for (series, instant, energy) in [
        (ReadingSeries.connector(key: connector), Int64(50), Int64(5)), (.transaction(charge), 100, 6),
        (.transaction(charge), 200, 7), (.connector(key: connector), 300, 8),
      ] {
        try file.appendReading(
          MeterReading(
            at: at(instant), receivedAt: at(0), source: .sample, energyMilliWh: energy, energyText: "x"),
          to: series)
      }
      func register(_ instant: Int64, connector: Int = 1) throws -> Int64? {
        try file.registerReading(
          chargePointKey: chargePoint.key, connector: connector, notAfter: at(instant))?.energyMilliWh
      }
      #expect(try [49, 50, 199, 200, 299, 300, 999].map { try register($0) } == [nil, 5, 6, 7, 7, 8, 8])
      #expect(try register(999, connector: 2) == nil)
    }
  }
}
