import Domain
import Formats
import Net
import OCPP
import Storage

/// One connection of one wallbox. It handles the next call only after the reply to the last one, so that what
/// a wallbox sends keeps its order across every wait for the disk; answers to our own calls pass at once.
@NetworkLoop final class ChargePointLink: WebSocketHandler {
  let site: ChargingSite
  let live: LiveChargePoint
  /// What the wallbox told of itself on this connection.
  enum Introduction {
    case none
    /// Its status, but it did not boot.
    case status
    /// A BootNotification that is not answered yet.
    case booting
    case booted
  }

  var introduction = Introduction.none
  /// What it was asked to tell of itself; once is enough.
  var wasAskedToBoot = false
  var wasAskedForStatus = false
  private(set) var socket: WebSocket?
  private var inbox: [[UInt8]] = []
  private var inboxBytes = 0
  private var isBusy = false
  private var outgoing: OutgoingCalls?

  private static let replaced = 1000
  private static let tooMuch = 1008
  private static let wrongData = 1003

  init(site: ChargingSite, live: LiveChargePoint) {
    self.site = site
    self.live = live
  }

  var peer: String? { socket?.peer }

  /// Our calls to this wallbox; made when the first one is sent, because most links are idle.
  var calls: OutgoingCalls {
    if let outgoing { return outgoing }
    let made = OutgoingCalls { [weak self] frame in self?.send(frame) }
    outgoing = made
    return made
  }

  /// The handshake is done. The newest connection of an id is the one that counts: an older one is closed;
  /// what it had sent before is still kept, only nobody hears the answers.
  func opened(_ socket: WebSocket) {
    self.socket = socket
    let older = live.link
    live.link = self
    let at = site.now()
    live.lastSeenAt = at
    live.clock.reconnect()
    older?.replace()
    site.messages.note(event: "connected from \(socket.peerAddress)", of: live, at: at)
    site.linkChanged(live)
    if live.record.state == .accepted { site.upkeep.look(at: live, inSeconds: ChargingSite.settleSeconds) }
  }

  private func replace() {
    outgoing?.end()
    hangUp(Self.replaced, "replaced by a newer connection")
  }

  /// Ends the connection, as when the manager blocks the wallbox.
  func close(reason: String) {
    inbox = []
    inboxBytes = 0
    hangUp(Self.tooMuch, reason)
  }

  private func hangUp(_ code: Int, _ reason: String) {
    guard let socket, socket.isOpen else { return }
    site.messages.note(.out, event: "closed the connection: \(reason)", of: live, at: site.now())
    socket.close(code: code, reason: reason)
  }

  /// Lets messages of full size through, once the wallbox is accepted.
  func lift(maxMessageBytes: Int) { socket?.maxMessageBytes = maxMessageBytes }

  // MARK: What Net tells

  func received(text: UnsafeRawBufferPointer, on socket: WebSocket) {
    let at = site.now()
    live.lastSeenAt = at
    site.messages.note([], text, of: live, at: at)
    let frame: Frame
    do {
      frame = try FrameReader.read(text)
    } catch {
      return unreadable(text, error)
    }
    switch frame {
    case .call(let id, let action, let payload):
      if isBusy { keepForLater(text) } else { answer(id, action, payload) }
    case .callResult(let id, let payload):
      settle(id, payload, text)
    case .callError(let id, let code, let description, _):
      outgoing?.answer(id, .error(code: code, description: description))
    case .unknownType:
      break  // OCPP-J 1.6, 4.1.3: a message of an unknown type is ignored
    }
  }

  /// OCPP-J sends text frames only. Some firmware labels its JSON as binary: what reads as JSON is taken.
  func received(binary: UnsafeRawBufferPointer, on socket: WebSocket) {
    guard (try? FrameReader.read(binary)) != nil else {
      site.messages.note([], binary, of: live, at: site.now())
      site.keepUnreadable(binary, from: live, reason: "a binary message")
      hangUp(Self.wrongData, "text messages only")
      return
    }
    received(text: binary, on: socket)
  }

  func tooBig(_ socket: WebSocket) {
    site.messages.note(
      event: "sent a message larger than \(socket.maxMessageBytes) bytes", of: live, at: site.now())
    site.note(
      ToCheckNote(
        kind: ToCheckItem.Kind.messageTooBig, about: "too big \(live.record.id)",
        chargePointID: live.record.id,
        details: ["limit": String(socket.maxMessageBytes)]))
  }

  func closed(_ socket: WebSocket, code: Int?, reason: String) {
    outgoing?.end()
    self.socket = nil
    site.messages.note(event: Self.farewell(code, reason), of: live, at: site.now())
    guard live.link === self else { return }
    live.link = nil
    site.linkChanged(live)
  }

  private static func farewell(_ code: Int?, _ reason: String) -> String {
    guard let code else { return "disconnected" }
    return reason.isEmpty ? "disconnected (\(code))" : "disconnected (\(code), \(reason))"
  }

  // MARK: Answering

  /// Everything we say goes out here.
  private func send(_ frame: [UInt8]) {
    guard let socket else { return }
    frame.withUnsafeBytes { text in
      // Before it leaves, so that the answer stands behind it.
      site.messages.note(.out, text, of: live, at: site.now())
      socket.send(text: text)
    }
  }

  /// Answers a call at once.
  func reply(_ id: MessageID, _ payload: some Payload) {
    send(FrameWriter.callResult(id, payload))
  }

  /// Answers a call that cannot be done.
  func refuse(_ id: MessageID, _ code: RPCErrorCode, _ description: String) {
    send(FrameWriter.callError(id, code, description))
  }

  /// Answers a call once what it brought is on disk; meanwhile the next calls wait. What cannot be kept is
  /// answered with InternalError, so that the wallbox keeps it and sends it again, or with `otherwise`.
  ///
  /// This is the road every reading takes: closures instead of a task per message.
  func replyAfter<Kept: Sendable, Confirmation: Payload>(
    _ id: MessageID, keeping: @escaping @Sendable (WriteConnection) throws -> Kept,
    then confirm: @escaping @NetworkLoop @Sendable (Kept) -> Confirmation,
    otherwise: (@NetworkLoop @Sendable () -> Confirmation)? = nil
  ) {
    isBusy = true
    site.store.submit({ file in
      let kept = try keeping(file)
      return { NetworkLoop.run { self.finish { self.reply(id, confirm(kept)) } } }
    }) { _ in
      NetworkLoop.run { self.finish { self.answerUnkept(id, otherwise) } }
    }
  }

  /// Answers a call with what the file says; meanwhile the next calls wait.
  func replyAfter<Found: Sendable, Confirmation: Payload>(
    _ id: MessageID, reading: @escaping @Sendable (ReadConnection) throws -> Found,
    then confirm: @escaping @NetworkLoop @Sendable (Found) -> Confirmation
  ) {
    isBusy = true
    site.cards.submit({ file in
      let found = try reading(file)
      return { NetworkLoop.run { self.finish { self.reply(id, confirm(found)) } } }
    }) { _ in
      NetworkLoop.run {
        self.finish { self.refuse(id, .internalError, "could not be looked up, please try again") }
      }
    }
  }

  private func answerUnkept<Confirmation: Payload>(
    _ id: MessageID, _ otherwise: (@NetworkLoop @Sendable () -> Confirmation)?
  ) {
    if let otherwise { return reply(id, otherwise()) }
    refuse(id, .internalError, "could not be kept, please send it again")
  }

  private func finish(_ answer: () -> Void) {
    answer()
    isBusy = false
    answerWaiting()
  }

  private func answerWaiting() {
    while !isBusy, !inbox.isEmpty {
      let next = inbox.removeFirst()
      inboxBytes -= next.count
      next.withUnsafeBytes { text in
        guard case .call(let id, let action, let payload)? = try? FrameReader.read(text) else { return }
        answer(id, action, payload)
      }
    }
  }

  private func keepForLater(_ text: UnsafeRawBufferPointer) {
    guard inbox.count < site.limits.inboxMessages, inboxBytes + text.count <= site.limits.inboxBytes else {
      close(reason: "too many calls without waiting for replies")
      return
    }
    inbox.append(Array(text))
    inboxBytes += text.count
  }

  private func settle(_ id: MessageID, _ payload: UnsafeRawBufferPointer, _ text: UnsafeRawBufferPointer) {
    do {
      let value = try JSONValue.parse(payload, tolerant: true)
      outgoing?.answer(id, .answered(value))
    } catch {
      site.keepUnreadable(text, from: live, reason: error.reason)
      outgoing?.answer(id, .error(code: RPCErrorCode.formationViolation.rawValue, description: error.reason))
    }
  }

  /// OCPP-J 1.6, 4.2.3: a CALLERROR where a message id can be read; the connection and the bytes are kept.
  private func unreadable(_ text: UnsafeRawBufferPointer, _ error: FrameError) {
    site.keepUnreadable(text, from: live, reason: error.reason)
    if let id = error.messageID { refuse(id, error.code, error.reason) }
  }
}
