import Glibc

/// Where things lie when nobody says otherwise.
enum DefaultFolders {
  /// `/var/lib/wattkeeper` if it can be written, else `~/.local/share/wattkeeper`.
  static func data(environment: [String: String]) -> String {
    let shared = "/var/lib/wattkeeper"
    if access(shared, W_OK | X_OK) == 0 { return shared }
    return (environment["HOME"] ?? "/root") + "/.local/share/wattkeeper"
  }

  /// The page's files: `../share/wattkeeper/web` beside the binary, else `Web/` in its nearest parent folder.
  static func web(binary: String) throws(Complaint) -> String {
    var tried: [String] = []
    for candidate in webCandidates(binary: binary) {
      if access(candidate + "/index.html", R_OK) == 0 { return candidate }
      tried.append(candidate)
    }
    throw .failed(
      "web files", "there is no index.html in any of \(tried.joined(separator: ", "))", fix: "--web DIR")
  }

  static func webCandidates(binary: String) -> [String] {
    var folders: [String] = []
    var parts = binary.split(separator: "/").dropLast()
    folders.append("/" + (parts.dropLast() + ["share", "wattkeeper", "web"]).joined(separator: "/"))
    while true {
      folders.append("/" + (parts + ["Web"]).joined(separator: "/"))
      if parts.popLast() == nil { return folders }
    }
  }

  /// The path of this program's own file.
  static func binary() throws(Complaint) -> String {
    var bytes = [CChar](repeating: 0, count: 4096)
    let length = readlink("/proc/self/exe", &bytes, bytes.count)
    guard length > 0 else {
      throw .failed("/proc/self/exe", "this program cannot find its own file", fix: "--web DIR")
    }
    return String(decoding: bytes[..<length].map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
