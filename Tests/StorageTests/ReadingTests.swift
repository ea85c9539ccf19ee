import Domain
import Glibc
import Storage
import Testing

/// Everything a wallbox measured comes back exactly as it was sent, through a real file.
@Suite("Readings")
struct ReadingTests {
  let folder: Folder

  init() throws { folder = try Folder() }

  private func reading(
    at instant: Int64 = 0, milliWh: Int64? = 1_000, text: String? = "1", source: ReadingSource = .sample,
    samples: [MeterReading.Sample] = []
  ) -> MeterReading {
    MeterReading(
      at: at(instant), receivedAt: at(instant + 300), source: source, energyMilliWh: milliWh,
      energyText: text,
      samples: samples)
  }

  private func roundTrip(_ readings: [MeterReading]) async throws {
    let store = try openStore(folder)
    try await store.write { (file) throws in
      for reading in readings { #expect(try file.appendReading(reading, to: .transaction(1))) }
    }
    let page = try await store.write { try $0.readings(.transaction(1), after: nil, limit: readings.count) }
    #expect(page.items.count == readings.count)
    for (kept, sent) in zip(page.items, readings) where kept.reading != sent || !sameBytes(kept.reading, sent)
    {
      Issue.record("sent \(sent), kept \(kept.reading)")
    }
  }

  /// String's == takes é and e´ for the same.
  private func sameBytes(_ a: MeterReading, _ b: MeterReading) -> Bool {
    zip(a.samples, b.samples).allSatisfy { x, y in
      let pairs = [
        (x.measurand, y.measurand), (x.value, y.value), (x.phase ?? "", y.phase ?? ""),
        (x.location ?? "", y.location ?? ""), (x.unit ?? "", y.unit ?? ""), (x.format ?? "", y.format ?? ""),
      ]
      return pairs.allSatisfy { $0.utf8.elementsEqual($1.utf8) }
    }
  }

  @Test("every name of the standard and every odd text comes back as sent")
  func names() async throws {
    let measurands = [
      "Current.Export", "Current.Import", "Current.Offered", "Energy.Active.Export.Register",
      "Energy.Active.Import.Register", "Energy.Reactive.Export.Register", "Energy.Reactive.Import.Register",
      "Energy.Active.Export.Interval", "Energy.Active.Import.Interval", "Energy.Reactive.Export.Interval",
      "Energy.Reactive.Import.Interval", "Frequency", "Power.Active.Export", "Power.Active.Import",
      "Power.Factor", "Power.Offered", "Power.Reactive.Export", "Power.Reactive.Import", "RPM", "SoC",
      "Temperature", "Voltage", "", "voltage", "Vendor.Own", "\u{0}", "e\u{301}",
    ]
    let phases = ["L1", "L2", "L3", "N", "L1-N", "L2-N", "L3-N", "L1-L2", "L2-L3", "L3-L1", "", "l1", nil]
    let units = [
      "Wh", "kWh", "varh", "kvarh", "W", "kW", "VA", "kVA", "var", "kvar", "A", "V", "Celsius", "Celcius",
      "Fahrenheit", "K", "Percent", "Hertz", "", "°C", nil,
    ]
    let locations = ["Body", "Cable", "EV", "Inlet", "Outlet", "", "Roof", nil]
    let values = [
      "0", "", "-12.50", " 1e5", "1E5", "1,5", "NaN", "230.4", "00.10", "+7",
      String(repeating: "1", count: 300),
    ]
    var readings: [MeterReading] = []
    for (index, measurand) in measurands.enumerated() {
      let samples = (0..<20).map { offset in
        MeterReading.Sample(
          measurand: measurand, phase: phases[(index + offset) % phases.count],
          location: locations[(index + offset) % locations.count],
          unit: units[(index + offset) % units.count],
          format: ["Raw", "SignedData", "odd", nil][offset % 4], value: values[offset % values.count])
      }
      readings.append(reading(at: Int64(index), samples: samples))
    }
    try await roundTrip(readings)
  }

  @Test("random texts come back as sent")
  func fuzz() async throws {
    var random = SystemRandomNumberGenerator()
    let pieces = ["L1", "Voltage", "W", "1", ".", "-", "é", "\u{0}", "\u{1F50C}", " ", "Raw", "EV", "9", "E"]
    func text() -> String {
      (0..<Int.random(in: 0...(Bool.random(using: &random) ? 4 : 200), using: &random))
        .map { _ in pieces[Int.random(in: 0..<pieces.count, using: &random)] }.joined()
    }
    func textOrNil() -> String? { Bool.random(using: &random) ? text() : nil }
    let readings = (0..<400).map { index in
      reading(
        at: Int64(index),
        samples: (0..<Int.random(in: 1...6, using: &random)).map { _ in
          MeterReading.Sample(
            measurand: text(), phase: textOrNil(), location: textOrNil(), unit: textOrNil(),
            format: textOrNil(),
            value: text())
        })
    }
    try await roundTrip(readings)
  }

  @Test(
    "the register's digits come back as sent",
    arguments: [
      (12_345_000, "12345"), (12_345_000, "12345.0"), (12_345_000, "12.345"), (1_500, "1.5"), (1_050, "1.05"),
      (1, "0.001"), (-1_500, "-1.5"), (0, "0"), (0, "-0"), (5_000, nil), (nil, "NaN"), (nil, ""), (nil, nil),
      (Int64.min, "x"), (Int64.max, "9223372036854775.807"),
    ] as [(Int64?, String?)])
  func energyText(milliWh: Int64?, text: String?) async throws {
    try await roundTrip([reading(milliWh: milliWh, text: text)])
  }

  @Test("the same reading again is kept once; another of the same instant beside it")
  func duplicates() async throws {
    let store = try openStore(folder)
    let sample = MeterReading.Sample(measurand: "SoC", value: "50")
    try await store.write { (file) throws in
      #expect(try file.appendReading(reading(), to: .transaction(1)))
      var again = reading()
      again.receivedAt = at(99_999)
      again.late = true
      #expect(try !file.appendReading(again, to: .transaction(1)))
      #expect(try file.appendReading(reading(milliWh: 2_000, text: "2"), to: .transaction(1)))
      #expect(try file.appendReading(reading(source: .transactionEnd), to: .transaction(1)))
      #expect(try file.appendReading(reading(samples: [sample]), to: .transaction(1)))
      #expect(try !file.appendReading(reading(milliWh: 2_000, text: "2"), to: .transaction(1)))
      #expect(try !file.appendReading(reading(samples: [sample]), to: .transaction(1)))
      #expect(try file.appendReading(reading(), to: .transaction(2)))
      #expect(try file.appendReading(reading(), to: .connector(key: 1)))
    }
    let kept = try await store.write { try $0.readings(.transaction(1), after: nil, limit: 10) }
    #expect(kept.items.map(\.n) == [0, 1, 2, 3])
    #expect(kept.items[0].reading.receivedAt == at(300))
    #expect(kept.next == nil)
  }

  @Test("the registers that samples told come in order, without those of start and stop")
  func registers() async throws {
    let store = try openStore(folder)
    try await store.write { file in
      var late = reading(at: 3, milliWh: 30, text: "x")
      late.late = true
      var begin = reading(at: 0, milliWh: 5)
      begin.source = .transactionBegin
      for reading in [
        reading(at: 2, milliWh: 20), reading(at: 1, milliWh: 10), reading(at: 4, milliWh: nil), late, begin,
      ] {
        try file.appendReading(reading, to: .transaction(7))
      }
      #expect(try file.sampledRegisters(transactionID: 7).map(\.energyMilliWh) == [10, 20, 30])
      #expect(try file.lastRegisterReading(.transaction(7))?.energyMilliWh == 30)
      #expect(try file.lastRegisterReading(.transaction(8)) == nil)
    }
  }
}
