/// The house of the demo: invented, with people, cards and wallboxes as they are found in such houses.
package struct DemoHouse: Sendable {
  package struct Resident: Sendable, Equatable {
    package let name: String
    package let cards: [Card]
  }

  package struct Card: Sendable, Equatable {
    package let idTag: String
    package let label: String
  }

  package let name = "Lindenhof 12"
  /// ISO 3166-1 alpha-2.
  package let country = "CH"
  package let residents: [Resident]
  /// In the order of the bays; the last one stands there new and is not accepted yet.
  package let wallboxes: [DemoWallbox]
  package let newWallbox: DemoWallbox
  /// A card that is not registered.
  package let strangeCard = "04C7118A2E5980"
  package let tariffName = "Lindenhof"
  /// In the format of `wattkeeper price`.
  package let tariff =
    #"{"currency":"CHF","tax_included":"YES","elements":[{"price_components":"#
    + #"[{"type":"ENERGY","price":"0.38","step_size":1,"vat":"8.1"}]}]}"#

  package static let lindenhof = DemoHouse()

  private init() {
    residents = [
      Resident(name: "Anna Keller", cards: [Card(idTag: "04A2B91C5D6E80", label: "Keller, grey fob")]),
      Resident(
        name: "Familie Brunner",
        cards: [
          Card(idTag: "047F31D2A86C81", label: "Brunner, blue car"),
          Card(idTag: "04E10B77C95A82", label: "Brunner, white car"),
        ]),
      Resident(name: "Marek Nowak", cards: [Card(idTag: "9B3D61F0", label: "Nowak, white card")]),
      Resident(name: "Yusuf Demir", cards: [Card(idTag: "0458C2E91F7B83", label: "Demir, blue fob")]),
      Resident(name: "Lea Hofmann", cards: [Card(idTag: "C2A4187E", label: "Hofmann, red fob")]),
      Resident(name: "Jonas Weber", cards: [Card(idTag: "0419D7A0E36B84", label: "Weber, black fob")]),
      Resident(name: "Sofia Rossi", cards: [Card(idTag: "04F36C2B8A1D85", label: "Rossi, green card")]),
    ]
    wallboxes = Self.bays
    newWallbox = DemoWallbox(
      id: "TB22-0090417", bay: "Bay 09", vendor: "Tauberg", model: "Wandler 22", firmware: "4.1.0",
      idTags: ["04F36C2B8A1D85"], watts: 11_000, style: .full, chargesPerWeek: 4, registerWh: 12_240)
  }

  private static var bays: [DemoWallbox] {
    [
      DemoWallbox(
        id: "ELB-2040117", bay: "Bay 01", vendor: "Elbwerk", model: "Garage 11", firmware: "2.8.14",
        idTags: ["04A2B91C5D6E80"], watts: 11_000, style: .full, chargesPerWeek: 4, registerWh: 4_812_360),
      DemoWallbox(
        id: "ELB-2040118", bay: "Bay 02", vendor: "Elbwerk", model: "Garage 11", firmware: "2.8.14",
        idTags: ["047F31D2A86C81"], watts: 11_000, style: .full, chargesPerWeek: 5, registerWh: 6_120_905),
      DemoWallbox(
        id: "KV7-00A31F", bay: "Bay 03", vendor: "Kilovia", model: "Home 7", firmware: "1.19",
        idTags: ["04E10B77C95A82"], watts: 7_400, style: .energyOnly, chargesPerWeek: 3,
        registerWh: 918_470),
      DemoWallbox(
        id: "KV7-00A322", bay: "Bay 04", vendor: "Kilovia", model: "Home 7", firmware: "1.19",
        idTags: ["9B3D61F0"], watts: 7_400, style: .energyOnly, chargesPerWeek: 5, registerWh: 1_377_012),
      DemoWallbox(
        id: "SOL_778201", bay: "Bay 05", vendor: "Solvenne", model: "Duett S", firmware: "R2024.7",
        idTags: ["0458C2E91F7B83"], watts: 11_000, style: .kilowattHours, chargesPerWeek: 4,
        registerWh: 2_604_118),
      DemoWallbox(
        id: "SOL_778214", bay: "Bay 06", vendor: "Solvenne", model: "Duett S", firmware: "R2024.7",
        idTags: ["C2A4187E"], watts: 11_000, style: .kilowattHours, chargesPerWeek: 3,
        registerWh: 2_210_660),
      DemoWallbox(
        id: "TB11-0077103", bay: "Bay 07", vendor: "Tauberg", model: "Wandler 11", firmware: "4.0.2",
        idTags: ["0419D7A0E36B84"], watts: 11_000, style: .full, chargesPerWeek: 5, registerWh: 745_300),
      DemoWallbox(
        id: "NL-8B12C4", bay: "Bay 08", vendor: "Nordlade", model: "Pfosten Duo", firmware: "0.9.77",
        idTags: ["04F36C2B8A1D85", "04A2B91C5D6E80"], watts: 7_400, style: .power, chargesPerWeek: 4,
        registerWh: 301_950),
    ]
  }
}

/// A wallbox of the demo, and how its driver lives.
package struct DemoWallbox: Sendable, Equatable {
  /// The identity in its OCPP address.
  package let id: String
  /// Where it hangs.
  package let bay: String
  package let vendor: String
  package let model: String
  package let firmware: String
  /// The cards that are used here.
  package let idTags: [String]
  package let watts: Int64
  package let style: MeteringStyle
  package let chargesPerWeek: Int64
  /// The register on the first day.
  package let registerWh: Int64
}

/// What a wallbox measures, and in which units: makes differ, and a server has to cope.
package enum MeteringStyle: Sendable, Equatable, CaseIterable {
  /// The register in Wh, with no name and no unit while it is told alone, as OCPP 1.6 allows (7.43:
  /// defaults).
  case energyOnly
  /// Register in Wh and power in W.
  case power
  /// Register in kWh with three decimals, power in kW.
  case kilowattHours
  /// Register, power, and current and voltage of three phases.
  case full
}
