import Formats
import Net

/// The words of the pages: `i18n/tenant/<language>.json` in the web folder holds what tenants read, and
/// `i18n/<language>.json` what only the staff reads. Flat keys.
@NetworkLoop
final class Translations {
  private let files: StaticFiles
  private var known: [String: (eTags: [String], words: [String: String])] = [:]

  init(files: StaticFiles) { self.files = files }

  /// All words of a language, of both files; those of a file that is missing or no JSON are missing.
  func words(_ language: String, atSecond second: Int) -> [String: String] {
    let found = [["i18n", "tenant", language + ".json"], ["i18n", language + ".json"]].compactMap {
      files.file($0, atSecond: second)
    }
    let eTags = found.map(\.eTag)
    if let cached = known[language], cached.eTags == eTags { return cached.words }
    var words: [String: String] = [:]
    for file in found { words.merge(Self.words(in: file.bytes)) { first, _ in first } }
    known[language] = (eTags, words)
    return words
  }

  /// The texts of a file; none when it is no JSON object.
  nonisolated static func words(in bytes: [UInt8]) -> [String: String] {
    do throws(JSONError) {
      guard case .object(let object) = try JSONValue.parse(bytes) else { return [:] }
      return Dictionary(
        object.members.compactMap { member in member.value.stringValue.map { (member.key, $0) } },
        uniquingKeysWith: { first, _ in first })
    } catch {
      return [:]
    }
  }
}
