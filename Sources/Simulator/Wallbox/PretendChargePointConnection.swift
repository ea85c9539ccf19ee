package import Net
import OCPP

extension PretendChargePoint {
  /// Power comes: it connects and introduces itself.
  package func powerOn() {
    guard connection == .off else { return }
    isAccepted = false
    networkBack()
  }

  /// Power goes: the connection breaks without a farewell. What must arrive is kept.
  package func powerOff() {
    networkLost()
    isAccepted = false
  }

  /// The network fails; nothing is dialled until it is back.
  package func networkLost() {
    connection = .off
    waiter?.cancel()
    waiter = nil
    let broken = socket
    socket = nil
    broken?.abort()
    forgetConnection()
  }

  /// The network works again.
  package func networkBack() {
    guard connection == .off else { return }
    backOffMs = timing.firstBackOffMs
    dial()
  }

  private func dial() {
    connection = .connecting
    Task { @NetworkLoop in
      do {
        let dialled = try await WebSocketClient.connect(
          url: url, subprotocols: ["ocpp1.6"], handler: self)
        opened(dialled)
      } catch {
        guard connection == .connecting else { return }
        report(.connection, "\(error)")
        redialLater()
      }
    }
  }

  private func opened(_ dialled: WebSocket) {
    guard connection == .connecting, socket == nil else { return dialled.abort() }
    guard dialled.isOpen else {
      report(.connection, "closed by the server right after the handshake")
      return redialLater()
    }
    guard dialled.subprotocol?.lowercased() == "ocpp1.6" else {
      report(.connection, "the server does not confirm ocpp1.6")
      dialled.abort()
      return redialLater()
    }
    socket = dialled
    connection = .open
    backOffMs = timing.firstBackOffMs
    // After a mere network failure a wallbox does not introduce itself again (OCPP-J 1.6, 5.4).
    if isAccepted { announce() } else { sendBoot() }
  }

  /// Tells what may have changed while there was no connection, then delivers what was kept.
  func announce() {
    for status in statuses.values.sorted(by: { $0.connectorId < $1.connectorId }) {
      send(.status(status))
    }
    armHeartbeat()
    sendNext()
  }

  func armHeartbeat() {
    heartbeat?.cancel()
    heartbeat = NetworkLoop.after(milliseconds: timing.heartbeatMs ?? heartbeatMs) { [weak self] in
      guard let self, isConnected, isAccepted else { return }
      if unanswered == 0 { send(.heartbeat) }
      armHeartbeat()
    }
  }

  func timedOut() {
    guard let message = queue.inFlight else { return }
    report(.timeout, "no answer to \(message.call.action.name)")
    socket?.abort()
    lost()
  }

  /// The connection is gone and is to be made anew.
  private func lost() {
    guard connection == .open else { return }
    socket = nil
    forgetConnection()
    redialLater()
  }

  private func forgetConnection() {
    heartbeat?.cancel()
    for case .authorize(_, let answered) in queue.forgetFleeting() { answered(nil) }
  }

  private func redialLater() {
    connection = .waiting
    waiter?.cancel()
    waiter = NetworkLoop.after(milliseconds: backOffMs + Int.random(in: 0...max(1, backOffMs / 4))) {
      [weak self] in
      guard let self, connection == .waiting else { return }
      waiter = nil
      backOffMs = min(backOffMs * 2, timing.longestBackOffMs)
      dial()
    }
  }
}

extension PretendChargePoint: WebSocketHandler {
  package func received(text: UnsafeRawBufferPointer, on socket: WebSocket) {
    do throws(FrameError) {
      switch try FrameReader.read(text) {
      case .call(let id, let action, let payload):
        socket.send(text: answer(to: action, payload, id: id))
        sendNext()
      case .callResult(let id, let payload): confirmed(id, payload)
      case .callError(let id, let code, let description, _): refused(id, "\(code) \(description)")
      case .unknownType: break
      }
    } catch {
      report(.malformed, error.reason)
    }
  }

  package func received(binary: UnsafeRawBufferPointer, on socket: WebSocket) {
    report(.malformed, "a binary message of \(binary.count) bytes")
  }

  package func closed(_ closed: WebSocket, code: Int?, reason: String) {
    guard closed === socket else { return }
    report(.connection, "closed by the server: \(code.map(String.init) ?? "no code") \(reason)")
    lost()
  }

  package func tooBig(_ socket: WebSocket) { report(.malformed, "a message beyond the limit") }
}
