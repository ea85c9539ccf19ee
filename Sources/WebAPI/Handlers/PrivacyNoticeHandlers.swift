import Domain
import Net
import Site

/// The public privacy notice (GDPR, articles 13 and 14), from the site's settings.
extension Call {
  /// `GET /privacy`: complete without JavaScript, and printable.
  func privacyNotice() throws -> HTTPResponse {
    let asked = request.query("language") ?? request.query("lang")
    let language = Language.choose(
      asked: asked, cookie: Cookie.value(of: Cookie.language, in: request.header("cookie")),
      acceptLanguage: request.header("accept-language"), site: site.settings.language,
      available: Set(SiteSettings.languages))
    guard let file = application.files.file(["privacy.html"], atSecond: application.second) else {
      throw Problem.unknownAddress
    }
    let template = try Template(String(decoding: file.bytes, as: UTF8.self))
    let words = application.translations.words(language, atSecond: application.second)
    return .html(template.filled(with: site.settings.noticeSlots(words, language: language)))
  }
}

extension SiteSettings {
  /// What stands in the slots of `privacy.html`.
  fileprivate func noticeSlots(_ words: [String: String], language: String) -> Template.Slots {
    var slots = Template.Slots()
    for (key, text) in words where key.hasPrefix("notice.") { slots.texts["t." + key] = text }
    slots.texts["language"] = language
    slots.texts["site"] = siteName.isEmpty ? "Wattkeeper" : siteName
    slots.texts["controller"] = controller.name
    slots.texts["address"] = controller.address
    slots.texts["contact"] = controller.contact
    slots.texts["officer"] = controller.officer
    slots.texts["unnamed"] = controller.name.isEmpty ? "yes" : ""
    slots.lists["records"] = RecordKind.allCases.map { kind in
      Template.Slots(texts: [
        "what": words["records.\(kind.rawValue)"] ?? kind.rawValue,
        "how_long": (words["notice.days"] ?? "{n}").replacing("{n}", with: String(retention[kind])),
      ])
    }
    return slots
  }
}
