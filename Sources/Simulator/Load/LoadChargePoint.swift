import Domain
import Net
import OCPP

/// One charge point under load: as cheap as possible, so that the server is measured and not the measurer.
@NetworkLoop
final class LoadChargePoint {
  private(set) var wallbox: LoadWallbox
  private(set) var isOpen = false
  /// It was accepted once, or has failed for good: the run no longer waits for it.
  private(set) var isSettled = false
  private(set) var isAccepted = false
  /// What is on its way; nil: nothing.
  private var sent: LoadMessage?
  /// From when the answer's delay counts, in nanoseconds.
  private var reference: UInt64 = 0
  private var dialledAt: UInt64 = 0
  /// When the next message is due, where messages go out at fixed times.
  private var due: UInt64 = 0
  private var socket: WebSocket?
  private let run: LoadRun

  init(index: Int, run: LoadRun, start: Instant) {
    self.run = run
    // Not all at the same millisecond.
    wallbox = LoadWallbox(index: index, clock: start.advanced(byMilliseconds: Int64(index % 997 * 61)))
  }

  /// Connects and introduces itself.
  func dial() {
    if dialledAt == 0 { dialledAt = LoadClock.nanoseconds }
    run.dialling += 1
    Task { @NetworkLoop in
      do {
        let url = run.options.target.url(chargePoint: run.options.id(of: wallbox.index))
        let dialled = try await WebSocketClient.connect(
          url: url, subprotocols: ["ocpp1.6"], handler: self, timeoutSeconds: LoadRun.patienceSeconds)
        run.dialling -= 1
        opened(dialled)
      } catch {
        run.dialling -= 1
        failedToDial(error)
      }
    }
  }

  private func failedToDial(_ error: any Error) {
    run.dialFailures += 1
    if let error = error as? ConnectError, error.status != nil { fail(.handshake, error.reason) }
    guard !run.isOver else { return }
    NetworkLoop.after(milliseconds: 1_000) { [weak self] in
      if let self, !run.isOver { dial() }
    }
  }

  private func opened(_ dialled: WebSocket) {
    guard dialled.isOpen else { return fail(.closed, "right after the handshake") }
    guard dialled.subprotocol == "ocpp1.6" else {
      dialled.abort()
      return fail(.handshake, "ocpp1.6 was not confirmed")
    }
    socket = dialled
    isOpen = true
    send(.boot, reference: LoadClock.nanoseconds)
  }

  /// The measured part begins.
  ///
  /// - Parameter firstAt: when its first message is due, in nanoseconds; nil: at once.
  func begin(firstAt: UInt64?) {
    guard isOpen, sent == nil else { return }
    wallbox.step = 1
    due = firstAt ?? 0
    next(at: LoadClock.nanoseconds)
  }

  /// Sends the next message, or waits until it is due.
  private func next(at now: UInt64) {
    guard run.isRunning, isOpen, sent == nil else { return }
    let message = run.isSession ? LoadMessage.ofSession(step: wallbox.step) : .heartbeat
    guard let period = run.periodNs else { return send(message, reference: now) }
    // The loop's timers know milliseconds: the last part of one is not worth waiting for.
    if due > now + 999_999 {
      NetworkLoop.after(milliseconds: Int((due - now) / 1_000_000)) { [weak self] in
        self?.next(at: LoadClock.nanoseconds)
      }
      return
    }
    // Counted from when it should have gone out: who is late must not look quick.
    let reference = min(due, now)
    due += period
    send(message, reference: reference)
  }

  private func send(_ message: LoadMessage, reference: UInt64) {
    wallbox.sequence += 1
    sent = message
    self.reference = reference
    run.frames.write(message, of: &wallbox)
    run.frames.bytes.withUnsafeBytes { bytes in
      _ = socket?.send(text: bytes)
    }
  }

  /// Gives up when the answer is overdue.
  func checkPatience(now: UInt64) {
    guard sent != nil, now > reference + UInt64(LoadRun.patienceSeconds) * 1_000_000_000 else { return }
    fail(.timeout, "no answer to \(sent?.action.description ?? "")")
  }

  func hangUp() {
    isOpen = false
    socket?.abort()
  }

  private func fail(_ kind: LoadError.Kind, _ text: String) {
    run.note(kind, wallbox.index, text)
    isSettled = true
    hangUp()
  }

  private func answered(_ message: LoadMessage, transactionID: Int64) {
    sent = nil
    let now = LoadClock.nanoseconds
    if message == .start {
      wallbox.transactionID = transactionID
      guard run.transactionIDs.insert(transactionID) else {
        return fail(.repeatedTransactionID, String(transactionID))
      }
    }
    guard isAccepted else {
      isAccepted = true
      isSettled = true
      return run.accepted(after: now - dialledAt, at: now)
    }
    run.measured(message, nanoseconds: now > reference ? now - reference : 0)
    if run.isSession {
      wallbox.step += 1
      if wallbox.step == LoadMessage.perSession {
        wallbox.step = 0
        run.sessionEnded()
      }
    }
    next(at: now)
  }
}

extension LoadChargePoint: WebSocketHandler {
  func received(text: UnsafeRawBufferPointer, on socket: WebSocket) {
    switch ReplyCheck.verdict(on: text, for: wallbox, awaiting: sent) {
    case .good(let transactionID): if let sent { answered(sent, transactionID: transactionID) }
    case .call: answerCall(text, on: socket)
    case .bad(let kind):
      fail(
        kind,
        "\(sent?.action.description ?? "nothing sent"): \(String(decoding: text.prefix(160), as: UTF8.self))")
    }
  }

  func received(binary: UnsafeRawBufferPointer, on socket: WebSocket) { fail(.type, "a binary message") }

  func tooBig(_ socket: WebSocket) { fail(.type, "a message beyond the limit") }

  func closed(_ socket: WebSocket, code: Int?, reason: String) {
    guard isOpen, socket === self.socket, !run.isOver else { return }
    fail(.closed, "\(code.map(String.init) ?? "without a code") \(reason)")
  }

  /// What a server may ask of anybody, in the fewest words.
  private func answerCall(_ text: UnsafeRawBufferPointer, on socket: WebSocket) {
    run.serverCalls += 1
    do throws(FrameError) {
      guard case .call(let id, let action, _) = try FrameReader.read(text) else { return }
      switch action.name {
      case "GetConfiguration": socket.send(text: FrameWriter.callResult(id, GetConfiguration.Confirmation()))
      case "ChangeConfiguration", "ChangeAvailability", "ClearCache", "Reset":
        socket.send(text: FrameWriter.callResult(id, StatusPayload(status: "Accepted")))
      case "TriggerMessage", "RemoteStartTransaction", "RemoteStopTransaction":
        socket.send(text: FrameWriter.callResult(id, StatusPayload(status: "Rejected")))
      default: socket.send(text: FrameWriter.callError(id, .notImplemented, ""))
      }
    } catch {
      fail(.json, error.reason)
    }
  }
}
