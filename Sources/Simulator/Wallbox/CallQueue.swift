import Net
import OCPP

/// What waits to be sent, in order, and the one message that is on its way (OCPP-J 1.6, 4.1.1: one call at a
/// time).
@NetworkLoop
struct CallQueue {
  struct InFlight {
    let id: MessageID
    let call: WallboxCall
    /// 1 for the first time.
    let attempt: Int
    let timer: LoopTimer
  }

  var inFlight: InFlight?
  private var waiting: [(call: WallboxCall, attempt: Int)] = []

  nonisolated init() {}

  /// All that is not answered yet.
  var count: Int { waiting.count + (inFlight == nil ? 0 : 1) }

  /// What comes next.
  var next: Action? { waiting.first?.call.action }

  func contains(_ action: Action) -> Bool {
    inFlight?.call.action == action || waiting.contains { $0.call.action == action }
  }

  mutating func append(_ call: WallboxCall) { waiting.append((call, 1)) }

  mutating func prepend(_ call: WallboxCall) { waiting.insert((call, 1), at: 0) }

  /// Takes the next one out, to be sent.
  mutating func take() -> (call: WallboxCall, attempt: Int)? {
    guard inFlight == nil, !waiting.isEmpty else { return nil }
    return waiting.removeFirst()
  }

  /// The message on its way has been answered or given up.
  mutating func settle() -> InFlight? {
    inFlight?.timer.cancel()
    defer { inFlight = nil }
    return inFlight
  }

  /// Puts a message back in front, to be sent again with the same content.
  mutating func putBack(_ message: InFlight) { waiting.insert((message.call, message.attempt + 1), at: 0) }

  /// The connection is gone: what must be kept stays in order, the rest is returned. A lost connection is not
  /// the message's fault and does not count as an attempt.
  mutating func forgetFleeting() -> [WallboxCall] {
    if let message = settle() { waiting.insert((message.call, message.attempt), at: 0) }
    let fleeting = waiting.map(\.call).filter { !$0.isKept }
    waiting.removeAll { !$0.call.isKept }
    return fleeting
  }
}
