import Formats
import Net

/// The words of the pages, `i18n/<language>.json` in the web folder: objects inside one another, or flat keys
/// with dots; either way `state.free` names a text.
@NetworkLoop
final class Translations {
  private let files: StaticFiles
  private var known: [String: (eTag: String, words: [String: String])] = [:]

  init(files: StaticFiles) { self.files = files }

  /// All words of a language; empty when the file is missing or no JSON.
  func words(_ language: String, atSecond second: Int) -> [String: String] {
    guard let file = files.file(["i18n", language + ".json"], atSecond: second) else { return [:] }
    if let cached = known[language], cached.eTag == file.eTag { return cached.words }
    var words: [String: String] = [:]
    do throws(JSONError) {
      Self.flatten(try JSONValue.parse(file.bytes), under: "", into: &words)
    } catch {
      words = [:]
    }
    known[language] = (file.eTag, words)
    return words
  }

  nonisolated static func flatten(_ value: JSONValue, under path: String, into words: inout [String: String])
  {
    switch value {
    case .string(let text): words[path] = text
    case .object(let object):
      for member in object.members {
        flatten(member.value, under: path.isEmpty ? member.key : path + "." + member.key, into: &words)
      }
    default: break
    }
  }
}
