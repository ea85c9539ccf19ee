/// Answers that say more than yes or no have a text of their own.
extension FrameMeaning {
  static func result(_ action: String, _ payload: FramePayload, isOurs: Bool) -> FrameMeaning {
    isOurs ? ourAnswer(action, payload) : theirAnswer(action, payload)
  }

  private static func ourAnswer(_ action: String, _ payload: FramePayload) -> FrameMeaning {
    let key = key(action) + ".result"
    let card = payload["idTagInfo.status"]
    switch action {
    case "Authorize":
      return card == "Accepted" ? FrameMeaning(key + ".Accepted") : FrameMeaning(key, ["status": card])
    case "BootNotification":
      let known = ["Accepted", "Pending"]
      let status = payload["status"].flatMap { known.contains($0) ? $0 : nil } ?? "Rejected"
      return FrameMeaning("\(key).\(status)", ["interval": payload["interval"]])
    case "Heartbeat": return FrameMeaning(key, ["time": payload["currentTime"]])
    case "MeterValues", "StopTransaction": return FrameMeaning(key)
    case "StartTransaction":
      let transaction = payload["transactionId"]
      return card == "Accepted"
        ? FrameMeaning(key + ".Accepted", ["transaction": transaction])
        : FrameMeaning(key, ["transaction": transaction, "status": card])
    default:
      guard let status = payload["status"] else { return FrameMeaning("result.out", ["action": action]) }
      return FrameMeaning("result.out.status", ["action": action, "status": status])
    }
  }

  private static let plainStatuses = ["Accepted", "Rejected", "NotSupported", "RebootRequired", "Scheduled"]

  private static func theirAnswer(_ action: String, _ payload: FramePayload) -> FrameMeaning {
    let key = key(action) + ".result"
    switch action {
    case "GetConfiguration":
      let keys = FramePayload.few(payload.list("configurationKey")) { FramePayload($0)["key"] }
      return FrameMeaning(key, ["keys": keys])
    case "GetLocalListVersion": return FrameMeaning(key, ["version": payload["listVersion"]])
    case "GetDiagnostics": return FrameMeaning(key, ["file": payload["fileName"]])
    default:
      guard let status = payload["status"] else { return FrameMeaning("result.in", ["action": action]) }
      return plainStatuses.contains(status)
        ? FrameMeaning("result.in.\(status)", ["action": action])
        : FrameMeaning("result.in.status", ["action": action, "status": status])
    }
  }
}
