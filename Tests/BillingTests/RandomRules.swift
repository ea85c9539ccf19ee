/// Restrictions, market prices, VAT changes and reservations of a `RandomCharge`, all on whole minutes.
struct RandomRules {
  /// In minutes after the start, days and minutes of the day; nil or empty: not restricted.
  struct Restriction {
    var hours: (start: Int, end: Int)?
    var weekdays: [Int] = []
    /// Days after Monday, 2026-03-02.
    var dates: (least: Int?, below: Int?)
    var energyMilli: (least: Int?, below: Int?)
    var power: (least: Digits?, below: Digits?)
    var current: (least: Digits?, below: Digits?)
    var minutes: (least: Int?, below: Int?)
    var reservation: String?
  }

  struct Slot {
    var from: Int
    var to: Int
    var spot: Digits
  }

  struct Dynamic {
    var slots: [Slot]
    var markup: Digits?
    var surcharge: Digits?
    var floor: Digits?
    var vat: Digits?
  }

  /// Minutes from 2026-03-02T10:00Z to the start.
  var offset = 0
  /// One for each element.
  var restrictions: [Restriction?] = []
  var dynamic: Dynamic?
  /// Minutes after the start.
  var vatChanges: [(from: Int, vat: Digits)] = []
  var reservation: (from: Int, to: Int, expired: Bool)?

  /// Days with a change of the clock, around the new year, and any other.
  private static let places = [38_340, 340_740, 438_540, 60_000, 36_000]

  init() {}

  init(_ dice: inout Dice, for charge: RandomCharge) {
    offset = dice.pick(Self.places) - dice.roll(0...400)
    for element in charge.elements {
      restrictions.append(dice.chance(70) ? Self.restriction(&dice, element, day: offset / 1440) : nil)
    }
    if dice.chance(30) { addDynamic(&dice, for: charge) }
    for _ in 0..<dice.roll(0...2) where dice.chance(30) {
      let from = dice.roll(-100...300)
      if !vatChanges.contains(where: { $0.from == from }) {
        vatChanges.append((from, dice.pick(RandomCharge.rates)))
      }
    }
    if dice.chance(25) {
      let from = dice.roll(-120...0)
      reservation = (from, from + dice.roll(0...90), dice.chance(40))
    }
  }

  private static func restriction(
    _ dice: inout Dice, _ element: [RandomCharge.Component], day: Int
  ) -> Restriction? {
    guard !element.isEmpty else { return nil }
    var result = Restriction(
      dates: (nil, nil), energyMilli: (nil, nil), power: (nil, nil), current: (nil, nil), minutes: (nil, nil))
    if element.allSatisfy({ ["FLAT", "TIME"].contains($0.type) }), dice.chance(80) {
      result.reservation = dice.pick(["RESERVATION", "RESERVATION_EXPIRES"])
    }
    if dice.chance(50) {
      let start = dice.roll(0...95) * 15
      result.hours = (start, (start + dice.roll(1...95) * 15) % 1440)
    }
    if dice.chance(25) { result.weekdays = (0...6).filter { _ in dice.chance(60) } }
    if dice.chance(25) { result.dates = band(&dice, (day - 1)...(day + 2)) { $0 } }
    // Never empty, which would be no restriction.
    result.minutes = dice.chance(40) ? band(&dice, 0...300) { $0 } : (0, nil)
    guard result.reservation == nil else { return result }
    if dice.chance(40) {
      let scale = dice.pick([1, 1000, 1_000_000])
      result.energyMilli = band(&dice, 0...(30_000_000 / scale)) { $0 * scale }
    }
    if dice.chance(20) { result.power = band(&dice, 0...300) { Digits(digits: $0, places: 1) } }
    if dice.chance(10) { result.current = band(&dice, 0...48) { Digits(digits: $0, places: 0) } }
    return result
  }

  private static func band<T>(
    _ dice: inout Dice, _ range: ClosedRange<Int>, _ make: (Int) -> T
  ) -> (least: T?, below: T?) {
    let least = dice.roll(range)
    let below = least + 1 + dice.roll(0...(range.upperBound - range.lowerBound))
    return dice.pick([(make(least), make(below)), (make(least), nil), (nil, make(below))])
  }

  private mutating func addDynamic(_ dice: inout Dice, for charge: RandomCharge) {
    let alwaysPriced = zip(charge.elements, restrictions).contains { element, restriction in
      restriction == nil && element.contains { $0.type == "ENERGY" }
    }
    guard !alwaysPriced else { return }
    func number(_ range: ClosedRange<Int>, _ places: Int) -> Digits {
      Digits(digits: dice.roll(range), places: places)
    }
    let length = dice.pick([15, 60])
    var slots: [Slot] = []
    for from in stride(from: -120, to: 420, by: length) where !dice.chance(1) {
      slots.append(Slot(from: from, to: from + length, spot: number(-5000...40_000, 2)))
    }
    for index in slots.indices { slots.swapAt(index, dice.roll(0...(slots.count - 1))) }
    dynamic = Dynamic(
      slots: slots, markup: dice.chance(50) ? number(-500...3000, 2) : nil,
      surcharge: dice.chance(60) ? number(0...20_000, 5) : nil,
      floor: dice.chance(30) ? number(0...100, 3) : nil,
      vat: dice.chance(90) ? dice.pick(RandomCharge.rates) : nil)
  }
}

extension RandomRules {
  /// Members of an element and of the tariff, each after a comma.
  func json(ofElement index: Int) -> String {
    guard restrictions.indices.contains(index), let restriction = restrictions[index] else { return "" }
    var members: [String] = []
    func add(_ name: String, _ value: String?) { value.map { members.append(#""\#(name)":\#($0)"#) } }
    add("start_time", restriction.hours.map { Self.clock($0.start) })
    add("end_time", restriction.hours.map { Self.clock($0.end) })
    let names = ["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"]
    add("day_of_week", "[\(restriction.weekdays.map { #""\#(names[$0])""# }.joined(separator: ","))]")
    add("start_date", restriction.dates.least.map(Self.date))
    add("end_date", restriction.dates.below.map(Self.date))
    add("min_kwh", restriction.energyMilli.least.map { #""\#(Digits(digits: $0, places: 6).text)""# })
    add("max_kwh", restriction.energyMilli.below.map { Digits(digits: $0, places: 6).text })
    add("min_power", restriction.power.least?.text)
    add("max_power", restriction.power.below.map { #""\#($0.text)""# })
    add("min_current", restriction.current.least?.text)
    add("max_current", restriction.current.below?.text)
    add("min_duration", restriction.minutes.least.map { String($0 * 60) })
    add("max_duration", restriction.minutes.below.map { String($0 * 60) })
    add("reservation", restriction.reservation.map { #""\#($0)""# })
    return #","restrictions":{\#(members.joined(separator: ","))}"#
  }

  func at(_ minute: Int) -> String { #""\#(Pricing.at(offset + minute))""# }

  var tariffMembers: String {
    var text = ""
    if !vatChanges.isEmpty {
      let items = vatChanges.map { #"{"from":\#(at($0.from)),"vat":"\#($0.vat.text)"}"# }
      text += #","vat_changes":[\#(items.joined(separator: ","))]"#
    }
    guard let dynamic else { return text }
    let slots = dynamic.slots.map {
      #"{"from":\#(at($0.from)),"to":\#(at($0.to)),"price_per_mwh":"\#($0.spot.text)"}"#
    }
    var members = [#""slots":[\#(slots.joined(separator: ","))]"#]
    let numbers = [
      ("markup_percent", dynamic.markup), ("surcharge_per_kwh", dynamic.surcharge),
      ("floor_per_kwh", dynamic.floor), ("vat", dynamic.vat),
    ]
    for (name, number) in numbers { number.map { members.append(#""\#(name)":"\#($0.text)""#) } }
    return text + #","dynamic":{\#(members.joined(separator: ","))}"#
  }

  var sessionMembers: String {
    guard let reservation else { return "" }
    return #","reservation":{"from":\#(at(reservation.from)),"to":\#(at(reservation.to)),"#
      + #""expired":\#(reservation.expired)}"#
  }

  private static func clock(_ minute: Int) -> String {
    func two(_ n: Int) -> String { n < 10 ? "0\(n)" : "\(n)" }
    return #""\#(two(minute / 60)):\#(two(minute % 60))""#
  }

  private static func date(_ day: Int) -> String {
    var (year, month, rest) = (2026, 3, day + 1)
    let lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    while rest >= lengths[month - 1] {
      rest -= lengths[month - 1]
      month += 1
      if month > 12 { (year, month) = (year + 1, 1) }
    }
    func two(_ n: Int) -> String { n < 10 ? "0\(n)" : "\(n)" }
    return #""\#(year)-\#(two(month))-\#(two(rest + 1))""#
  }
}
