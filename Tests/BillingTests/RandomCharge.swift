/// Numbers that are the same in every run.
struct Dice {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  /// SplitMix64.
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func roll(_ range: ClosedRange<Int>) -> Int {
    range.lowerBound + Int(next() % UInt64(range.upperBound - range.lowerBound + 1))
  }

  mutating func chance(_ percent: Int) -> Bool { roll(1...100) <= percent }

  mutating func pick<T>(_ items: [T]) -> T { items[roll(0...(items.count - 1))] }
}

/// A decimal number as two whole ones: `digits` x 10^-`places`.
struct Digits {
  var digits: Int
  var places: Int

  var value: BigRational {
    BigRational(Int64(digits), (0..<places).reduce(1) { power, _ in power * 10 })
  }

  var text: String {
    let raw = String(abs(digits))
    let padded = String(repeating: "0", count: max(0, places + 1 - raw.count)) + raw
    let sign = digits < 0 ? "-" : ""
    return sign + padded.dropLast(places) + (places > 0 ? "." : "") + padded.suffix(places)
  }
}

/// A random tariff and charge, in numbers of its own and as the JSON of them.
struct RandomCharge {
  struct Component {
    var type: String
    var price: Digits
    var step: Int?
    var vat: Digits?
  }

  struct Limit {
    var net: Digits?
    var gross: Digits?
  }

  var currency = "EUR"
  var minorDigits = 2
  var elements: [[Component]] = []
  var included = false
  var defaultVAT: Digits?
  var least: Limit?
  var most: Limit?
  var waiveMilli = 0
  var minutes = 0
  /// Minutes after the start, mWh.
  var readings: [(minute: Int, milli: Int)] = []
  var modulusMilli: Int?
  /// Minutes after the start, apart from one another, ascending.
  var states: [State]?
  var rules = RandomRules()

  struct State {
    var from: Int
    var to: Int
    var idle: Bool
    var amperes: Digits?
  }

  static let rates = [
    Digits(digits: 0, places: 0), Digits(digits: 19, places: 0), Digits(digits: 190, places: 1),
    Digits(digits: 81, places: 1), Digits(digits: 20, places: 0), Digits(digits: 255, places: 1),
  ]

  init(_ dice: inout Dice) {
    (currency, minorDigits) = dice.pick([("EUR", 2), ("CHF", 2), ("EUR", 2), ("JPY", 0), ("KWD", 3)])
    for _ in 0..<dice.roll(1...3) {
      elements.append((0..<dice.roll(0...3)).map { _ in Self.component(&dice) })
    }
    included = dice.chance(35)
    if dice.chance(20) { defaultVAT = dice.pick(Self.rates) }
    if dice.chance(15) { least = Self.limit(&dice, upTo: 600) }
    if dice.chance(15) { most = Self.limit(&dice, upTo: 900, above: least) }
    if dice.chance(10) { waiveMilli = dice.roll(0...3000) * 1000 }
    minutes = dice.roll(0...300)
    addReadings(&dice)
    if dice.chance(50) { addStates(&dice) }
    rules = RandomRules(&dice, for: self)
  }

  private static func component(_ dice: inout Dice) -> Component {
    let places = dice.roll(0...6)
    let most = (0..<places).reduce(3) { power, _ in power * 10 }
    return Component(
      type: dice.pick(["FLAT", "ENERGY", "ENERGY", "TIME", "PARKING_TIME"]),
      price: Digits(digits: dice.roll((dice.chance(3) ? -most : 0)...most), places: places),
      step: dice.pick([nil, 0, 1, 1, 7, 60, 500, 900, 1000]), vat: dice.chance(85) ? dice.pick(rates) : nil)
  }

  private static func limit(_ dice: inout Dice, upTo most: Int, above: Limit? = nil) -> Limit {
    let net = dice.roll((above?.net?.digits ?? 0)...most)
    let gross = dice.roll(max(net, above?.gross?.digits ?? 0)...(most * 2))
    let half = dice.roll(0...3)
    return Limit(
      net: half == 0 ? nil : Digits(digits: net, places: 2),
      gross: half == 1 ? nil : Digits(digits: gross, places: 2))
  }

  private mutating func addReadings(_ dice: inout Dice) {
    if dice.chance(20) { modulusMilli = dice.roll(50...2000) * 1_000_000 }
    var milli = dice.roll(0...((modulusMilli ?? 90_000_000) - 1))
    var minute = dice.roll(-3...3)
    for _ in 0..<dice.roll(0...8) {
      readings.append((minute, milli))
      if dice.chance(10) { readings.append((minute, milli)) }
      minute += dice.roll(1...40)
      milli += dice.chance(50) ? dice.roll(0...9000) * 1000 : dice.roll(0...20_000_000)
      if dice.chance(4) { milli = dice.roll(0...5000) }
      if dice.chance(4) { milli = max(0, milli - dice.roll(0...4000)) }
      if let modulusMilli { milli %= modulusMilli }
    }
    for index in readings.indices { readings.swapAt(index, dice.roll(0...(readings.count - 1))) }
  }

  private mutating func addStates(_ dice: inout Dice) {
    var states: [State] = []
    let knowsCurrent = dice.chance(80)
    var minute = dice.roll(-20...20)
    for _ in 0..<dice.roll(0...6) {
      let end = minute + dice.roll(0...60)
      let amperes = knowsCurrent && dice.chance(90) ? Digits(digits: dice.roll(0...480), places: 1) : nil
      states.append(State(from: minute, to: end, idle: dice.chance(60), amperes: amperes))
      minute = end + (dice.chance(70) ? 0 : dice.roll(1...20))
    }
    self.states = states
  }
}

extension RandomCharge {
  var tariffJSON: String {
    let lists = elements.enumerated().map { index, element in
      let components = element.map(Self.json).joined(separator: ",")
      return #"{"price_components":[\#(components)]\#(rules.json(ofElement: index))}"#
    }
    var more = rules.tariffMembers
    more += included ? #","tax_included":"YES""# : ""
    if let defaultVAT { more += #","default_vat":"\#(defaultVAT.text)""# }
    if waiveMilli > 0 { more += #","waive_if_energy_below_wh":\#(waiveMilli / 1000)"# }
    for (name, limit) in [("min_price", least), ("max_price", most)] {
      guard let limit else { continue }
      let halves = [("excl_vat", limit.net), ("incl_vat", limit.gross)].compactMap { name, half in
        half.map { #""\#(name)":"\#($0.text)""# }
      }
      more += #","\#(name)":{\#(halves.joined(separator: ","))}"#
    }
    return #"{"currency":"\#(currency)","elements":[\#(lists.joined(separator: ","))]\#(more)}"#
  }

  private static func json(_ component: Component) -> String {
    var text = #"{"type":"\#(component.type)","price":"\#(component.price.text)""#
    if let step = component.step { text += #","step_size":\#(step)"# }
    if let vat = component.vat { text += #","vat":"\#(vat.text)""# }
    return text + "}"
  }

  var sessionJSON: String {
    var more = ""
    if let modulusMilli { more += #","register_modulus_wh":\#(modulusMilli / 1000)"# }
    if let states {
      let items = states.map {
        let state = $0.idle ? "idle" : "charging"
        let amperes = $0.amperes.map { #","current_a":\#($0.text)"# } ?? ""
        return #"{"from":\#(rules.at($0.from)),"to":\#(rules.at($0.to)),"state":"\#(state)"\#(amperes)}"#
      }
      more += #","states":[\#(items.joined(separator: ","))]"#
    }
    let items = readings.map {
      #"{"t":\#(rules.at($0.minute)),"wh":\#(Digits(digits: $0.milli, places: 3).text)}"#
    }
    return
      #"{"start":\#(rules.at(0)),"stop":\#(rules.at(minutes)),"readings":[\#(items.joined(separator: ","))]"#
      + #"\#(more)\#(rules.sessionMembers)}"#
  }
}
