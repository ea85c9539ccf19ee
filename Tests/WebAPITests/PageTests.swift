import Domain
import Formats
import Testing

@testable import Site
@testable import WebAPI

struct TemplateTests {
  private func fill(_ source: String, _ slots: Template.Slots) throws -> String {
    try Template(source).filled(with: slots)
  }

  @Test("slots are filled and escaped; unknown ones are empty")
  func slots() throws {
    let slots = Template.Slots(texts: ["name": "<b>&\"'"])
    #expect(try fill("a {{name}} b{{other}}.", slots) == "a &lt;b&gt;&amp;&quot;&#39; b.")
  }

  @Test("lists repeat, and an item's slots win over those around it")
  func lists() throws {
    let items = [Template.Slots(texts: ["x": "1"]), Template.Slots(texts: ["x": "2", "y": "own"])]
    let slots = Template.Slots(texts: ["y": "outer"], lists: ["items": items])
    #expect(try fill("<!--each items-->[{{x}}{{y}}]<!--end items-->", slots) == "[1outer][2own]")
  }

  @Test("what has nothing to show is left out")
  func conditions() throws {
    let source = "<!--if a-->A<!--end a--><!--if b-->B<!--end b--><!--if c-->C<!--end c-->"
    let slots = Template.Slots(texts: ["a": "x", "b": ""], lists: ["c": [Template.Slots()]])
    #expect(try fill(source, slots) == "AC")
  }

  @Test("comments are left out, also when they speak of slots, and other braces are text")
  func text() throws {
    let source = "<!-- {{a}} each b --><p>{ {{1a b}} }</p>"
    #expect(try fill(source, Template.Slots(texts: ["a": "x"])) == "<p>{ {{1a b}} }</p>")
  }

  @Test("our own HTML stays as it is, also in a list")
  func html() throws {
    let slots = Template.Slots(html: ["a": "<b>"], lists: ["l": [Template.Slots(html: ["c": "<i>"])]])
    #expect(try fill("<!--put a--><!--each l--><!--put c--><!--end l-->", slots) == "<b><i>")
  }

  @Test("a value with marks in it stays a value")
  func injection() throws {
    let slots = Template.Slots(texts: ["a": "{{b}}<!--if b-->", "b": "secret"])
    #expect(try fill("{{a}}", slots) == "{{b}}&lt;!--if b--&gt;")
  }

  @Test(
    "a block that is not closed is a mistake",
    arguments: ["<!--if a-->x", "x<!--end a-->", "<!--each a--><!--end b-->"])
  func mistakes(_ source: String) {
    #expect(throws: Template.Mistake.self) { try Template(source) }
  }

  @Test(
    "the tenant's pages are sound templates, and each of their words is in all languages",
    arguments: [
      "tenant.html", "tenant/now.html", "tenant/bay.html", "tenant/price.html", "tenant/charges.html",
      "tenant/mine.html", "tenant/doubt.html",
    ])
  func tenantPages(_ name: String) throws {
    let source = try webFile(name)
    _ = try Template(source)
    let used = Set(source.matches(of: /\{\{t\.([\w.-]+)\}\}/).map { String($0.1) })
    for language in SiteSettings.languages {
      let words = Translations.words(in: Array(try webFile("i18n/tenant/\(language).json").utf8))
      #expect(used.subtracting(words.keys) == [], "\(language)")
    }
  }
}

struct PageStyleTests {
  @Test("a sheet loses what only people read, and nothing else")
  func squeezed() {
    let sheet = "/* a */\n.x,\n.y ::marker {\n  margin: 0 auto;\n  color: var(--a, b);\n}\n"
    #expect(PageParts.squeezed(sheet) == ".x,.y ::marker{margin:0 auto;color:var(--a,b);}")
  }
}

struct NoticeTests {
  @Test("a text stands without its gaps")
  func gaps() {
    #expect(
      withoutGaps("This contradicts what is stored. {detail} {fix}") == "This contradicts what is stored.")
    #expect(withoutGaps("the wallbox agreed.") == "the wallbox agreed.")
  }

  @Test("sums end at the largest number instead of the process")
  func sums() {
    #expect(Int64.max.addingCapped(1) == .max)
    #expect(Int64.min.addingCapped(-1) == .min)
    #expect(Int64(2).addingCapped(-3) == -1)
  }
}

struct LanguageTests {
  private func choose(_ asked: String?, _ cookie: String?, _ header: String?, site: String = "de") -> String {
    Language.choose(
      asked: asked, cookie: cookie, acceptLanguage: header, site: site, available: ["de", "en"])
  }

  @Test("what was asked for wins over the cookie, that over the phone, that over the site")
  func order() {
    #expect(choose("en", "de", "de") == "en")
    #expect(choose("xx", "en", "de") == "en")
    #expect(choose(nil, nil, "fr, en;q=0.8, de;q=0.5") == "en")
    #expect(choose(nil, nil, "fr") == "de")
    #expect(choose(nil, nil, nil, site: "fr") == "en")
  }

  @Test("weights of Accept-Language are heeded, 0 means never")
  func weights() {
    #expect(Language.preferred("en;q=0.5, de-CH, fr;q=0, it;q=0.75") == ["de", "it", "en"])
    #expect(Language.preferred("") == [])
    #expect(Language.preferred(";q=1,,-") == [])
  }
}

struct StaticPathTests {
  @Test("paths below the folder", arguments: [["index.html"], ["css", "base.css"], ["a-b_c.js"]])
  func safe(_ segments: [String]) {
    #expect(StaticFiles.safePath(segments) == segments.joined(separator: "/"))
  }

  @Test(
    "paths that could leave it, or name what is hidden",
    arguments: [
      [".."], ["a", "..", "b"], ["."], [".git", "config"], ["a/b"], ["a\\b"], ["a\0"], [""], [], ["ü"],
    ])
  func unsafe(_ segments: [String]) { #expect(StaticFiles.safePath(segments) == nil) }
}

struct PageFormatTests {
  private func format(_ language: String, _ country: String) -> PageFormat {
    PageFormat(
      language: language, country: country, zone: TimeZoneRules(offsetSeconds: 3600),
      now: Instant(millisecondsSince1970: 1_772_445_600_000))
  }

  @Test("numbers are written as people there write them")
  func numbers() {
    #expect(format("de", "DE").kWh(12_480_400, digits: 2) == "12,48")
    #expect(format("de", "CH").kWh(12_480_500, digits: 3) == "12.481")
    #expect(format("en", "DE").kW(11_049) == "11.0")
    #expect(format("de", "DE").kWh(nil, digits: 2) == "–")
    #expect(format("de", "DE").money(474, Currency(code: "CHF")) == "4,74")
    #expect(format("en", "JP").money(474, Currency(code: "JPY")) == "474")
  }

  @Test("times stand in the site's zone, with the day when that is another")
  func times() {
    let page = format("de", "DE")
    #expect(page.time(Instant(millisecondsSince1970: 1_772_442_000_000)) == "10:00")
    #expect(page.time(Instant(millisecondsSince1970: 1_772_355_600_000)) == "01.03. 10:00")
    #expect(page.minutes(since: Instant(millisecondsSince1970: 1_772_442_000_000)) == 60)
  }
}

struct FormFieldsTests {
  @Test("a form's fields are decoded, the first of equal names counts")
  func fields() {
    let body = Array("csrf=a%2Bb&bay=CP+1%2F2&bay=x&empty=&flag&bad=%zz".utf8)
    #expect(
      FormFields.parse(body) == ["csrf": "a+b", "bay": "CP 1/2", "empty": "", "flag": "", "bad": "%zz"])
  }

  @Test("what goes into an address is encoded")
  func encoded() { #expect(percentEncoded("CP 1/ü&") == "CP%201%2F%C3%BC%26") }
}

struct NaturalOrderTests {
  @Test("names are ordered as people count")
  func order() {
    let names = ["Bay 10", "bay 2", "Bay 1 b", "Bay 02a", "Bay 1", "", "Attic"]
    #expect(
      names.sorted(by: isNaturallyBefore) == ["", "Attic", "Bay 1", "Bay 1 b", "bay 2", "Bay 02a", "Bay 10"])
  }
}
