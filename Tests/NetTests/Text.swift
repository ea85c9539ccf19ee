extension String {
  /// The offset in bytes at which `part` first stands.
  func range(of part: String) -> Int? {
    let all = Array(utf8)
    let wanted = Array(part.utf8)
    guard wanted.count <= all.count else { return nil }
    return (0...(all.count - wanted.count)).first { all[$0...].starts(with: wanted) }
  }
}
