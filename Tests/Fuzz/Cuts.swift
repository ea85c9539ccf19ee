/// How an input arrives: its first byte says how many lengths follow, and pieces of these lengths come in
/// turns until nothing is left.
struct Cuts {
  private let lengths: UnsafeRawBufferPointer

  /// Takes them from the front of `input`.
  init(from input: inout UnsafeRawBufferPointer) {
    let count = min(Int(input.first ?? 0) & 7, max(0, input.count - 1))
    lengths = UnsafeRawBufferPointer(rebasing: input.dropFirst().prefix(count))
    input = UnsafeRawBufferPointer(rebasing: input.dropFirst(1 + count))
  }

  /// Calls `body` with one piece after the other; a length of 0 counts as 256.
  func each(of input: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer) -> Void) {
    var rest = input
    var turn = 0
    while !rest.isEmpty {
      let length = lengths.isEmpty ? 1 : Int(lengths[turn % lengths.count])
      let piece = rest.prefix(length == 0 ? 256 : length)
      body(UnsafeRawBufferPointer(rebasing: piece))
      rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(piece.count))
      turn += 1
    }
  }
}
