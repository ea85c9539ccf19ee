import Crypto
import Glibc
import Net

/// The page's files, kept in memory. A file is looked at again at most once per second and read again when it
/// changed: the files are small, and a site that is being edited shows its edits.
@NetworkLoop
final class StaticFiles {
  struct File {
    let bytes: [UInt8]
    let contentType: String
    let eTag: String
  }

  private struct Entry {
    var file: File
    var stamp: Stamp
    var checkedAtSecond: Int
  }
  private struct Stamp: Equatable {
    var seconds: Int
    var nanoseconds: Int
    var size: Int
  }

  private let folder: String
  private var entries: [String: Entry] = [:]
  private static let largestBytes = 8 * 1024 * 1024

  init(folder: String) { self.folder = folder }

  /// A file by its path segments below the folder; nil when there is none or the path tries to leave it.
  func file(_ segments: [String], atSecond second: Int) -> File? {
    guard let path = Self.safePath(segments) else { return nil }
    if let entry = entries[path], entry.checkedAtSecond == second { return entry.file }
    let full = folder + "/" + path
    guard let stamp = Self.stamp(full) else {
      entries[path] = nil
      return nil
    }
    if var entry = entries[path], entry.stamp == stamp {
      entry.checkedAtSecond = second
      entries[path] = entry
      return entry.file
    }
    guard let bytes = Self.read(full, size: stamp.size) else { return nil }
    let file = File(
      bytes: bytes, contentType: Self.contentType(path),
      eTag: "\"" + hex(Array(sha256(bytes).prefix(12))) + "\"")
    entries[path] = Entry(file: file, stamp: stamp, checkedAtSecond: second)
    return file
  }

  /// A relative path that stays below the folder, or nil.
  nonisolated static func safePath(_ segments: [String]) -> String? {
    guard !segments.isEmpty, segments.count <= 8 else { return nil }
    for segment in segments {
      let isPlain = segment.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"):
          true
        default: false
        }
      }
      guard isPlain, !segment.isEmpty, !segment.hasPrefix("."), segment.utf8.count <= 100 else { return nil }
    }
    return segments.joined(separator: "/")
  }

  nonisolated static func contentType(_ path: String) -> String {
    switch path.split(separator: ".").last {
    case "html": "text/html; charset=utf-8"
    case "js", "mjs": "text/javascript; charset=utf-8"
    case "css": "text/css; charset=utf-8"
    case "json": "application/json"
    case "webmanifest": "application/manifest+json"
    case "svg": "image/svg+xml"
    case "png": "image/png"
    case "ico": "image/x-icon"
    case "woff2": "font/woff2"
    case "txt": "text/plain; charset=utf-8"
    default: "application/octet-stream"
    }
  }

  /// Only regular files have one, so a folder or a device is never served.
  private static func stamp(_ path: String) -> Stamp? {
    var info = stat()
    guard stat(path, &info) == 0, info.st_mode & S_IFMT == S_IFREG, Int(info.st_size) <= largestBytes else {
      return nil
    }
    return Stamp(seconds: info.st_mtim.tv_sec, nanoseconds: info.st_mtim.tv_nsec, size: Int(info.st_size))
  }

  private static func read(_ path: String, size: Int) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: size)
    var filled = 0
    while filled < size {
      let count = bytes.withUnsafeMutableBytes {
        Glibc.read(descriptor, $0.baseAddress.map { $0 + filled }, size - filled)
      }
      guard count > 0 else { return nil }
      filled += count
    }
    return bytes
  }
}
