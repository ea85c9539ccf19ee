package import Formats

/// Forget the cards that were once allowed (OCPP 1.6, 5.4).
package enum ClearCache {
  /// Status Accepted or Rejected.
  package typealias Confirmation = StatusPayload

  /// What the charge point is asked.
  package struct Request: OperationRequest, Equatable {
    package static let action = "ClearCache"

    package init() {}

    package init(reading payload: UnsafeRawBufferPointer) throws(PayloadError) {
      _ = try EmptyPayload(reading: payload)
    }

    package func write(to writer: inout JSONWriter) { EmptyPayload().write(to: &writer) }
  }

  static let rule = PayloadRule.object([])
}
