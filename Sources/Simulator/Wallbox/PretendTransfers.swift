import Domain
import Net
import OCPP

/// Uploads and downloads of a wallbox. Nobody serves files to one that pretends, so each of them is tried
/// and fails, and the wallbox says so.
@NetworkLoop
struct PretendTransfers {
  /// OCPP 1.6, 7.24 and 7.25 and the security extension: what was last told, for a trigger.
  var diagnostics = StatusPayload(status: "Idle")
  var firmware = StatusPayload(status: "Idle")
  var log = NumberedStatusPayload(status: "Idle")
  var signedFirmware = NumberedStatusPayload(status: "Idle")
  /// What is under way.
  var upload: LoopTimer?
  var download: LoopTimer?

  nonisolated init() {}
}

extension PretendChargePoint {
  /// Nil: the action belongs to another block.
  func answerTransfers(
    _ action: String, _ payload: UnsafeRawBufferPointer
  ) throws(PayloadError) -> (any Payload)? {
    switch action {
    case GetDiagnostics.Request.action:
      _ = try GetDiagnostics.Request(reading: payload)
      later { $0.uploadDiagnostics() }
      return GetDiagnostics.Confirmation(fileName: "\(identity.id)-diagnostics.zip")
    case GetLog.Request.action:
      let request = try GetLog.Request(reading: payload)
      let status = transfers.upload == nil ? "Accepted" : "AcceptedCanceled"
      later { $0.uploadLog(request.requestId) }
      return GetLog.Confirmation(status: status, filename: "\(identity.id)-\(request.logType).log")
    case UpdateFirmware.Request.action:
      let request = try UpdateFirmware.Request(reading: payload)
      later { $0.downloadFirmware(at: request.retrieveDate) }
      return UpdateFirmware.Confirmation()
    case SignedUpdateFirmware.Request.action:
      return StatusPayload(status: updateSigned(try SignedUpdateFirmware.Request(reading: payload)))
    default: return nil
    }
  }

  private func uploadDiagnostics() {
    tellDiagnostics("Uploading")
    transfers.upload?.cancel()
    transfers.upload = NetworkLoop.after(milliseconds: timing.transferMs) { [weak self] in
      self?.transfers.upload = nil
      self?.tellDiagnostics("UploadFailed")
      self?.transfers.diagnostics = StatusPayload(status: "Idle")
    }
  }

  private func uploadLog(_ number: Int) {
    tellLog("Uploading", number)
    transfers.upload?.cancel()
    transfers.upload = NetworkLoop.after(milliseconds: timing.transferMs) { [weak self] in
      self?.transfers.upload = nil
      self?.tellLog("UploadFailure", number)
      self?.transfers.log = NumberedStatusPayload(status: "Idle")
    }
  }

  /// Begins when the site's clock shows `instant`.
  private func downloadFirmware(at instant: Instant) {
    wait(until: instant) { [weak self] in
      self?.tellFirmware("Downloading")
      self?.tryDownload {
        $0.tellFirmware("DownloadFailed")
        $0.transfers.firmware = StatusPayload(status: "Idle")
      }
    }
  }

  /// OCPP 1.6 security, L01.
  private func updateSigned(_ request: SignedUpdateFirmware.Request) -> String {
    guard PretendCertificates.looksLikeCertificate(request.firmware.signingCertificate) else {
      later { $0.tellSecurityEvent("InvalidFirmwareSigningCertificate") }
      return "InvalidCertificate"
    }
    let status = transfers.download == nil ? "Accepted" : "AcceptedCanceled"
    let (number, instant) = (request.requestId, request.firmware.retrieveDateTime)
    later {
      if instant > $0.time.now() { $0.tellSignedFirmware("DownloadScheduled", number) }
      $0.wait(until: instant) { [weak self] in
        self?.tellSignedFirmware("Downloading", number)
        self?.tryDownload {
          $0.tellSignedFirmware("DownloadFailed", number)
          $0.transfers.signedFirmware = NumberedStatusPayload(status: "Idle")
        }
      }
    }
    return status
  }

  /// A newer download takes the place of one that waits or is under way.
  private func wait(until instant: Instant, then begin: @escaping @NetworkLoop () -> Void) {
    transfers.download?.cancel()
    guard instant > time.now() else { return begin() }
    transfers.download = NetworkLoop.after(milliseconds: time.milliseconds(until: instant)) { [weak self] in
      self?.wait(until: instant, then: begin)
    }
  }

  private func tryDownload(_ failed: @escaping @NetworkLoop (PretendChargePoint) -> Void) {
    transfers.download = NetworkLoop.after(milliseconds: timing.transferMs) { [weak self] in
      guard let self else { return }
      transfers.download = nil
      failed(self)
    }
  }

  private func tellDiagnostics(_ status: String) {
    transfers.diagnostics = StatusPayload(status: status)
    send(.notice(.diagnosticsStatusNotification, transfers.diagnostics))
  }

  private func tellFirmware(_ status: String) {
    transfers.firmware = StatusPayload(status: status)
    send(.notice(.firmwareStatusNotification, transfers.firmware))
  }

  private func tellLog(_ status: String, _ number: Int) {
    transfers.log = NumberedStatusPayload(status: status, requestId: number)
    send(.notice(.logStatusNotification, transfers.log))
  }

  private func tellSignedFirmware(_ status: String, _ number: Int) {
    transfers.signedFirmware = NumberedStatusPayload(status: status, requestId: number)
    send(.notice(.signedFirmwareStatusNotification, transfers.signedFirmware))
  }
}
