import Net
import OCPP

/// What waits to be sent, in order, and the one message that is on its way (OCPP-J 1.6, 4.1.1: one call at a
/// time).
@NetworkLoop
struct CallQueue {
  struct InFlight {
    let id: MessageID
    let call: WallboxCall
    let attempt: Int
    let timer: LoopTimer
  }

  private(set) var waiting: [WallboxCall] = []
  var inFlight: InFlight?
  /// How often the first of those waiting has been tried.
  private var attempts = 0

  nonisolated init() {}

  mutating func append(_ call: WallboxCall) { waiting.append(call) }

  /// Takes the next one out, to be sent; tells which attempt it is, from 1 on.
  mutating func take() -> (call: WallboxCall, attempt: Int)? {
    guard inFlight == nil, !waiting.isEmpty else { return nil }
    let attempt = attempts + 1
    attempts = 0
    return (waiting.removeFirst(), attempt)
  }

  /// The message on its way has been answered or given up.
  mutating func settle() -> InFlight? {
    inFlight?.timer.cancel()
    defer { inFlight = nil }
    return inFlight
  }

  /// Puts a message back in front, to be sent again.
  mutating func putBack(_ message: InFlight) {
    waiting.insert(message.call, at: 0)
    attempts = message.attempt
  }

  /// The connection is gone: what must be kept stays in order, the rest is returned.
  mutating func forgetFleeting() -> [WallboxCall] {
    if let message = settle() { putBack(message) }
    if waiting.first?.isKept == false { attempts = 0 }
    let fleeting = waiting.filter { !$0.isKept }
    waiting.removeAll { !$0.isKept }
    return fleeting
  }
}
