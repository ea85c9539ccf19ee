package import Domain
package import Formats
package import Storage

/// Why something that a person asked for was not done.
package enum SiteError: Error {
  case unknownChargePoint
  case unknownConnector
  case unknownTransaction
  case unknownItem
  case unknownLoadGroup
  /// The wallbox is not connected.
  case offline
  /// The wallbox did not answer in time, or the connection ended before it did.
  case timeout
  /// The wallbox is pending or blocked.
  case notAccepted
  /// The payload is not valid for the standard; nothing was sent.
  case invalidPayload(path: String, reason: String)
  /// A value cannot be taken.
  case invalid(path: String, reason: Wording)
  /// This card may not charge there now.
  case mayNotCharge(ChargingRefusal)
  /// It contradicts what is there, in a sentence.
  case conflict(Wording)
  /// It could not be written down, so it was not done.
  case disk(StoreError)
}

/// What became of an operation that was sent to a wallbox.
package enum OperationOutcome: Sendable {
  /// The confirmation's payload, also when its status says Rejected.
  case answered(JSONValue)
  /// The wallbox answered with a CALLERROR.
  case error(code: String, description: String)

  /// Some wallboxes tell their password among their configuration keys (GetConfiguration); nobody sees it,
  /// and it is not written down.
  var withoutPasswords: OperationOutcome {
    guard case .answered(let payload) = self else { return self }
    return .answered(payload.withoutPasswords)
  }
}
