import Crypto
import Net

/// What the tenant's pages are put together from, read once and again when its file changes.
@NetworkLoop
final class PageParts {
  /// The style sheet that stands in the page, and its hash for the page's policy (CSP Level 3, 2.3.1).
  struct Style: Sendable {
    let css: String
    let hash: String
  }

  private let files: StaticFiles
  private var templates: [[String]: (eTag: String, template: Template)] = [:]
  private var style: (eTags: [String], style: Style)?
  private var icons: (eTag: String, drawings: [String: String])?

  init(files: StaticFiles) { self.files = files }

  func template(_ path: [String], atSecond second: Int) throws -> Template {
    guard let file = files.file(path, atSecond: second) else { throw Problem.unknownAddress }
    if let kept = templates[path], kept.eTag == file.eTag { return kept.template }
    let template = try Template(String(decoding: file.bytes, as: UTF8.self))
    templates[path] = (file.eTag, template)
    return template
  }

  /// The palettes of day and night and the tenant's own sheet.
  func style(atSecond second: Int) throws -> Style {
    let sheets = try ["tokens.css", "dark.css", "tenant.css"].map { name in
      guard let file = files.file(["assets", "css", name], atSecond: second) else {
        throw Problem.unknownAddress
      }
      return file
    }
    if let style, style.eTags == sheets.map(\.eTag) { return style.style }
    let css = sheets.map { Self.squeezed(String(decoding: $0.bytes, as: UTF8.self)) }
    let text = "\(css[0])@media (prefers-color-scheme:dark){\(css[1])}\(css[2])"
    let made = Style(css: text, hash: base64(sha256(Array(text.utf8))))
    style = (sheets.map(\.eTag), made)
    return made
  }

  /// A drawing of icons.svg as it stands in a page; empty when there is none with this name. The words beside
  /// it carry the meaning.
  func icon(_ name: String, atSecond second: Int) -> String {
    guard let file = files.file(["assets", "icons.svg"], atSecond: second) else { return "" }
    if icons?.eTag != file.eTag {
      icons = (file.eTag, Self.drawings(in: String(decoding: file.bytes, as: UTF8.self)))
    }
    guard let drawing = icons?.drawings[name] else { return "" }
    return "<svg class=\"icon\" viewBox=\"0 0 20 20\" aria-hidden=\"true\">\(drawing)</svg>"
  }

  /// Each symbol stands on a line of its own.
  private nonisolated static func drawings(in text: String) -> [String: String] {
    var drawings: [String: String] = [:]
    for match in text.matches(of: /<symbol id="([a-z]+)"[^>]*>(.*)<\/symbol>/) {
      drawings[String(match.1)] = String(match.2)
    }
    return drawings
  }

  /// A style sheet without comments and the space that only people need.
  nonisolated static func squeezed(_ sheet: String) -> String {
    sheet.replacing(/\/\*(?:[^*]|\*(?!\/))*\*\//, with: "")
      .replacing(/\s+/, with: " ")
      .replacing(/\ ?([{};,])\ ?/) { "\($0.1)" }
      .replacing(": ", with: ":")
  }
}
