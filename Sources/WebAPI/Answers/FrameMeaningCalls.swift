import Formats

/// Calls: the 39 actions of OCPP 1.6 and its security extension.
extension FrameMeaning {
  static func call(_ action: String, _ payload: FramePayload, isOurs: Bool) -> FrameMeaning {
    let meaning = isOurs ? ours(action, payload) : theirs(action, payload)
    return meaning ?? FrameMeaning(isOurs ? "unknown.call.out" : "unknown.call.in", ["action": action])
  }

  /// What wallboxes ask (OCPP 1.6, chapter 4).
  private static func theirs(_ action: String, _ payload: FramePayload) -> FrameMeaning? {
    let key = key(action) + ".call"
    switch action {
    case "Authorize": return FrameMeaning(key, ["card": payload["idTag"]])
    case "BootNotification":
      return FrameMeaning(
        key,
        [
          "vendor": payload["chargePointVendor"], "model": payload["chargePointModel"],
          "firmware": payload["firmwareVersion"],
        ])
    case "DataTransfer":
      return FrameMeaning(key + ".in", ["vendor": payload["vendorId"], "message": payload["messageId"]])
    case "Heartbeat", "SignCertificate": return FrameMeaning(key)
    case "MeterValues":
      return FrameMeaning(key, ["connector": payload["connectorId"], "readings": payload.readings])
    case "SecurityEventNotification": return FrameMeaning(key, ["type": payload["type"]])
    case "StartTransaction":
      return FrameMeaning(
        key,
        ["connector": payload["connectorId"], "card": payload["idTag"], "wh": payload["meterStart"]])
    case "StatusNotification": return status(key, payload)
    case "StopTransaction":
      return FrameMeaning(
        key,
        [
          "transaction": payload["transactionId"], "wh": payload["meterStop"],
          // OCPP 1.6, 6.49: left out means Local.
          "reason": payload["reason"] ?? "Local",
        ])
    case "DiagnosticsStatusNotification", "FirmwareStatusNotification", "LogStatusNotification",
      "SignedFirmwareStatusNotification":
      return FrameMeaning(key, ["status": payload["status"]])
    default: return nil
    }
  }

  private static func status(_ key: String, _ payload: FramePayload) -> FrameMeaning {
    let values = ["connector": payload["connectorId"], "status": payload["status"]]
    guard let error = payload["errorCode"], error != "NoError" else { return FrameMeaning(key, values) }
    return FrameMeaning(key + ".fault", values.merging(["error": error]) { old, _ in old })
  }

  /// What we ask (OCPP 1.6, chapter 5).
  private static func ours(_ action: String, _ payload: FramePayload) -> FrameMeaning? {
    let key = key(action) + ".call"
    switch action {
    case "CertificateSigned", "ClearCache", "ClearChargingProfile", "DeleteCertificate",
      "GetLocalListVersion":
      return FrameMeaning(key)
    case "CancelReservation": return FrameMeaning(key, ["reservation": payload["reservationId"]])
    case "ChangeAvailability":
      let type = payload["type"] == "Operative" ? "Operative" : "Inoperative"
      return FrameMeaning("\(key).\(type)", ["connector": payload["connectorId"]])
    case "ChangeConfiguration":
      return FrameMeaning(key, ["key": payload["key"], "value": payload["value"]])
    case "DataTransfer":
      return FrameMeaning(key + ".out", ["vendor": payload["vendorId"], "message": payload["messageId"]])
    case "ExtendedTriggerMessage", "TriggerMessage":
      return FrameMeaning(key, ["message": payload["requestedMessage"]])
    case "GetCompositeSchedule":
      return FrameMeaning(key, ["connector": payload["connectorId"], "seconds": payload["duration"]])
    case "GetConfiguration":
      let keys = FramePayload.few(payload.list("key")) { $0.stringValue }
      return keys.map { FrameMeaning(key, ["keys": $0]) } ?? FrameMeaning(key + ".all")
    case "GetDiagnostics": return FrameMeaning(key, ["address": payload["location"]])
    case "GetInstalledCertificateIds", "InstallCertificate":
      return FrameMeaning(key, ["type": payload["certificateType"]])
    case "GetLog":
      return FrameMeaning(key, ["type": payload["logType"], "address": payload["log.remoteLocation"]])
    case "SignedUpdateFirmware": return FrameMeaning(key, ["address": payload["firmware.location"]])
    case "UnlockConnector": return FrameMeaning(key, ["connector": payload["connectorId"]])
    case "UpdateFirmware":
      return FrameMeaning(key, ["address": payload["location"], "at": payload["retrieveDate"]])
    default: return ofCharging(action, key, payload)
    }
  }

  /// Those of ours that have to do with charges and cards.
  private static func ofCharging(_ action: String, _ key: String, _ payload: FramePayload) -> FrameMeaning? {
    switch action {
    case "RemoteStartTransaction":
      guard let connector = payload["connectorId"] else {
        return FrameMeaning(key + ".any", ["card": payload["idTag"]])
      }
      return FrameMeaning(key, ["connector": connector, "card": payload["idTag"]])
    case "RemoteStopTransaction": return FrameMeaning(key, ["transaction": payload["transactionId"]])
    case "ReserveNow":
      return FrameMeaning(
        key,
        [
          "connector": payload["connectorId"], "card": payload["idTag"], "until": payload["expiryDate"],
        ])
    case "Reset": return FrameMeaning(payload["type"] == "Hard" ? key + ".Hard" : key + ".Soft")
    case "SendLocalList":
      return FrameMeaning(
        payload["updateType"] == "Differential" ? key + ".Differential" : key + ".Full",
        ["version": payload["listVersion"], "cards": String(payload.list("localAuthorizationList").count)])
    case "SetChargingProfile":
      return FrameMeaning(key, ["connector": payload["connectorId"], "limit": payload.limit])
    default: return nil
    }
  }

  /// `StartTransaction` as texts are named: `startTransaction`.
  static func key(_ action: String) -> String { action.prefix(1).lowercased() + action.dropFirst() }
}
