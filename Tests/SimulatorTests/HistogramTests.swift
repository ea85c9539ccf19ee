import Testing

@testable import Simulator

@Suite struct HistogramTests {
  @Test("quantiles agree with the sorted truth to two percent", arguments: [1, 7, 42] as [UInt64])
  func quantiles(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var histogram = Histogram()
    var values: [UInt64] = []
    for _ in 0..<20_000 {
      // From 10 µs to seconds, dense below and thin above, as latencies are.
      let value = UInt64(random.number(in: 10_000...100_000)) << UInt64(random.number(in: 0...14))
      values.append(value)
      histogram.add(nanoseconds: value)
    }
    values.sort()
    for perMille: UInt64 in [1, 500, 900, 990, 999, 1000] {
      let truth = values[max(0, (values.count * Int(perMille) + 999) / 1000 - 1)]
      let told = histogram.quantile(perMille: perMille)
      let error = told > truth ? told - truth : truth - told
      #expect(error * 50 <= truth, "p\(perMille): \(told) instead of \(truth)")
    }
    #expect(histogram.maximum == values.last)
    #expect(histogram.count == 20_000)
  }

  @Test("an empty histogram tells zeros")
  func empty() {
    #expect(Histogram().quantile(perMille: 990) == 0)
  }

  @Test("values too small or too large for the steps are kept all the same")
  func extremes() {
    var histogram = Histogram()
    histogram.add(nanoseconds: 0)
    histogram.add(nanoseconds: .max)
    #expect(histogram.quantile(perMille: 500) < 256)
    #expect(histogram.maximum == .max)
    #expect(histogram.count == 2)
  }
}
