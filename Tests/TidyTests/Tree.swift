import Foundation

/// The project's own files, as text.
enum Tree {
  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  struct File {
    /// From the project's folder, with slashes.
    let path: String
    let text: String

    var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }
    var name: String { String(path[path.index(after: path.lastIndex(of: "/") ?? path.startIndex)...]) }
    /// The folder below Sources; nil elsewhere.
    var room: String? {
      let parts = path.split(separator: "/")
      return parts.first == "Sources" && parts.count > 2 ? String(parts[1]) : nil
    }
  }

  /// All text files below a folder whose names end in one of `endings`, in stable order.
  static func files(under folder: String, endings: [String]) -> [File] {
    let start = root.appendingPathComponent(folder)
    guard let walk = FileManager.default.enumerator(atPath: start.path) else { return [] }
    return walk.compactMap { $0 as? String }.sorted().compactMap { below in
      guard endings.contains(where: below.hasSuffix) else { return nil }
      guard !below.contains(".build"), !below.contains("node_modules") else { return nil }
      return read("\(folder)/\(below)")
    }
  }

  static func read(_ path: String) -> File? {
    guard let data = FileManager.default.contents(atPath: root.appendingPathComponent(path).path) else {
      return nil
    }
    return File(path: path, text: String(decoding: data, as: UTF8.self))
  }

  static func folders(in folder: String) -> [String] {
    let names = try? FileManager.default.contentsOfDirectory(
      atPath: root.appendingPathComponent(folder).path)
    return (names ?? []).filter { !$0.hasPrefix(".") }.sorted()
  }

  static let sources = files(under: "Sources", endings: [".swift"])
  static let swift = sources + files(under: "Tests", endings: [".swift"])
  static let web = files(under: "Web", endings: [".js", ".mjs", ".css", ".html", ".svg", ".json"])
}
