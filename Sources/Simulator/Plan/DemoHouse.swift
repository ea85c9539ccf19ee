/// The house of the demo: invented, with people, cards and wallboxes as they are found in such houses.
package struct DemoHouse: Sendable {
  package struct Resident: Sendable, Equatable {
    package let name: String
    package let unit: String
    /// What goes with the flat; none: only the bay for all.
    package let bays: [String]
    package let cards: [Card]
    /// How many days before the demo's month somebody moved in.
    package let livedHereDays: Int64
    /// How many days before the present somebody moved out; nil: nobody did.
    package let leftDaysAgo: Int64?

    init(
      _ name: String, _ unit: String, bays: [String], cards: [Card], livedHereDays: Int64,
      leftDaysAgo: Int64? = nil
    ) {
      self.name = name
      self.unit = unit
      self.bays = bays
      self.cards = cards
      self.livedHereDays = livedHereDays
      self.leftDaysAgo = leftDaysAgo
    }
  }

  package struct Card: Sendable, Equatable {
    package let idTag: String
    package let label: String
    /// It was lost, and is blocked.
    package let isLost: Bool

    init(_ idTag: String, _ label: String, isLost: Bool = false) {
      self.idTag = idTag
      self.label = label
      self.isLost = isLost
    }
  }

  package let name = "Lindenhof 12"
  /// ISO 3166-1 alpha-2.
  package let country = "CH"
  package let residents: [Resident]
  /// In the order of the bays; the last one stands there new and is not accepted yet.
  package let wallboxes: [DemoWallbox]
  package let newWallbox: DemoWallbox
  /// The bay where all residents may charge; each other one is for who lives in its flat.
  package let bayForAll = "Bay 08"
  /// Charges while visiting, at the cost of the first resident.
  package let guest = "Nora Keller"
  /// A card that is not registered.
  package let strangeCard = "04C7118A2E5980"
  package let tariffName = "Lindenhof"
  /// In the format of `wattkeeper price`.
  package let tariff =
    #"{"currency":"CHF","tax_included":"YES","elements":[{"price_components":"#
    + #"[{"type":"ENERGY","price":"0.38","step_size":1,"vat":"8.1"}]}]}"#

  package static let lindenhof = DemoHouse()

  private init() {
    residents = Self.people
    wallboxes = Self.bays
    newWallbox = DemoWallbox(
      id: "TB22-0090417", bay: "Bay 09", vendor: "Tauberg", model: "Wandler 22", firmware: "4.1.0",
      idTags: ["04F36C2B8A1D85"], watts: 11_000, style: .full, chargesPerWeek: 4, registerWh: 12_240)
  }

  private static var people: [Resident] {
    [
      Resident(
        "Anna Keller", "Flat 1", bays: ["Bay 01"], cards: [Card("04A2B91C5D6E80", "Keller, grey fob")],
        livedHereDays: 2_310),
      Resident(
        "Familie Brunner", "Flat 2", bays: ["Bay 02", "Bay 03"],
        cards: [
          Card("047F31D2A86C81", "Brunner, blue car"), Card("04E10B77C95A82", "Brunner, white car"),
        ], livedHereDays: 1_644),
      Resident(
        "Marek Nowak", "Flat 3", bays: ["Bay 04"], cards: [Card("9B3D61F0", "Nowak, white card")],
        livedHereDays: 873),
      Resident(
        "Yusuf Demir", "Flat 4", bays: ["Bay 05"], cards: [Card("0458C2E91F7B83", "Demir, blue fob")],
        livedHereDays: 402),
      Resident(
        "Lea Hofmann", "Flat 5", bays: ["Bay 06"], cards: [Card("C2A4187E", "Hofmann, red fob")],
        livedHereDays: 1_188, leftDaysAgo: 2),
      Resident(
        "Jonas Weber", "Flat 6", bays: ["Bay 07"],
        cards: [
          Card("0419D7A0E36B84", "Weber, black fob"),
          Card("045D0A83B7C286", "Weber, lost fob", isLost: true),
        ], livedHereDays: 556),
      Resident(
        "Sofia Rossi", "Flat 7", bays: [], cards: [Card("04F36C2B8A1D85", "Rossi, green card")],
        livedHereDays: 95),
    ]
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
