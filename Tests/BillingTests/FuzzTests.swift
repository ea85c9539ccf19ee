import Billing
import Formats
import Testing

@Suite struct FuzzTests {
  private func survives(_ input: [UInt8]) -> Bool {
    do {
      let output = try priceFile(input, zone: Pricing.zone)
      let cost = try JSONValue.parse(output)
      return cost.amounts.allSatisfy { $0 != "missing" }
    } catch let error as InvalidInput {
      return !error.reason.isEmpty
    } catch {
      return false
    }
  }

  private func input(_ charge: RandomCharge) -> String {
    #"{"timezone":"UTC","tariff":\#(charge.tariffJSON),"session":\#(charge.sessionJSON)}"#
  }

  @Test("damaged input is refused or priced, and never traps")
  func damaged() {
    var dice = Dice(seed: 11)
    let tokens = [
      "null", "-", "9223372036854775807", "9223372036854775.807", "1e308", "\"", "{}", "[", "0.", "\\ud800",
      "true", "-9223372036854775808", "\u{0}", "é", "99999999999999999999999999999999999999",
    ]
    for _ in 0..<1500 {
      var bytes = Array(input(RandomCharge(&dice)).utf8)
      for _ in 0..<dice.roll(1...3) {
        let at = dice.roll(0...(bytes.count - 1))
        switch dice.roll(0...3) {
        case 0: bytes[at] = UInt8(truncatingIfNeeded: dice.next())
        case 1: bytes.removeSubrange(at..<min(bytes.count, at + dice.roll(1...8)))
        case 2: bytes.insert(contentsOf: dice.pick(tokens).utf8, at: at)
        default: bytes.replaceSubrange(at..<min(bytes.count, at + 4), with: dice.pick(tokens).utf8)
        }
        if bytes.isEmpty { bytes = [0] }
      }
      #expect(survives(bytes), "\(String(decoding: bytes, as: UTF8.self))")
    }
  }

  private func digits(_ dice: inout Dice, _ most: Int) -> String {
    String((0..<dice.roll(1...most)).map { _ in dice.pick(Array("0123456789999")) })
  }

  private func decimal(_ dice: inout Dice) -> String {
    (dice.chance(20) ? "-" : "") + digits(&dice, 40) + (dice.chance(60) ? "." + digits(&dice, 40) : "")
  }

  private func instant(_ dice: inout Dice) -> String {
    dice.pick([
      "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999Z", "1970-01-01T00:00:00Z", "2026-03-29T01:00:00+23:59",
    ])
  }

  @Test("numbers of any size are refused or priced, and never trap")
  func enormous() {
    var dice = Dice(seed: 12)
    var priced = 0
    for _ in 0..<1200 {
      let components = (0..<dice.roll(1...4)).map { _ in
        let type = dice.pick(["FLAT", "ENERGY", "TIME", "PARKING_TIME"])
        let vat = "\(dice.roll(0...99)).\(digits(&dice, dice.pick([1, 30])))"
        let step = dice.pick([0, 1, 9_223_372_036_854_775_807])
        let price = dice.chance(50) ? decimal(&dice) : digits(&dice, 12)
        return #"{"type":"\#(type)","price":"\#(price)","vat":"\#(vat)","step_size":\#(step)}"#
      }
      let limit = dice.chance(30) ? #","max_price":{"incl_vat":"\#(digits(&dice, 39))"}"# : ""
      let included = dice.chance(50) ? #","tax_included":"YES""# : ""
      let tariff = Pricing.tariff(components.joined(separator: ","), more: limit + included)
      let readings = (0..<dice.roll(0...5)).map { _ in
        let register = dice.pick(["0", "9223372036854775.807", "3", "4611686018427387"])
        return #"{"t":"\#(instant(&dice))","wh":\#(register)}"#
      }
      let states = #"{"from":"\#(instant(&dice))","to":"\#(instant(&dice))","state":"idle"}"#
      let session =
        #"{"start":"\#(instant(&dice))","stop":"\#(instant(&dice))","#
        + #""readings":[\#(readings.joined(separator: ","))],"states":[\#(states)]}"#
      let input = #"{"timezone":"UTC","tariff":\#(tariff),"session":\#(session)}"#
      #expect(survives(Array(input.utf8)), "\(input)")
      do {
        _ = try Pricing.text(input)
        priced += 1
      } catch {
        #expect(!error.reason.isEmpty)
      }
    }
    // Otherwise the test says nothing about arithmetic.
    #expect(priced > 50)
  }
}
