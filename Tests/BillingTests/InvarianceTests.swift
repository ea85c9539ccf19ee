import Billing
import Domain
import Formats
import Glibc
import Testing

/// What must not change an amount, on random tariffs and charges.
@Suite(.serialized) struct InvarianceTests {
  private func charges(_ seed: UInt64, _ check: (RandomCharge, inout Dice) throws -> Void) rethrows {
    var dice = Dice(seed: seed)
    for _ in 0..<300 { try check(RandomCharge(&dice), &dice) }
  }

  /// The whole output; the reason where there is none.
  private func price(_ charge: RandomCharge) -> JSONValue {
    do throws(InvalidInput) {
      return try Pricing.parsed(
        tariff: charge.tariffJSON, session: charge.sessionJSON, zone: "Europe/Berlin")
    } catch {
      return .string("\(error.path): \(error.reason)")
    }
  }

  @Test("readings in any order and sent twice")
  func shuffled() {
    charges(21) { charge, dice in
      var other = charge
      other.readings += charge.readings.filter { _ in dice.chance(50) }
      for index in other.readings.indices {
        other.readings.swapAt(index, dice.roll(0...(other.readings.count - 1)))
      }
      #expect(price(other) == price(charge), "\(charge.tariffJSON)\n\(charge.sessionJSON)")
    }
  }

  @Test("slots and states in any order")
  func slots() {
    charges(22) { charge, _ in
      var other = charge
      other.rules.dynamic?.slots.reverse()
      other.rules.vatChanges.reverse()
      other.states?.reverse()
      let (one, two) = (price(other), price(charge))
      #expect(one.amounts == two.amounts && one.flags == two.flags)
    }
  }

  @Test("a split at an instant that is no boundary")
  func split() {
    charges(23) { charge, dice in
      var other = charge
      other.states = charge.states.map { states in
        states.flatMap { state -> [RandomCharge.State] in
          guard state.to - state.from > 1 else { return [state] }
          let cut = dice.roll((state.from + 1)...(state.to - 1))
          var (left, right) = (state, state)
          (left.to, right.from) = (cut, cut)
          return [left, right]
        }
      }
      #expect(price(other) == price(charge), "\(charge.tariffJSON)\n\(charge.sessionJSON)")
    }
  }

  @Test("a split where the register, rounded, seems to have reached a threshold")
  func splitByRounding() throws {
    // 10 mWh in an hour: 5 mWh are reached after 30 minutes, though after 28 the register rounds to 5.
    let tariff =
      #"{"currency":"EUR","elements":[{"price_components":[{"type":"TIME","price":"60","vat":"0"}],"#
      + #""restrictions":{"max_kwh":"0.000005"}}]}"#
    let readings = [(0, "0"), (60, "0.01")]
    let states = [(0, 28), (28, 60)].map {
      #"{"from":"\#(Pricing.at($0))","to":"\#(Pricing.at($1))","state":"charging"}"#
    }
    for more in ["", #","states":[\#(states.joined(separator: ","))]"#] {
      let cost = try Pricing.json(tariff: tariff, session: Pricing.session(readings, more: more))
      #expect(cost.text("gross") == "30.00")
    }
  }

  @Test("the machine's own zone")
  func zone() {
    let before = getenv("TZ").map { String(cString: $0) }
    defer {
      if let before { setenv("TZ", before, 1) } else { unsetenv("TZ") }
      tzset()
    }
    charges(24) { charge, dice in
      let plain = price(charge)
      setenv("TZ", dice.pick(["Pacific/Kiritimati", "America/St_Johns", "UTC"]), 1)
      tzset()
      #expect(price(charge) == plain)
    }
  }

  @Test("another tariff afterwards: a record is priced again by the one it froze")
  func repriced() throws {
    try charges(25) { charge, _ in
      let body: JSONValue = [
        "session": try JSONValue.parse(charge.sessionJSON), "tariff": try JSONValue.parse(charge.tariffJSON),
      ]
      let plain = price(charge)
      guard plain.objectValue != nil else { return }
      let zone = try Pricing.zone("Europe/Berlin")
      let cost = try ChargeDetailRecord.repriced(body: body.serializedText, zone: zone)
      #expect(cost.json == plain)
    }
  }
}
