import Domain
import Net
import Site

/// The page of a phone that is not signed in, complete without JavaScript.
enum SignInPage {
  /// Where to go on after the sign-in: one of the tenant's pages or a bay's, never another host.
  static func place(_ asked: String?) -> String {
    let own = /\/(?:t\/mine|t\/charges|c\/[A-Z2-9]{8})/
    guard let asked, asked.wholeMatch(of: own) != nil else { return "/t" }
    return asked
  }

  /// What was refused and how long to wait, in the page's words.
  static func sentence(_ problem: Problem, words: [String: String]) -> String {
    var key = "problem." + problem.name
    if let left = problem.numbers["tries_left"] { key += left == 1 ? ".one" : ".other" }
    var sentence = words[key] ?? words["problem.title"] ?? ""
    if let left = problem.numbers["tries_left"] { sentence = sentence.replacing("{n}", with: String(left)) }
    if problem.numbers["tries_left"] == 0 { sentence = words["problem.wrong-pin.none"] ?? sentence }
    guard let seconds = problem.numbers["retry_after"] else { return withoutGaps(sentence) }
    let time = "\(seconds / 60):\(PageFormat.two(seconds % 60))"
    let wait = (words["enter.wait"] ?? "{time}").replacing("{time}", with: time)
    return withoutGaps(sentence) + " " + wait
  }
}

extension Call {
  /// `sign-in.html`, with what was refused before.
  func signInPage(refused: Problem? = nil, code: String = "", back: String = "/t") throws -> HTTPResponse {
    let language = pageLanguage
    guard let file = application.files.file(["sign-in.html"], atSecond: application.second) else {
      throw Problem.unknownAddress
    }
    let words = application.translations.words(language, atSecond: application.second)
    var slots = Template.Slots()
    for (key, text) in words { slots.texts["t." + key] = text }
    slots.texts["language"] = language
    slots.texts["site"] = site.settings.siteName.isEmpty ? "Wattkeeper" : site.settings.siteName
    slots.texts["notice"] = refused.map { SignInPage.sentence($0, words: words) } ?? ""
    slots.texts["quiet"] = refused == nil ? "yes" : ""
    slots.texts["code"] = String(code.prefix(20))
    slots.texts["back"] = back
    var response = HTTPResponse.html(
      try Template(String(decoding: file.bytes, as: UTF8.self)).filled(with: slots))
    response.status = refused?.status ?? 401
    response.headers += (refused?.headers ?? [:]).map { ($0.key, $0.value) }
    return response
  }

  /// What someone asked for, else their browser, else the site.
  var pageLanguage: String {
    Language.choose(
      asked: askedLanguage,
      cookie: Cookie.value(of: Cookie.language, in: request.header("cookie")),
      acceptLanguage: request.header("accept-language"), site: site.settings.language,
      available: Set(SiteSettings.languages))
  }

  /// What someone picks at the foot of a page.
  var askedLanguage: String? { request.query("language") ?? request.query("lang") }
}
