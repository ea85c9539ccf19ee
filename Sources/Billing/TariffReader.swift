import Domain
package import Formats

extension Tariff {
  /// Reads a tariff in the format of `wattkeeper price` (OCPI 2.2.1, mod_tariffs, with our additions). Throws
  /// the first thing that is wrong, unknown, or not priced by this version.
  package static func parse(_ json: JSONValue) throws(InvalidInput) -> Tariff {
    try parse(json, path: "")
  }

  static func parse(_ json: JSONValue, path: String) throws(InvalidInput) -> Tariff {
    var reader = try ObjectReader(json, path: path)
    let code = try reader.text("currency")
    guard let currency = Currency(code: code) else {
      throw InvalidInput(path: reader.path(of: "currency"), reason: "is not a known ISO 4217 code")
    }
    var elements: [TariffElement] = []
    var dynamic: DynamicPrice?
    if let json = reader.optionalNonEmpty("dynamic") {
      dynamic = try DynamicPrice.parse(json, path: reader.path(of: "dynamic"))
    }
    let hasElements = dynamic == nil || reader.optional("elements") != nil
    for (index, element) in try (hasElements ? reader.elements("elements") : []).enumerated() {
      let elementPath = JSONPath.joined(reader.path(of: "elements"), index)
      elements.append(try TariffElement.parse(element, path: elementPath))
    }
    // Without one, every charge would be free, which is never what somebody meant to say.
    guard !elements.isEmpty || dynamic != nil else {
      throw InvalidInput(
        path: reader.path(of: "elements"), reason: "must hold at least one element, or there must be dynamic")
    }
    let tariff = Tariff(
      currency: currency, elements: elements, taxIncluded: try taxIncluded(&reader),
      defaultVAT: try reader.optionalRate("default_vat"), vatChanges: try VATChange.parse(&reader),
      dynamic: dynamic, minPrice: try limit("min_price", &reader),
      maxPrice: try limit("max_price", &reader),
      waiveIfEnergyBelowMilliWh: try waiveLimit(&reader), json: json)
    try reader.finish()
    try tariff.checkLimits(path)
    try tariff.checkDynamic(path)
    return tariff
  }

  /// Energy has one price: that of an element at all times leaves nothing to the market.
  private func checkDynamic(_ path: String) throws(InvalidInput) {
    guard dynamic != nil else { return }
    for (index, element) in elements.enumerated() where element.restrictions == nil {
      guard element.components.contains(where: { $0.dimension == .energy }) else { continue }
      throw InvalidInput(
        path: JSONPath.joined(JSONPath.joined(path, "elements"), index),
        reason: "prices ENERGY at all times, so that dynamic never would: keep one of the two")
    }
  }

  private static func taxIncluded(_ reader: inout ObjectReader) throws(InvalidInput) -> Bool {
    switch reader.optional("tax_included") {
    case nil, .string("NO"): return false
    case .string("YES"): return true
    default:
      throw InvalidInput(path: reader.path(of: "tax_included"), reason: "must be \"YES\" or \"NO\"")
    }
  }

  private static func waiveLimit(_ reader: inout ObjectReader) throws(InvalidInput) -> Int64 {
    let name = "waive_if_energy_below_wh"
    return try reader.optional(name) == nil ? 0 : reader.milliWh(name)
  }

  private static func limit(
    _ name: String, _ reader: inout ObjectReader
  ) throws(InvalidInput) -> PriceLimit? {
    guard let json = reader.optional(name) else { return nil }
    var halves = try ObjectReader(json, path: reader.path(of: name))
    let limit = PriceLimit(
      exclVAT: try halves.optionalDecimal("excl_vat"), inclVAT: try halves.optionalDecimal("incl_vat"))
    try halves.finish()
    for (half, name) in [(limit.exclVAT, "excl_vat"), (limit.inclVAT, "incl_vat")] {
      guard let half, half.value < .zero else { continue }
      throw InvalidInput(path: halves.path(of: name), reason: "must not be negative")
    }
    guard limit.exclVAT != nil || limit.inclVAT != nil else {
      throw InvalidInput(path: halves.path, reason: "needs excl_vat, incl_vat or both")
    }
    if let net = limit.exclVAT, let gross = limit.inclVAT, gross.value < net.value {
      throw InvalidInput(path: halves.path(of: "incl_vat"), reason: "must not be less than excl_vat")
    }
    return limit
  }

  private func checkLimits(_ path: String) throws(InvalidInput) {
    let halves = [
      (minPrice?.exclVAT, maxPrice?.exclVAT, "excl_vat"), (minPrice?.inclVAT, maxPrice?.inclVAT, "incl_vat"),
    ]
    for (least, most, name) in halves {
      guard let least, let most, most.value < least.value else { continue }
      throw InvalidInput(
        path: JSONPath.joined(JSONPath.joined(path, "max_price"), name),
        reason: "must not be less than in min_price")
    }
  }
}

extension TariffElement {
  static func parse(_ json: JSONValue, path: String) throws(InvalidInput) -> TariffElement {
    var reader = try ObjectReader(json, path: path)
    var components: [PriceComponent] = []
    for (index, component) in try reader.elements("price_components").enumerated() {
      let componentPath = JSONPath.joined(reader.path(of: "price_components"), index)
      components.append(try PriceComponent.parse(component, path: componentPath))
    }
    var restrictions: Restrictions?
    if let json = reader.optionalNonEmpty("restrictions") {
      restrictions = try Restrictions.parse(json, path: reader.path(of: "restrictions"))
    }
    try reader.finish()
    let element = TariffElement(components: components, restrictions: restrictions)
    try element.check(reader)
    return element
  }

  private func check(_ reader: ObjectReader) throws(InvalidInput) {
    guard let restrictions else { return }
    guard !components.isEmpty else {
      throw InvalidInput(
        path: reader.path(of: "price_components"),
        reason: "must hold at least one component: it prices nothing")
    }
    let known: [Dimension] = restrictions.reservation == nil ? Dimension.allCases : [.flat, .time]
    guard let index = components.firstIndex(where: { !known.contains($0.dimension) }) else { return }
    throw InvalidInput(
      path: JSONPath.joined(reader.path(of: "price_components"), index) + ".type",
      reason: "must be FLAT or TIME where a reservation is priced")
  }
}

extension PriceComponent {
  static func parse(_ json: JSONValue, path: String) throws(InvalidInput) -> PriceComponent {
    var reader = try ObjectReader(json, path: path)
    guard let dimension = Dimension(rawValue: try reader.text("type")) else {
      let known = Dimension.allCases.map(\.rawValue).joined(separator: ", ")
      throw InvalidInput(path: reader.path(of: "type"), reason: "must be one of \(known)")
    }
    let component = PriceComponent(
      dimension: dimension, price: try reader.decimal("price"), stepSize: try stepSize(&reader),
      vat: try reader.optionalRate("vat"))
    try reader.finish()
    return component
  }

  private static func stepSize(_ reader: inout ObjectReader) throws(InvalidInput) -> Int64 {
    guard let json = reader.optional("step_size") else { return 0 }
    guard let size = json.integerValue, size >= 0 else {
      throw InvalidInput(path: reader.path(of: "step_size"), reason: "must be a whole number, not negative")
    }
    return size
  }
}
