import Net
import OCPP

/// A message a wallbox wants to send.
@NetworkLoop
enum WallboxCall {
  case boot
  case heartbeat
  case status(StatusNotification.Request)
  case authorize(idTag: String, answered: @NetworkLoop (IdTagInfo?) -> Void)
  case start(PretendTransaction)
  case sample(PretendTransaction, [MeterValue])
  case stop(PretendTransaction, StopTransaction.Request)
  /// Anything else that needs no more than to be heard.
  case notice(Action, any Payload)

  /// Kept and repeated until it is answered, also over a lost connection (OCPP 1.6, 3.7).
  var isKept: Bool {
    switch self {
    case .start, .sample, .stop: true
    case .boot, .heartbeat, .status, .authorize, .notice: false
    }
  }

  var action: Action {
    switch self {
    case .boot: .bootNotification
    case .heartbeat: .heartbeat
    case .status: .statusNotification
    case .authorize: .authorize
    case .start: .startTransaction
    case .sample: .meterValues
    case .stop: .stopTransaction
    case .notice(let action, _): action
    }
  }

  /// Made at the moment of sending: only then the transaction's id is known.
  func frame(_ id: MessageID, from identity: WallboxIdentity) -> [UInt8] {
    switch self {
    case .boot: FrameWriter.call(id, action, identity.boot)
    case .heartbeat: FrameWriter.call(id, action, EmptyPayload())
    case .status(let request): FrameWriter.call(id, action, request)
    case .authorize(let idTag, _): FrameWriter.call(id, action, Authorize.Request(idTag: idTag))
    case .start(let transaction): FrameWriter.call(id, action, transaction.start)
    case .sample(let transaction, let values):
      FrameWriter.call(
        id, action,
        MeterValues.Request(
          connectorId: transaction.start.connectorId, transactionId: transaction.wireID, meterValue: values))
    case .stop(let transaction, var request):
      FrameWriter.call(id, action, request.with(transaction.wireID))
    case .notice(let action, let payload): FrameWriter.call(id, action, payload)
    }
  }
}

extension StopTransaction.Request {
  fileprivate mutating func with(_ id: Int64) -> Self {
    transactionId = id
    return self
  }
}

extension WallboxIdentity {
  fileprivate var boot: BootNotification.Request {
    var request = BootNotification.Request(chargePointVendor: vendor, chargePointModel: model)
    request.chargePointSerialNumber = serialNumber
    request.firmwareVersion = firmwareVersion
    return request
  }
}
