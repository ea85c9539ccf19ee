import Domain
import Testing

@Suite("Who may charge, and who pays")
struct ChargingRightTests {
  private static let noon = Instant(millisecondsSince1970: 1_772_445_600_000)
  private static func after(_ minutes: Int64) -> Instant { noon.advanced(byMilliseconds: minutes * 60_000) }

  private func card(_ status: IdTagStatus = .accepted, tenantKey: Int64? = nil) -> IdTag {
    IdTag(
      key: 7, idTag: "04A2", label: "", tenantKey: tenantKey, status: status, expiresAt: nil,
      createdAt: Self.after(-1000))
  }

  private func holder(
    _ key: Int64, groups: [Int64] = [], tenancies: CardHolder.Tenancies = .none
  ) -> CardHolder {
    CardHolder(
      tenantKey: key, kind: .tenant, hostKey: nil, groupKeys: groups, validFrom: nil, validUntil: nil,
      archivedAt: nil, tenancies: tenancies)
  }

  private func guest(of host: Int64?, groups: [Int64] = []) -> CardHolder {
    var guest = holder(50, groups: groups)
    (guest.kind, guest.hostKey) = (.guest, host)
    (guest.validFrom, guest.validUntil) = (Self.after(-10), Self.after(10))
    return guest
  }

  private func claim(_ holder: CardHolder?, bays: [Int64] = []) -> CardClaim {
    CardClaim(card: card(tenantKey: holder?.tenantKey), holder: holder, bayKeys: bays)
  }

  private func place(_ access: BayAccess, holder: Int64? = nil, groups: [Int64] = []) -> BayClaim {
    BayClaim(
      bay: Bay(
        key: 3, id: "ABCD2345", name: "3", access: access, groupKeys: groups, createdAt: Self.after(-1000)),
      holderKey: holder)
  }

  private func refusal(_ claim: CardClaim?, _ place: BayClaim?, _ at: Instant = noon) -> ChargingRefusal? {
    ChargingRight(of: claim, at: place, on: at).refusal
  }

  @Test("an assigned bay is its holder's and the owner's, and nobody else's")
  func assigned() {
    let mine = place(.assigned, holder: 1)
    #expect(ChargingRight(of: claim(holder(1)), at: mine, on: Self.noon).payerKey == 1)
    #expect(refusal(claim(holder(1)), mine) == nil)
    #expect(refusal(claim(holder(2)), mine) == .notThisBay)
    #expect(refusal(claim(nil), mine) == nil)
    #expect(refusal(nil, mine) == .unknownCard)
    #expect(refusal(claim(guest(of: 1)), mine) == nil)
    #expect(refusal(claim(guest(of: nil)), mine) == .notThisBay)
    let vacant = place(.assigned)
    #expect(refusal(claim(holder(1)), vacant) == .notThisBay)
    #expect(refusal(claim(guest(of: nil)), vacant) == nil)
  }

  @Test("a bay for tenants is everyone's, or that of its groups, its holder and the owner")
  func tenants() {
    #expect(refusal(claim(holder(2)), place(.tenants, holder: 1)) == nil)
    #expect(refusal(nil, place(.tenants)) == .unknownCard)
    let staff = place(.tenants, holder: 1, groups: [9])
    #expect(refusal(claim(holder(2)), staff) == .notThisGroup)
    #expect(refusal(claim(holder(2, groups: [9])), staff) == nil)
    #expect(refusal(claim(holder(1)), staff) == nil)
    #expect(refusal(claim(nil), staff) == nil)
    #expect(refusal(claim(guest(of: 2)), staff) == .notThisGroup)
    #expect(refusal(claim(guest(of: 2, groups: [9])), staff) == nil)
  }

  @Test("at an open bay anyone charges: a known card for its tenant, an unknown one for the bay's holder")
  func open() {
    let unknown = ChargingRight(of: nil, at: place(.open, holder: 1), on: Self.noon)
    #expect(unknown.mayCharge && unknown.payerKey == 1 && unknown.status == .accepted)
    #expect(ChargingRight(of: nil, at: place(.open), on: Self.noon).payerKey == nil)
    let known = ChargingRight(of: claim(holder(2)), at: place(.open, holder: 1, groups: [9]), on: Self.noon)
    #expect(known.mayCharge && known.payerKey == 2)
    var blocked = claim(holder(2))
    blocked.card.status = .blocked
    #expect(refusal(blocked, place(.open)) == .blocked)
  }

  @Test("a card that is limited to bays charges at no other, whosever it is", arguments: BayAccess.allCases)
  func limited(_ access: BayAccess) {
    #expect(refusal(claim(holder(1), bays: [4]), place(access, holder: 1)) == .notThisBay)
    #expect(refusal(claim(nil, bays: [4]), place(access)) == .notThisBay)
    #expect(refusal(claim(holder(1), bays: [4, 3]), place(access, holder: 1)) == nil)
  }

  @Test(
    "a tenant with tenancies charges while one holds, one without any always", arguments: BayAccess.allCases)
  func tenancies(_ access: BayAccess) {
    let here = place(access, holder: 1)
    #expect(refusal(claim(holder(1, tenancies: .noneNow)), here) == .noTenancy)
    #expect(refusal(claim(holder(1, tenancies: .none)), here) == nil)
    let until = ChargingRight(
      of: claim(holder(1, tenancies: .holds(until: Self.after(5)))), at: here, on: Self.noon)
    #expect(until.mayCharge && until.endsAt == Self.after(5))
    var left = holder(1)
    left.archivedAt = Self.noon
    #expect(refusal(claim(left), here) == .noTenancy)
    #expect(refusal(claim(left), here, Self.after(-1)) == nil)
  }

  @Test("a guest charges in its time, and its host pays")
  func guests() {
    let right = ChargingRight(of: claim(guest(of: 1)), at: place(.tenants), on: Self.noon)
    #expect(right.payerKey == 1 && right.guestKey == 50 && right.endsAt == Self.after(10))
    let owners = ChargingRight(of: claim(guest(of: nil)), at: nil, on: Self.noon)
    #expect(owners.mayCharge && owners.payerKey == nil && owners.guestKey == 50)
    let early = ChargingRight(of: claim(guest(of: 1)), at: nil, on: Self.after(-11))
    #expect(early.refusal == .guestEarly && early.status == .blocked && early.payerKey == 1)
    let late = ChargingRight(of: claim(guest(of: 1)), at: nil, on: Self.after(10))
    #expect(late.refusal == .guestOver && late.status == .expired)
  }

  @Test("a blocked card charged rightly before it was blocked; what ends first is told")
  func blocked() {
    var mine = claim(holder(1))
    mine.card.expiresAt = Self.after(20)
    mine.card.block(from: Self.after(10))
    #expect(ChargingRight(of: mine, at: nil, on: Self.noon).endsAt == Self.after(10))
    #expect(refusal(mine, nil, Self.after(9)) == nil)
    #expect(refusal(mine, nil, Self.after(10)) == .blocked)
    mine.card.change(to: .accepted, at: Self.after(11))
    #expect(refusal(mine, nil, Self.after(11)) == nil)
    #expect(refusal(mine, nil, Self.after(20)) == .expired)
  }

  @Test("what starts without a card at an assigned bay is its holder's, or the owner's")
  func byItself() {
    let holder = ChargingRight(
      of: claim(holder(2)), at: place(.assigned, holder: 1), on: Self.noon, startsByItself: true)
    #expect(holder.mayCharge && holder.payerKey == 1)
    let vacant = ChargingRight(of: nil, at: place(.assigned), on: Self.noon, startsByItself: true)
    #expect(vacant.mayCharge && vacant.payerKey == nil)
    let others = ChargingRight(of: nil, at: place(.tenants), on: Self.noon, startsByItself: true)
    #expect(others.refusal == .unknownCard)
  }

  @Test("a further reason refuses only what was not refused, and pays like it")
  func further() {
    let right = ChargingRight(of: claim(holder(1)), at: nil, on: Self.noon)
    let elsewhere = right.refused(.chargingElsewhere)
    #expect(elsewhere.status == .concurrentTx && elsewhere.payerKey == 1)
    #expect(elsewhere.refused(.budgetUsed).refusal == .chargingElsewhere)
    #expect(right.refused(by: card(.blocked), on: Self.noon).refusal == .blocked)
    #expect(right.refused(by: card(), on: Self.noon) == right)
  }

  @Test("a bay's id is read in any case and with separators, and has no letters that look like digits")
  func bayID() {
    let id = BayID.make(from: [0, 1, 31, 32, 63, 64, 200, 255])
    #expect(id.utf8.count == 8 && id.utf8.allSatisfy(BayID.alphabet.contains))
    #expect(BayID.parse(id.lowercased()) == id)
    #expect(BayID.parse("abcd-2345") == "ABCD2345")
    #expect(BayID.parse("ABCD234") == nil && BayID.parse("ABCD2340") == nil && BayID.parse("ABCDI234") == nil)
  }
}
