import Billing
import Formats
import Glibc
import Testing

@Suite struct ReferenceTests {
  /// For each of the seeds; PRICE_ROUNDS asks for more.
  private static let rounds = getenv("PRICE_ROUNDS").flatMap { Int(String(cString: $0)) } ?? 1000

  @Test("random charges cost what a second calculator says", arguments: [1, 2, 3, 4] as [UInt64])
  func agreement(seed: UInt64) throws {
    var dice = Dice(seed: seed)
    var (waiting, split) = (0, 0)
    for round in 0..<Self.rounds {
      let charge = RandomCharge(&dice)
      let expected = ReferenceCalculator(charge: charge).result()
      let cost = try self.cost(of: charge)
      let found = cost.map { result($0, charge) }
      guard found == expected else {
        Issue.record(
          """
          \(seed)/\(round): \(String(describing: found)) instead of \(String(describing: expected))
          {"timezone":"Europe/Berlin","tariff":\(charge.tariffJSON),"session":\(charge.sessionJSON)}
          """)
        return
      }
      #expect(cost.map { sumsUp($0, charge) } ?? true)
      waiting += cost == nil ? 1 : 0
      split += cost?.flags.contains("interpolated") == true ? 1 : 0
    }
    // Otherwise the test says little about either.
    #expect(waiting * 100 > Self.rounds && waiting * 4 < Self.rounds && split * 50 > Self.rounds)
  }

  /// Nil: it cannot be priced yet.
  private func cost(of charge: RandomCharge) throws -> JSONValue? {
    do throws(InvalidInput) {
      return try Pricing.parsed(
        tariff: charge.tariffJSON, session: charge.sessionJSON, zone: "Europe/Berlin")
    } catch {
      guard ["tariff.dynamic.slots", "session.states"].contains(error.path) else { throw error }
      return nil
    }
  }

  private func result(_ cost: JSONValue, _ charge: RandomCharge) -> ReferenceCalculator.Result {
    ReferenceCalculator.Result(
      amounts: cost.amounts.map { scaled($0, charge.minorDigits) },
      energyMilli: Int(scaled(cost.text("energy_kwh"), 6)),
      exactNetMillionths: scaled(cost.text("exact_net"), 6), limit: cost.text("limit"), flags: cost.flags)
  }

  /// Every group and the whole: net + VAT = gross, and the groups make the whole.
  private func sumsUp(_ cost: JSONValue, _ charge: RandomCharge) -> Bool {
    let groups = cost.list("vat_groups").map { $0.amounts.map { scaled($0, charge.minorDigits) } }
    let whole = cost.amounts.map { scaled($0, charge.minorDigits) }
    let sums = (0..<3).map { column in groups.reduce(0) { $0 + $1[column] } }
    let isWhole = cost.text("limit") != "null" || sums == whole
    return isWhole && (groups + [whole]).allSatisfy { $0[0] + $0[1] == $0[2] }
  }

  /// Decimal text as whole numbers of 10^-places; a text of another shape gives a number that fits nothing.
  private func scaled(_ text: String, _ places: Int) -> Int64 {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    let fraction = parts.count == 2 ? String(parts[1]) : ""
    guard parts.count <= 2, fraction.count <= places else { return .min }
    let zeros = String(repeating: "0", count: places - fraction.count)
    return Int64("\(parts[0])\(fraction)\(zeros)") ?? .min
  }
}
