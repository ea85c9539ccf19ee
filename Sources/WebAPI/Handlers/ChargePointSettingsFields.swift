import Domain
import Formats
import Site
import Storage

/// The settings of a wallbox as `PATCH /charge-points/{id}` names them; what is absent stays as it is.
struct ChargePointSettingsFields: Sendable {
  private let acceptsNoSubprotocol: Bool?
  private let clock: StampClock?
  private let energyCorrection: EnergyCorrection?
  private let mayBeConfigured: Bool?
  private let mayBePaused: Bool?
  /// Nil: stays; `.some(nil)`: nobody's.
  private let autoStart: AutoStart??

  init(_ body: inout BodyFields, _ site: ChargingSite) async throws {
    acceptsNoSubprotocol = body.boolOrNil("accepts_no_subprotocol")
    clock = body.choiceOrNil("clock", StampClock.self)
    energyCorrection = body.choiceOrNil("energy_correction", EnergyCorrection.self)
    mayBeConfigured = body.boolOrNil("may_be_configured")
    mayBePaused = body.boolOrNil("may_be_paused")
    autoStart = try await Self.autoStart(in: &body, site)
  }

  func apply(to settings: inout ChargePointSettings) {
    if let acceptsNoSubprotocol { settings.acceptsNoSubprotocol = acceptsNoSubprotocol }
    if let clock { settings.clock = clock }
    if let energyCorrection { settings.energyCorrection = energyCorrection }
    if let mayBeConfigured { settings.mayBeConfigured = mayBeConfigured }
    if let mayBePaused { settings.mayBePaused = mayBePaused }
    if let autoStart { settings.autoStart = autoStart }
  }

  /// `auto_start: {"presented": "ABCD1234", "id_tag": a registered card}`, or null.
  private static func autoStart(in body: inout BodyFields, _ site: ChargingSite) async throws -> AutoStart?? {
    guard let value = body.value("auto_start") else { return nil }
    if value == .null { return .some(nil) }
    guard let presented = value["presented"]?.stringValue, (1...255).contains(presented.count),
      let idTag = value["id_tag"]?.stringValue
    else {
      body.refuse(
        "auto_start",
        Wording(
          "auto-start", "must be null or an object with the texts presented and id_tag"))
      return nil
    }
    let card = try await site.reader.read { file in try file.idTag(canonical: IdTag.canonical(idTag)) }
    guard let card else {
      body.refuse(
        "auto_start",
        Wording(
          "auto-start-card", "its id_tag is no card that is registered here; add the card first"))
      return nil
    }
    return AutoStart(presented: presented, idTagKey: card.key, idTag: card.idTag)
  }
}
