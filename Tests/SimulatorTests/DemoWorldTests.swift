import Domain
import Formats
import Glibc
import Net
import Testing

@testable import Simulator

/// The demo's month, played over real sockets in a few seconds.
@NetworkLoop
@Suite(.serialized) struct DemoWorldTests {
  private let server = ScriptedServer()
  private let present = Instant(millisecondsSince1970: 1_774_972_800_000)
  private let problems = PretendChargePointTests.Problems()

  private nonisolated static func real() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
  }

  /// A world whose month takes `milliseconds`, and its clock.
  private func world(milliseconds: Int64) throws -> (DemoWorld, DemoPlan, SiteTime) {
    let plan = DemoPlan(house: .lindenhof, present: present, utcOffsetSeconds: 7_200, seed: 11)
    let course = ClockCourse(
      real: Self.real(), from: plan.from, to: present, within: milliseconds, then: 30)
    let time = SiteTime(now: { course.site(at: Self.real()) }, rate: { course.rate(at: Self.real()) })
    let strange = plan.house.strangeCard
    let server = server
    server.script = { call in
      switch call.action {
      case "Authorize" where call.payload["idTag"]?.stringValue == strange:
        return .result(#"{"idTagInfo":{"status":"Invalid"}}"#)
      case "BootNotification" where call.chargePoint == plan.house.newWallbox.id:
        return .result(#"{"status":"Pending","currentTime":"2026-03-01T00:00:00Z","interval":30}"#)
      case "StartTransaction":
        return .result(
          #"{"idTagInfo":{"status":"Accepted"},"transactionId":\#(server.freshTransaction())}"#)
      default: return ScriptedServer.kind(call)
      }
    }
    let problems = problems
    let world = DemoWorld(plan: plan, address: try server.listen(), time: time) { problems.all.append($0) }
    return (world, plan, time)
  }

  private func milliseconds(_ payload: JSONValue) -> Int64 {
    InstantFormat.parse(payload["timestamp"]?.stringValue ?? "")?.instant.millisecondsSince1970 ?? 0
  }

  /// The charges of a bay that have ended by the present.
  private func planned(_ plan: DemoPlan, bay: Int) -> [PlannedCharge] {
    var planner = plan.planner(forBay: bay)
    var charges: [PlannedCharge] = []
    while let event = planner.next(), event.from < present {
      if case .charge(let charge) = event, charge.stopAt < present { charges.append(charge) }
    }
    return charges
  }

  @Test("the whole month arrives: every planned charge, with its times, card and energy, also over an outage")
  func month() async throws {
    let (world, plan, time) = try world(milliseconds: 12_000)
    world.switchOn()
    await eventually("the present") { time.now() >= present.advanced(bySeconds: 60) }
    await eventually("the new wallbox knocks") {
      server.actions(plan.house.newWallbox.id).contains("BootNotification")
    }
    for (bay, wallbox) in plan.house.wallboxes.enumerated() {
      let charges = planned(plan, bay: bay)
      // A message whose answer was lost with the network comes a second time: once is enough.
      let own = { (action: String) in
        server.received.filter { $0.chargePoint == wallbox.id && $0.action == action }.map(\.payload)
          .reduce(into: [JSONValue]()) { all, payload in if all.last != payload { all.append(payload) } }
      }
      await eventually("all stops of \(wallbox.bay)") { own("StopTransaction").count >= charges.count }
      let starts = own("StartTransaction")
      let stops = own("StopTransaction")
      var register = wallbox.registerWh * 3600
      for (index, charge) in charges.enumerated() where index < starts.count && index < stops.count {
        #expect(milliseconds(starts[index]) == charge.startAt.millisecondsSince1970)
        #expect(milliseconds(stops[index]) == charge.stopAt.millisecondsSince1970)
        #expect(starts[index]["idTag"]?.stringValue == charge.idTag)
        #expect(starts[index]["meterStart"]?.integerValue == register / 3600)
        register += charge.curve.wattSeconds
        #expect(stops[index]["meterStop"]?.integerValue == register / 3600)
      }
    }
    #expect(problems.all.isEmpty, "\(problems.all)")
    world.switchOff()
  }

  @Test("at the present two charge, one is broken, one is gone, and nobody charged with the strange card")
  func present() async throws {
    let (world, plan, time) = try world(milliseconds: 8_000)
    world.switchOn()
    await eventually("the present") { time.now() >= present }
    func last(_ bay: Int) -> String? {
      server.received.last {
        $0.chargePoint == plan.house.wallboxes[bay].id && $0.action == "StatusNotification"
      }?.payload["status"]?.stringValue
    }
    for (bay, status) in [(0, "Charging"), (3, "Charging"), (4, "Faulted"), (6, "SuspendedEV")] {
      await eventually("bay \(bay) is \(status)") { last(bay) == status }
    }
    let strange = plan.house.strangeCard
    #expect(server.payloads("Authorize").contains { $0["idTag"]?.stringValue == strange })
    #expect(!server.payloads("StartTransaction").contains { $0["idTag"]?.stringValue == strange })
    world.switchOff()
  }

  @Test("samples rise with the register from start to stop, in the units of each make")
  func samples() async throws {
    let (world, plan, time) = try world(milliseconds: 8_000)
    world.switchOn()
    await eventually("the present") { time.now() >= present }
    for wallbox in plan.house.wallboxes {
      var register: Int64 = 0
      let digits = wallbox.style == .kilowattHours ? 6 : 3
      let sent = { server.received.filter { $0.chargePoint == wallbox.id && $0.action == "MeterValues" } }
      await eventually("samples of \(wallbox.id)") { sent().count > 10 }
      let values = sent()
      for value in values {
        let sampled = value.payload["meterValue"]?.arrayValue?.first?["sampledValue"]?.arrayValue ?? []
        let energy = sampled.first?["value"]?.stringValue.flatMap { DecimalText.lenient($0, digits: digits) }
        #expect((energy ?? 0) >= register)
        register = energy ?? 0
        #expect(register >= wallbox.registerWh * 1_000)
      }
    }
    world.switchOff()
  }
}
