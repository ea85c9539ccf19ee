/// The languages of the pages and the choice between them.
enum Language {
  /// What someone asked for wins over what their phone says, and that over the site's own.
  ///
  /// - Parameter acceptLanguage: the header (RFC 9110, 12.5.4).
  static func choose(
    asked: String?, cookie: String?, acceptLanguage: String?, site: String, available: Set<String>
  ) -> String {
    for wish in [asked, cookie] {
      if let wish, available.contains(wish) { return wish }
    }
    for language in preferred(acceptLanguage ?? "") where available.contains(language) { return language }
    return available.contains(site) ? site : "en"
  }

  /// Primary subtags of an Accept-Language header, most wanted first; those with q=0 are left out.
  static func preferred(_ header: String) -> [String] {
    var wishes: [(language: String, weight: Int)] = []
    for item in header.prefix(400).split(separator: ",") {
      let parts = item.split(separator: ";", omittingEmptySubsequences: false).map {
        $0.filter { !$0.isWhitespace }
      }
      guard let tag = parts.first, let primary = tag.split(separator: "-").first else { continue }
      let weight = parts.dropFirst().first { $0.hasPrefix("q=") }.map { thousandths($0.dropFirst(2)) } ?? 1000
      if weight > 0 { wishes.append((primary.lowercased(), weight)) }
    }
    // A stable order for equal weights: as the header lists them.
    return wishes.enumerated()
      .sorted { ($1.element.weight, $0.offset) < ($0.element.weight, $1.offset) }
      .map(\.element.language)
  }

  /// `0.8` as 800.
  private static func thousandths(_ text: Substring) -> Int {
    let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    guard let whole = Int(parts[0]), whole == 0 || whole == 1 else { return 0 }
    let fraction = parts.count > 1 ? parts[1].prefix(3) : ""
    guard fraction.allSatisfy(\.isASCIIDigit) else { return 0 }
    let padded = fraction + String(repeating: "0", count: 3 - fraction.count)
    return min(1000, whole * 1000 + (Int(padded) ?? 0))
  }
}
