import Formats
import Net
import OCPP
import Testing

@testable import Simulator

/// Files that a server wants or offers, and certificates.
@NetworkLoop
@Suite struct TransferCallTests {
  private let stage = PlayedStage()

  @Test("diagnostics: a file name at once, and an upload that fails honestly")
  func diagnostics() async throws {
    let played = try await stage.wallbox()
    let answer = await stage.confirmed("GetDiagnostics", #"{"location":"ftp://example.org/"}"#)
    #expect(answer?["fileName"]?.stringValue == "NL-8B12C4-diagnostics.zip")
    await eventually("the end") {
      stage.told("DiagnosticsStatusNotification") == ["Uploading", "UploadFailed"]
    }
    let trigger = #"{"requestedMessage":"DiagnosticsStatusNotification"}"#
    #expect(await stage.status("TriggerMessage", trigger) == "Accepted")
    await eventually("idle") { stage.told("DiagnosticsStatusNotification").last == "Idle" }
    played.switchOff()
  }

  @Test("a log: its number in every notice, and a newer request takes the place of an older one")
  func log() async throws {
    let played = try await stage.wallbox()
    func request(_ number: Int) -> String {
      #"{"log":{"remoteLocation":"https://example.org/"},"logType":"SecurityLog","requestId":\#(number)}"#
    }
    let answer = await stage.confirmed("GetLog", request(4))
    #expect(answer?["status"]?.stringValue == "Accepted")
    #expect(answer?["filename"]?.stringValue == "NL-8B12C4-SecurityLog.log")
    await eventually("it began") { stage.told("LogStatusNotification") == ["Uploading 4"] }
    #expect(await stage.status("GetLog", request(5)) == "AcceptedCanceled")
    await eventually("the end") {
      stage.told("LogStatusNotification") == ["Uploading 4", "Uploading 5", "UploadFailure 5"]
    }
    let trigger = #"{"requestedMessage":"LogStatusNotification"}"#
    #expect(await stage.status("ExtendedTriggerMessage", trigger) == "Accepted")
    await eventually("idle") { stage.told("LogStatusNotification").last == "Idle" }
    played.switchOff()
  }

  @Test("firmware: not before its date, and a download that fails honestly")
  func firmware() async throws {
    let played = try await stage.wallbox(rate: 1_000)
    let date = played.time.now().advanced(bySeconds: 1_800)
    let update =
      #"{"location":"https://example.org/f.bin","retrieveDate":"\#(InstantFormat.string(date))"}"#
    #expect(await stage.confirmed("UpdateFirmware", update) == [:])
    await eventually("it began") { stage.told("FirmwareStatusNotification").first == "Downloading" }
    #expect(played.time.now() >= date)
    await eventually("the end") {
      stage.told("FirmwareStatusNotification") == ["Downloading", "DownloadFailed"]
    }
    let trigger = #"{"requestedMessage":"FirmwareStatusNotification"}"#
    #expect(await stage.status("TriggerMessage", trigger) == "Accepted")
    await eventually("idle") { stage.told("FirmwareStatusNotification").last == "Idle" }
    played.switchOff()
  }

  @Test("signed firmware: scheduled, tried, failed; a certificate that is none is refused and told of")
  func signedFirmware() async throws {
    let played = try await stage.wallbox()
    func request(_ number: Int, _ certificate: String, _ date: String = "2025-01-01T00:00:00Z") -> String {
      #"{"requestId":\#(number),"firmware":{"location":"https://example.org/f","retrieveDateTime":"\#(date)","signingCertificate":"\#(certificate)","signature":"AA=="}}"#
    }
    #expect(await stage.status("SignedUpdateFirmware", request(1, "nonsense")) == "InvalidCertificate")
    await eventually("an event") {
      stage.server.payloads("SecurityEventNotification").last?["type"]?.stringValue
        == "InvalidFirmwareSigningCertificate"
    }
    #expect(
      await stage.status("SignedUpdateFirmware", request(2, certificate("A"), "2030-01-01T00:00:00Z"))
        == "Accepted")
    #expect(await stage.status("SignedUpdateFirmware", request(3, certificate("A"))) == "AcceptedCanceled")
    await eventually("the end") {
      stage.told("SignedFirmwareStatusNotification")
        == ["DownloadScheduled 2", "Downloading 3", "DownloadFailed 3"]
    }
    let trigger = #"{"requestedMessage":"FirmwareStatusNotification"}"#
    #expect(await stage.status("ExtendedTriggerMessage", trigger) == "Accepted")
    await eventually("idle") { stage.told("SignedFirmwareStatusNotification").last == "Idle" }
    played.switchOff()
  }

  private func certificate(_ text: String) -> String {
    #"-----BEGIN CERTIFICATE-----\n\#(text)\n-----END CERTIFICATE-----"#
  }

  private let root = "CentralSystemRootCertificate"

  private func install(_ text: String) async -> String? {
    await stage.status("InstallCertificate", #"{"certificateType":"\#(root)","certificate":"\#(text)"}"#)
  }

  @Test("root certificates are kept, listed and deleted")
  func roots() async throws {
    let played = try await stage.wallbox()
    let list = #"{"certificateType":"\#(root)"}"#
    #expect(await stage.confirmed("GetInstalledCertificateIds", list) == ["status": "NotFound"])
    #expect(await install("nonsense") == "Rejected")
    for text in ["A", "B", "A"] { #expect(await install(certificate(text)) == "Accepted") }
    let found = await stage.confirmed("GetInstalledCertificateIds", list)
    let hashes = found?["certificateHashData"]?.arrayValue ?? []
    #expect(hashes.count == 2)
    #expect(hashes.first?["issuerNameHash"]?.stringValue?.utf8.count == 64)
    #expect(hashes.first != hashes.last)
    let other = #"{"certificateType":"ManufacturerRootCertificate"}"#
    #expect(await stage.status("GetInstalledCertificateIds", other) == "NotFound")
    let delete = JSONValue.object(
      JSONObject([.init(key: "certificateHashData", value: try #require(hashes.first))])
    ).serializedText
    #expect(await stage.status("DeleteCertificate", delete) == "Accepted")
    #expect(await stage.status("DeleteCertificate", delete) == "NotFound")
    for number in 0..<7 { #expect(await install(certificate("\(number)")) == "Accepted") }
    #expect(await install(certificate("one more")) == "Failed")
    played.switchOff()
  }

  @Test("it asks for a certificate of its own when told to, and takes what looks like one")
  func ownCertificate() async throws {
    let played = try await stage.wallbox()
    let trigger = #"{"requestedMessage":"SignChargePointCertificate"}"#
    #expect(await stage.status("ExtendedTriggerMessage", trigger) == "Accepted")
    await eventually("asked") { stage.server.actions().contains("SignCertificate") }
    let csr = stage.server.payloads("SignCertificate").first?["csr"]?.stringValue
    #expect(csr?.hasPrefix("-----BEGIN CERTIFICATE REQUEST-----\n") == true)
    func signed(_ chain: String) async -> String? {
      await stage.status("CertificateSigned", #"{"certificateChain":"\#(chain)"}"#)
    }
    #expect(await signed(certificate("A")) == "Accepted")
    #expect(await signed("nonsense") == "Rejected")
    await eventually("an event") {
      stage.server.payloads("SecurityEventNotification").last?["type"]?.stringValue
        == "InvalidChargePointCertificate"
    }
    played.switchOff()
  }
}
