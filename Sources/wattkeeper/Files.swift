import Glibc

/// The bytes of a regular file, or of standard input for `-`; nil when it cannot be read or is larger.
func readWholeFile(_ path: String, limit: Int) -> [UInt8]? {
  let descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
  guard descriptor >= 0 else { return nil }
  defer { if descriptor != STDIN_FILENO { close(descriptor) } }
  var bytes: [UInt8] = []
  var part = [UInt8](repeating: 0, count: 64 * 1024)
  while bytes.count <= limit {
    let count = read(descriptor, &part, part.count)
    if count == 0 { return bytes }
    guard count > 0 else {
      if errno == EINTR { continue }
      return nil
    }
    bytes += part[..<count]
  }
  return nil
}

/// Writes lines to standard error.
func tell(_ text: String) { writeAll(STDERR_FILENO, text + "\n") }

/// Writes to standard output, which carries nothing but what the command promises.
func output(_ text: String) { writeAll(STDOUT_FILENO, text) }

private func writeAll(_ descriptor: Int32, _ text: String) {
  var rest = Array(text.utf8)[...]
  while !rest.isEmpty {
    let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
    if count < 0 && errno != EINTR { return }
    rest = rest.dropFirst(max(0, count))
  }
}

/// Whether this process may read the file.
func canRead(_ path: String) -> Bool { access(path, R_OK) == 0 }

/// Removes a file that may be gone already.
func removeFile(_ path: String) { unlink(path) }
