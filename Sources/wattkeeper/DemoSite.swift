import Billing
import Crypto
import Domain
import Formats
import Net
import Simulator
import Site
import Storage
import WebAPI

/// Furnishes the demo's site: what a manager would have set up a month ago.
@NetworkLoop
struct DemoSite {
  let appliance: Appliance
  let house: DemoHouse
  /// Where fast motion ends.
  let present: Instant

  nonisolated static let fastMotionMs: Int64 = 45_000
  nonisolated static let laterRate: Int64 = 30
  private nonisolated static let account = "demo"

  nonisolated init(appliance: Appliance, house: DemoHouse, present: Instant) {
    self.appliance = appliance
    self.house = house
    self.present = present
  }

  /// A month of fast motion, then faster than life, so that amounts can be seen to grow.
  nonisolated static func course(to present: Instant) -> ClockCourse {
    let plan = DemoPlan(house: .lindenhof, present: present, utcOffsetSeconds: 0, seed: seed)
    return ClockCourse(
      real: SystemClock.now().millisecondsSince1970, from: plan.from, to: present, within: fastMotionMs,
      then: laterRate)
  }

  private nonisolated static let seed: UInt64 = 20_260_301

  /// Settings, price, people, cards, wallboxes, an account; returns how to get in.
  func furnish() async throws -> [String] {
    let site = appliance.site
    guard let preset = CountryPreset.of(country: house.country) else { return [] }
    var changes = preset.settings
    changes[.siteName] = house.name
    changes[.language] = "en"
    _ = try await site.change(settings: changes, by: Self.account)
    let tariff = try Tariff.parse(JSONValue.parse(house.tariff))
    _ = try await site.addTariff(
      name: house.tariffName, validFrom: plan.from, tariff: tariff, by: Self.account)
    for wallbox in house.wallboxes {
      try await site.createChargePoint(id: wallbox.id, name: wallbox.bay, password: nil, state: .accepted)
    }
    let movers = DemoPeople(plan: plan, zone: site.settings.zone, by: Self.account)
    let people = try await site.store.write { file in try movers.moveIn(in: file) }
    try await site.baysChanged()
    for person in people { try await site.budgetsChanged(of: person.key) }
    let password = randomToken(bits: 40).lowercased()
    try await addOwner(password)
    var lines = ["sign in:    \(Self.account), password \(password)"]
    if let tenant = people.first {
      let path = try await TenantDesk.invite(tenant, in: site.store, at: SystemClock.now())
      lines.append("tenant:     \(appliance.address.url)\(path) (\(tenant.name)'s phone; works once)")
    }
    return lines
  }

  /// The wallboxes, still switched off.
  func world() -> DemoWorld {
    let clock = appliance.clock
    let address = "ws" + appliance.address.url.dropFirst(4) + "/ocpp"
    return DemoWorld(
      plan: plan, address: address, time: SiteTime(now: { clock.now() }, rate: { clock.rate() })
    ) { problem in tell("demo: \(problem.chargePoint): \(problem.kind.rawValue): \(problem.text)") }
  }

  /// Tells week by week how far fast motion has come.
  nonisolated func tellProgress() async throws {
    let clock = appliance.clock
    tell("fast motion: a month of charges arrives over the wire, in \(Self.fastMotionMs / 1000) seconds")
    for week in Int64(1)...4 {
      let reached = present.advanced(byMilliseconds: (week - 4) * 7 * 86_400_000)
      while clock.now() < reached { try await Task.sleep(for: .milliseconds(50)) }
      if week < 4 { tell("fast motion: \(InstantFormat.string(reached).prefix(10))") }
    }
    try await shareCurrent()
    tell("present:    reached; from now on the clock runs \(Self.laterRate) times as fast as life")
  }

  /// Less than all cars together would like. Set only now: in fast motion a charge is over before a wallbox
  /// could be told.
  private func shareCurrent() async throws {
    for wallbox in house.wallboxes {
      var wiring = WiringChange()
      (wiring.maxA, wiring.phases) = (wallbox.supply.tenthsOfAmperes / 10, wallbox.supply.phases)
      try await appliance.site.changeWiring(wallbox.id, 1, wiring)
    }
    _ = try await appliance.site.change(settings: [.siteLimitA: "32"], by: Self.account)
  }

  private var plan: DemoPlan {
    let offset = appliance.site.settings.zone.offsetSeconds(at: present)
    return DemoPlan(house: house, present: present, utcOffsetSeconds: Int64(offset), seed: Self.seed)
  }

  private func addOwner(_ password: String) async throws {
    let hash = await appliance.passwords.make(password)
    let at = plan.from
    try await appliance.site.store.write { connection in
      _ = try connection.insertAccount(
        id: randomToken(bits: 60), name: Self.account, role: .owner, password: hash, at: at)
    }
  }
}
