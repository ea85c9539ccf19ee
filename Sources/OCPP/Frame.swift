/// One message of OCPP-J (1.6, chapter 4). Payloads are slices of the text that was read and valid as long as
/// it; an empty slice stands for `{}`.
package enum Frame {
  case call(id: MessageID, action: Action, payload: UnsafeRawBufferPointer)
  case callResult(id: MessageID, payload: UnsafeRawBufferPointer)
  /// `code` as sent (see `RPCErrorCode(received:)`), `details` as JSON text.
  case callError(id: MessageID, code: String, description: String, details: String)
  /// CALLRESULTERROR (5) and SEND (6) of OCPP 2.1, or anything else: to be ignored (OCPP-J 1.6, 4.1.3).
  case unknownType(Int)
}

/// Why a text is no frame.
package struct FrameError: Error, Equatable, Sendable {
  /// The call that can be answered with a CALLERROR; nil: nothing to answer (no id, or it was itself an
  /// answer).
  package var messageID: MessageID?
  package var code: RPCErrorCode
  /// A sentence for people.
  package var reason: String

  package init(messageID: MessageID?, code: RPCErrorCode, reason: String) {
    self.messageID = messageID
    self.code = code
    self.reason = reason
  }
}
