/// Who listens to a WebSocket. Messages arrive one after the other, in the order sent; nothing arrives once
/// `WebSocket.close` or `abort` has been called except `closed`, which arrives exactly once.
@NetworkLoop
package protocol WebSocketHandler: AnyObject {
  /// A text message, whole. The bytes are valid during this call only, and not checked to be UTF-8.
  func received(text: UnsafeRawBufferPointer, on socket: WebSocket)

  /// A binary message, whole. The bytes are valid during this call only.
  func received(binary: UnsafeRawBufferPointer, on socket: WebSocket)

  /// A message larger than `WebSocket.maxMessageBytes` began; the socket is closed with 1009 after this call.
  func tooBig(_ socket: WebSocket)

  /// The socket is closed, whoever wished it.
  /// - Parameters:
  ///   - code: of the peer's close frame; nil: it sent none, or one without a code.
  ///   - reason: of the peer's close frame.
  func closed(_ socket: WebSocket, code: Int?, reason: String)
}
