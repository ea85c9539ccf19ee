import Billing
import Formats
import Testing

@Suite struct ReferenceTests {
  #if DEBUG
    private static let rounds = 1000
  #else
    private static let rounds = 25_000
  #endif

  @Test("random charges cost what a second calculator says", arguments: [1, 2, 3, 4] as [UInt64])
  func agreement(seed: UInt64) throws {
    var dice = Dice(seed: seed)
    for round in 0..<Self.rounds {
      let charge = RandomCharge(&dice)
      let expected = ReferenceCalculator(charge: charge).result()
      let cost = try Pricing.json(tariff: charge.tariffJSON, session: charge.sessionJSON)
      let found = result(cost, charge)
      guard found == expected else {
        Issue.record(
          "\(seed)/\(round): \(found) instead of \(expected)\n\(charge.tariffJSON)\n\(charge.sessionJSON)")
        return
      }
      #expect(sumsUp(cost, charge))
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
