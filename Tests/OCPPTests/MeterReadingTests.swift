import Domain
import OCPP
import Testing

private let at = Instant(millisecondsSince1970: 1_772_445_600_000)
private let received = Instant(millisecondsSince1970: 1_772_445_601_000)
private let register = "Energy.Active.Import.Register"
private let power = "Power.Active.Import"

private func readings(_ samples: SampledValue...) -> [MeterReading] {
  MeterValue(timestamp: WireTime(at), sampledValues: samples).reading(receivedAt: received)
}

private func energy(_ samples: SampledValue...) -> Int64? {
  MeterValue(timestamp: WireTime(at), sampledValues: samples).reading(receivedAt: received).first?
    .energyMilliWh
}

private func watts(_ samples: SampledValue...) -> Int? {
  MeterValue(timestamp: WireTime(at), sampledValues: samples).powerW
}

@Suite("Meter values become readings")
struct MeterReadingTests {
  @Test("the register is taken out, the rest is kept as sent")
  func plain() {
    let voltage = SampledValue(
      value: "230.1", measurand: "Voltage", phase: "L1", location: "Outlet", unit: "V")
    let result = readings(SampledValue(value: "1234.5678", measurand: register, unit: "Wh"), voltage)
    let sample = MeterReading.Sample(
      measurand: "Voltage", phase: "L1", location: "Outlet", unit: "V", value: "230.1")
    #expect(
      result == [
        MeterReading(
          at: at, receivedAt: received, source: .sample, energyMilliWh: 1_234_568, energyText: "1234.5678",
          samples: [sample])
      ])
  }

  @Test("no timestamp that can be read: the time of receipt")
  func noTime() {
    let value = MeterValue(timestamp: WireTime(text: "?"), sampledValues: [SampledValue(value: "1")])
    #expect(value.reading(receivedAt: received).map(\.at) == [received])
  }

  @Test(
    "defaults and units of the register",
    arguments: [
      ("12345", nil, nil, 12_345_000), ("12345", nil, "Wh", 12_345_000),
      ("12.345678", nil, "kWh", 12_345_678),
      ("12.3456785", "energy.active.import.register", "KWH", 12_345_679), (" 0.0", nil, nil, 0),
      ("1,5", nil, "kWh", 1_500_000), ("1.5E3", nil, "wh", 1_500_000), ("-3", nil, nil, nil),
      ("4296944685", nil, "Wh", 4_296_944_685_000), ("", nil, nil, nil), ("NaN", nil, nil, nil),
      ("5", nil, "varh", nil), ("5", nil, "W", nil), ("99999999999999999999", nil, nil, nil),
    ] as [(String, String?, String?, Int64?)])
  func units(value: String, measurand: String?, unit: String?, milliWh: Int64?) {
    let result = readings(SampledValue(value: value, measurand: measurand, unit: unit))
    #expect(result.map(\.energyMilliWh) == [milliWh])
    #expect(result.map(\.energyText) == [value])
  }

  @Test(
    "these are never the import register",
    arguments: [
      SampledValue(value: "5", measurand: "Energy.Active.Export.Register"),
      SampledValue(value: "5", measurand: "Energy.Active.Import.Interval"),
      SampledValue(value: "5", measurand: "Energy.Reactive.Import.Register"),
      SampledValue(value: "5", measurand: power),
      SampledValue(value: "5", measurand: register, location: "EV"),
      SampledValue(value: "5", format: "SignedData", measurand: register),
      SampledValue(value: "5", measurand: register, phase: "N"),
      SampledValue(value: "5", measurand: register, phase: "L1-L2"),
    ])
  func notTheRegister(sample: SampledValue) {
    let result = readings(sample)
    #expect(result.count == 1)
    #expect(result.first?.energyMilliWh == nil)
    #expect(result.first?.energyText == nil)
    #expect(result.first?.samples.map(\.value) == ["5"])
    #expect(energy(sample, SampledValue(value: "7")) == 7000)
  }

  @Test("a total wins over phases, phases alone are added, never both")
  func phases() {
    let l1 = SampledValue(value: "100", phase: "L1")
    let l2 = SampledValue(value: "0.2", phase: "L2-N", unit: "kWh")
    let l3 = SampledValue(value: "300.5", phase: "L3")
    let neutral = SampledValue(value: "999", phase: "N")
    #expect(energy(l1, l2, l3, SampledValue(value: "600")) == 600_000)
    #expect(energy(SampledValue(value: "600"), l1, l2, l3) == 600_000)
    let sum = readings(l1, neutral, l2, l3)
    #expect(sum.map(\.energyMilliWh) == [600_500])
    #expect(sum.map(\.energyText) == ["100+0.2+300.5"])
    #expect(sum.first?.samples.count == 4)
    #expect(energy(l1) == 100_000)
    #expect(energy(l1, SampledValue(value: "100", phase: "L1-N")) == 100_000)
    #expect(energy(l1, SampledValue(value: "?", phase: "L2")) == nil)
  }

  @Test("of several totals the readable one at the outlet is taken")
  func places() {
    let inlet = SampledValue(value: "9", location: "Inlet")
    let outlet = SampledValue(value: "7", location: "Outlet")
    #expect(energy(inlet, outlet) == 7000)
    #expect(energy(inlet) == 9000)
    #expect(energy(SampledValue(value: "NaN"), outlet) == 7000)
    #expect(energy(SampledValue(value: "NaN"), inlet) == 9000)
    #expect(energy(SampledValue(value: "8"), outlet) == 8000)
  }

  @Test("one reading per context; the baseline does not mix with the sample")
  func contexts() {
    let result = readings(
      SampledValue(value: "0", context: "Transaction.Begin"),
      SampledValue(value: "5000", context: "Sample.Periodic"),
      SampledValue(value: "11000", measurand: power),
      SampledValue(value: "16", context: "Transaction.Begin", measurand: "SoC"))
    #expect(result.map(\.source) == [.transactionBegin, .sample])
    #expect(result.map(\.energyMilliWh) == [0, 5_000_000])
    #expect(result.map { $0.samples.map(\.measurand) } == [["SoC"], [power]])
  }

  @Test(
    "contexts name the source",
    arguments: [
      (nil, .sample), ("Sample.Periodic", .sample), ("Sample.Clock", .clockAligned), ("Trigger", .trigger),
      ("Transaction.Begin", .transactionBegin), ("Transaction.End", .transactionEnd),
      ("Interruption.Begin", .interruption),
      ("Interruption.End", .interruption), ("Other", .other), ("Periodic", .other),
    ] as [(String?, ReadingSource)])
  func sources(context: String?, source: ReadingSource) {
    #expect(readings(SampledValue(value: "1", context: context)).map(\.source) == [source])
  }

  @Test("nothing measured, no reading")
  func nothing() {
    #expect(readings().isEmpty)
  }

  @Test("power: total or sum of phases, W or kW, without a unit W")
  func powers() {
    #expect(watts(SampledValue(value: "11040.5", measurand: power, unit: "W")) == 11041)
    #expect(watts(SampledValue(value: "11.04", measurand: power, unit: "kW")) == 11040)
    #expect(watts(SampledValue(value: "7", measurand: power)) == 7)
    #expect(
      watts(
        SampledValue(value: "1", measurand: power, phase: "L1", unit: "kW"),
        SampledValue(value: "2000", measurand: power, phase: "L2-N"),
        SampledValue(value: "0.5", measurand: power, phase: "L3")) == 3001)
    #expect(watts(SampledValue(value: "7", measurand: "Power.Offered"), SampledValue(value: "7")) == nil)
    #expect(
      watts(
        SampledValue(value: "1", context: "Transaction.Begin", measurand: power),
        SampledValue(value: "2", measurand: power)) == 2)
  }
}
