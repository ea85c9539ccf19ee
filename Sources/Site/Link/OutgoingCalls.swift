import Domain
import Formats
import Net
import OCPP

/// Our calls to one wallbox: one in flight, the others wait their turn (OCPP-J 1.6, 4.1.1). What people ask
/// passes what the appliance asks on its own account: a wallbox that is silent would keep them waiting.
@NetworkLoop final class OutgoingCalls {
  private struct Waiting {
    let id: MessageID
    let frame: [UInt8]
    let timeoutMs: Int
    let isOwn: Bool
    let finish: @NetworkLoop (Result<OperationOutcome, SiteError>) -> Void
  }

  private static var sequence: UInt64 = 0
  private let send: @NetworkLoop ([UInt8]) -> Void
  private var queue: [Waiting] = []
  private var inFlight: Waiting?
  private var timer: LoopTimer?

  init(send: @escaping @NetworkLoop ([UInt8]) -> Void) { self.send = send }

  /// Sends a call when its turn comes and waits for what the wallbox says.
  ///
  /// - Parameter isOwn: whether it is the appliance that asks.
  /// - Throws: `timeout`, also when the connection ends first.
  func call(
    _ action: String, _ payload: JSONValue, timeoutMs: Int, isOwn: Bool
  ) async throws(SiteError) -> OperationOutcome {
    Self.sequence += 1
    let id = MessageID(text: "wk-\(Self.sequence)")
    let frame = FrameWriter.call(id, action: action, payload: payload.serialized)
    let result: Result<OperationOutcome, SiteError> = await withCheckedContinuation { continuation in
      let place = isOwn ? nil : queue.firstIndex(where: \.isOwn)
      queue.insert(
        Waiting(id: id, frame: frame, timeoutMs: timeoutMs, isOwn: isOwn) {
          continuation.resume(returning: $0)
        }, at: place ?? queue.endIndex)
      sendNext()
    }
    return try result.get()
  }

  /// A CALLRESULT or CALLERROR came in. One that nobody waits for (late, doubled) is ignored.
  func answer(_ id: MessageID, _ outcome: OperationOutcome) {
    guard inFlight?.id == id else { return }
    finish(.success(outcome))
  }

  /// The connection is gone: nobody will answer any more.
  func end() {
    let orphans = ([inFlight].compactMap(\.self)) + queue
    timer?.cancel()
    timer = nil
    inFlight = nil
    queue = []
    for orphan in orphans { orphan.finish(.failure(.timeout)) }
  }

  private func sendNext() {
    guard inFlight == nil, !queue.isEmpty else { return }
    let next = queue.removeFirst()
    inFlight = next
    timer = NetworkLoop.after(milliseconds: next.timeoutMs) { [weak self] in self?.finish(.failure(.timeout))
    }
    send(next.frame)
  }

  private func finish(_ result: Result<OperationOutcome, SiteError>) {
    guard let done = inFlight else { return }
    timer?.cancel()
    timer = nil
    inFlight = nil
    done.finish(result)
    sendNext()
  }
}
