import Domain
import Net
import OCPP
import Storage

/// A message that has no table of its own, cut at a bound: kept among the notices of its wallbox.
struct KeptNotice: Sendable {
  private let message: ChargePointMessage
  private let chargePointKey: Int64
  private let bound: Int

  @NetworkLoop init(_ action: Action, _ payload: UnsafeRawBufferPointer, _ link: ChargePointLink) {
    let limits = link.site.limits
    message = ChargePointMessage(
      action: action.name, payload: String(decoding: payload.prefix(limits.keptFrameBytes), as: UTF8.self),
      receivedAt: link.site.now())
    chargePointKey = link.live.record.key
    bound = limits.noticesPerAction
  }

  func keep(in file: WriteConnection) throws {
    try file.keepMessage(message, chargePointKey: chargePointKey, keeping: bound)
  }
}
