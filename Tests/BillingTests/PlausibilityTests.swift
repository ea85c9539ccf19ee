import Billing
import Domain
import Testing

@Suite struct PlausibilityTests {
  /// A transaction from minute 0; registers and samples in Wh, samples as minutes and Wh.
  private func flags(
    minutes: Double = 60, start: Int64 = 1_000_000, stop: Int64, samples: [(Int, Int64)] = []
  ) -> [Flag] {
    let begin = Instant(millisecondsSince1970: 1_772_445_600_000)
    return Plausibility(
      startedAt: begin, meterStartMilliWh: start * 1000,
      stoppedAt: begin.advanced(byMilliseconds: Int64(minutes * 60_000)), meterStopMilliWh: stop * 1000,
      samples: samples.map { minute, wattHours in
        RegisterReading(
          at: begin.advanced(byMilliseconds: Int64(minute) * 60_000), energyMilliWh: wattHours * 1000)
      }
    ).flags
  }

  @Test("an ordinary charge has no flag, with samples or without")
  func ordinary() {
    #expect(flags(stop: 1_007_360) == [])
    #expect(flags(minutes: 8.15, start: 0, stop: 1000, samples: [(0, 0), (5, 613)]) == [])
    #expect(flags(stop: 1_011_000, samples: [(0, 1_000_000), (30, 1_005_500), (59, 1_010_800)]) == [])
    #expect(flags(stop: 1_000_000) == [])
  }

  @Test("a register may fall by 2 Wh, not by more")
  func backwards() {
    #expect(flags(stop: 999_998) == [])
    #expect(flags(stop: 999_997) == [.registerBackwards])
    #expect(flags(stop: 0) == [.registerBackwards])
  }

  @Test("a stop of 0 while the samples rose")
  func stopOfZero() {
    let rising: [(Int, Int64)] = [(15, 5_000), (45, 9_000)]
    #expect(flags(start: 0, stop: 0, samples: rising) == [.samplesDisagree])
    #expect(flags(start: 1_000, stop: 0, samples: rising) == [.registerBackwards, .samplesDisagree])
  }

  @Test("more than 400 kW or more than 1 MWh, but never the first kilowatt-hour")
  func tooMuch() {
    #expect(flags(minutes: 60, stop: 1_400_000) == [])
    #expect(flags(minutes: 60, stop: 1_400_001) == [.implausibleEnergy])
    #expect(flags(minutes: 6000, stop: 2_000_000) == [])
    #expect(flags(minutes: 6000, stop: 2_000_001) == [.implausibleEnergy])
    #expect(flags(minutes: 0, stop: 1_001_000) == [])
    #expect(flags(minutes: 0, stop: 1_001_001) == [.implausibleEnergy])
  }

  @Test("a stop before its start; stamps of whole seconds are no reason")
  func stopBeforeStart() {
    #expect(flags(minutes: -1, stop: 1_005_000) == [.stopBeforeStart])
    #expect(flags(minutes: -1.0 / 60, stop: 1_000_000) == [])
  }

  @Test("the last sample may be as far from the stop as 1 kWh, 5 % and the time between allow")
  func lastSample() {
    #expect(flags(stop: 1_010_000, samples: [(30, 1_005_000), (60, 1_011_000)]) == [])
    #expect(flags(stop: 1_010_000, samples: [(30, 1_005_000), (60, 1_011_001)]) == [.samplesDisagree])
    #expect(flags(stop: 1_040_000, samples: [(30, 1_020_000), (60, 1_042_000)]) == [])
    #expect(flags(stop: 1_010_000, samples: [(30, 1_005_000), (60, 1_008_999)]) == [.samplesDisagree])
    // 22 kW for the last quarter of an hour.
    #expect(flags(stop: 1_020_000, samples: [(30, 1_010_000), (45, 1_014_500)]) == [])
    #expect(flags(stop: 1_005_600, samples: [(30, 1_000_100), (45, 1_000_100)]) == [])
    #expect(flags(stop: 1_007_000, samples: [(30, 1_000_100), (45, 1_000_100)]) == [.samplesDisagree])
    // Twice the 60 kW seen before.
    let fast: [(Int, Int64)] = [(30, 1_025_000), (45, 1_040_000)]
    #expect(flags(stop: 1_068_000, samples: fast) == [])
    #expect(flags(stop: 1_080_000, samples: fast) == [.samplesDisagree])
  }

  @Test("samples that count each transaction from 0 are no disagreement when they rose alike")
  func sessionRelative() {
    #expect(flags(stop: 1_010_000, samples: [(1, 100), (30, 5_000), (59, 9_900)]) == [])
    #expect(flags(stop: 1_010_000, samples: [(1, 100), (30, 2_000), (59, 4_000)]) == [.samplesDisagree])
    // A register of its own, far away, that rose alike.
    #expect(flags(start: 0, stop: 10_000, samples: [(0, 5_000_000), (60, 5_010_000)]) == [])
  }

  @Test("a placeholder 0 at the start, the whole lifetime billed")
  func placeholderStart() {
    let samples: [(Int, Int64)] = [(0, 910_000), (90, 910_050), (179, 910_080)]
    #expect(flags(minutes: 180, start: 0, stop: 910_083, samples: samples) == [.samplesDisagree])
  }

  @Test("kilowatt-hours sent as watt-hours")
  func factorThousand() {
    #expect(flags(stop: 1_010_000, samples: [(0, 1_000), (60, 1_010)]) == [.samplesDisagree])
    #expect(
      flags(start: 1_000, stop: 1_010, samples: [(0, 1_000_000), (60, 1_010_000)]) == [.samplesDisagree])
  }

  @Test("samples of a wrong clock say nothing")
  func leftOut() {
    #expect(flags(stop: 1_010_000, samples: [(-600, 7), (600, 8)]) == [])
  }

  @Test("registers and times of any size do not trap")
  func extremes() {
    let ends: [Int64] = [.min, -1, 0, 1, .max]
    for start in ends {
      for stop in ends {
        for moment in ends {
          let at = Instant(millisecondsSince1970: moment)
          let sample = RegisterReading(at: at, energyMilliWh: stop)
          let verdict = Plausibility(
            startedAt: Instant(millisecondsSince1970: start), meterStartMilliWh: start,
            stoppedAt: Instant(millisecondsSince1970: stop), meterStopMilliWh: stop,
            samples: [sample, sample])
          _ = (verdict.flags, verdict.suggestedCorrection)
        }
      }
    }
  }
}
