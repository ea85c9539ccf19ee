import Domain
import Formats
import Net
import Site
import Storage

/// Stickers for the bays, and the address that stands on them.
extension Call {
  /// What may be printed, and whether what was printed is still right.
  func showAddresses() -> HTTPResponse {
    let printed = site.settings.printedBase
    let bases = application.paperBases(host: request.header("host"))
    return .json([
      "bases": .array(bases.map { .string($0) }), "printed": .text(printed.isEmpty ? nil : printed),
      "changed": .bool(!printed.isEmpty && application.isOurs(base: printed) == false),
    ])
  }

  func showStickers() async throws -> HTTPResponse {
    let base = try paperBase(request.query("base"))
    let all = try await site.reader.read { file in try file.allBays() }
    let bays = try wanted(of: all).sorted { isNaturallyBefore($0.name, $1.name) }
    let items = try bays.map { bay throws(Problem) -> JSONValue in
      let url = PaperCodes.url(base: base, bay: bay.id)
      return [
        "bay": .string(bay.id), "name": .string(bay.name), "url": .string(url),
        "text": .string(PaperCodes.text(base: base, bay: bay.id)), "qr": try PaperCodes.json(url),
      ]
    }
    let wifi = try PaperCodes.wifi(of: site.settings, isWanted: site.settings.wifiOnStickers == .yes)
    return .json(
      ([
        "base": .string(base), "house_network": .bool(base != application.settings.publicURL),
        "help_phone": .string(site.settings.helpPhone), "items": .array(items),
      ] as JSONValue).adding(wifi))
  }

  /// The ones named in `bays`, separated by commas; all when nothing is named.
  private func wanted(of all: [Bay]) throws(Problem) -> [Bay] {
    guard let text = request.query("bays") else { return all }
    var bays: [Bay] = []
    for id in text.split(separator: ",") {
      guard let bay = all.first(where: { $0.id == id }) else {
        throw .badQuery("bays", "there is no bay with the id \(id)")
      }
      bays.append(bay)
    }
    return bays
  }

  /// Somebody has printed: from now on this address has to lead here.
  func notePrinted() async throws -> HTTPResponse {
    var body = try fields()
    let wanted = body.text("base", 1...200)
    try body.finish()
    let base = try paperBase(wanted)
    let change = [SettingKey.printedBase: base]
    _ = try await site.change(settings: change, by: caller.name, also: auditSettings(change))
    application.addressGuard.look()
    return showAddresses()
  }
}
