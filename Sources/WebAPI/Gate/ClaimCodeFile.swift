import Glibc

/// `DIR/claim-code`: the claim code for whoever may read the data directory.
package struct ClaimCodeFile: Sendable {
  package let path: String

  package init(path: String) { self.path = path }

  /// The code in it; nil when there is no such file.
  package func read() -> String? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: 64)
    let count = Glibc.read(descriptor, &bytes, bytes.count)
    guard count > 0 else { return nil }
    let text = String(decoding: bytes[..<count], as: UTF8.self).filter { !$0.isWhitespace }
    return text.isEmpty ? nil : text
  }

  /// Writes a code for its owner's eyes only. False: the folder cannot be written.
  package func write(_ code: String) -> Bool {
    unlink(path)
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    let bytes = Array((code + "\n").utf8)
    return Glibc.write(descriptor, bytes, bytes.count) == bytes.count
  }

  /// Removes it, once the site is claimed.
  package func remove() { unlink(path) }
}
