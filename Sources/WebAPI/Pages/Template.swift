/// A plain HTML file with named slots:
/// `{{slot}}` puts in a text, escaped; `<!--put NAME-->` puts in HTML of our own; `<!--each NAME-->…<!--end NAME-->` repeats its inside for each item of
/// a list; `<!--if NAME-->…<!--end NAME-->` keeps its inside when NAME has something to show.
struct Template: Sendable {
  /// What the slots hold. Inside `each`, an item's own slots win over those around it.
  struct Slots: Sendable {
    var texts: [String: String] = [:]
    /// HTML that was made here, not told by anyone.
    var html: [String: String] = [:]
    var lists: [String: [Slots]] = [:]

    /// Whether `<!--if name-->` keeps its inside: a text that is not empty, or a list with items.
    func shows(_ name: String) -> Bool {
      if let list = lists[name] { return !list.isEmpty }
      return texts[name].map { !$0.isEmpty } ?? false
    }

    func inside(_ outer: Slots) -> Slots {
      Slots(
        texts: outer.texts.merging(texts) { _, own in own },
        html: outer.html.merging(html) { _, own in own },
        lists: outer.lists.merging(lists) { _, own in own })
    }
  }

  /// What is wrong with a template file.
  struct Mistake: Error, Equatable {
    let reason: String
  }

  private indirect enum Node: Sendable {
    case html(String)
    case slot(String)
    case put(String)
    case each(String, [Node])
    case onlyIf(String, [Node])
  }
  private let nodes: [Node]

  /// Reads a template; throws when a block is not closed or closed twice.
  init(_ source: String) throws(Mistake) {
    var rest = Substring(source)
    nodes = try Self.nodes(&rest, until: nil)
  }

  func filled(with slots: Slots) -> String {
    var html = ""
    Self.write(nodes, slots, to: &html)
    return html
  }

  private static func nodes(_ rest: inout Substring, until end: String?) throws(Mistake) -> [Node] {
    var nodes: [Node] = []
    while let (opening, name, kind) = nextMark(in: rest) {
      if opening.lowerBound > rest.startIndex { nodes.append(.html(String(rest[..<opening.lowerBound]))) }
      rest = rest[opening.upperBound...]
      switch kind {
      case .slot: nodes.append(.slot(name))
      case .put: nodes.append(.put(name))
      case .comment: break
      case .each: nodes.append(.each(name, try Self.nodes(&rest, until: name)))
      case .onlyIf: nodes.append(.onlyIf(name, try Self.nodes(&rest, until: name)))
      case .end:
        guard name == end else { throw Mistake(reason: "<!--end \(name)--> closes nothing") }
        return nodes
      }
    }
    if let end { throw Mistake(reason: "<!--end \(end)--> is missing") }
    if !rest.isEmpty { nodes.append(.html(String(rest))) }
    return nodes
  }

  private enum Mark { case slot, put, each, onlyIf, end, comment }

  /// The next mark, or comment. Braces that are no marks are ordinary text.
  private static func nextMark(in text: Substring) -> (Range<Substring.Index>, String, Mark)? {
    var from = text.startIndex
    while from < text.endIndex, let start = text[from...].firstIndex(where: { $0 == "{" || $0 == "<" }) {
      let rest = text[start...]
      if rest.hasPrefix("{{"), let end = rest.firstRange(of: "}}") {
        let name = rest[rest.index(start, offsetBy: 2)..<end.lowerBound]
        if isName(name) { return (start..<end.upperBound, String(name), .slot) }
      } else if rest.hasPrefix("<!--"), let end = rest.firstRange(of: "-->") {
        let words = rest[rest.index(start, offsetBy: 4)..<end.lowerBound].split(separator: " ")
        if words.count == 2, isName(words[1]), let kind = kind(words[0]) {
          return (start..<end.upperBound, String(words[1]), kind)
        }
        // A comment's inside, such as the list of slots at the head of the file, holds no marks.
        return (start..<end.upperBound, "", .comment)
      }
      from = text.index(after: start)
    }
    return nil
  }

  private static func kind(_ word: Substring) -> Mark? {
    switch word {
    case "each": .each
    case "put": .put
    case "if": .onlyIf
    case "end": .end
    default: nil
    }
  }

  private static func isName(_ text: Substring) -> Bool {
    !text.isEmpty && text.count <= 60
      && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "_.-".contains($0)) }
  }

  private static func write(_ nodes: [Node], _ slots: Slots, to html: inout String) {
    for node in nodes {
      switch node {
      case .html(let text): html += text
      case .slot(let name): appendEscaped(slots.texts[name] ?? "", to: &html)
      case .put(let name): html += slots.html[name] ?? ""
      case .onlyIf(let name, let inside):
        if slots.shows(name) { write(inside, slots, to: &html) }
      case .each(let name, let inside):
        for item in slots.lists[name] ?? [] { write(inside, item.inside(slots), to: &html) }
      }
    }
  }

  private static func appendEscaped(_ text: String, to html: inout String) {
    for character in text.unicodeScalars {
      switch character {
      case "&": html += "&amp;"
      case "<": html += "&lt;"
      case ">": html += "&gt;"
      case "\"": html += "&quot;"
      case "'": html += "&#39;"
      default: html.unicodeScalars.append(character)
      }
    }
  }
}
