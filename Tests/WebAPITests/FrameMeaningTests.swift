import Domain
import Formats
import OCPP
import Testing

@testable import Site
@testable import WebAPI

/// What a frame means, in the words of Web/i18n.
struct FrameMeaningTests {
  private static func words(_ language: String = "en") throws -> [String: String] {
    Translations.words(in: Array(try webFile("i18n/\(language).json").utf8))
  }

  private func message(_ text: String, ours: Bool = false, answers: String? = nil, mark: FrameMark = [])
    -> LoggedMessage
  {
    var message = LoggedMessage(
      LoggedFrame(
        number: 1, at: Instant(millisecondsSince1970: 0), mark: ours ? mark.union(.out) : mark,
        text: Array(text.utf8)))
    if let answers { message.action = answers }
    return message
  }

  private func sentence(_ message: LoggedMessage) throws -> String {
    FrameMeaning(of: message).sentence(try Self.words())
  }

  @Test("a charge in plain words")
  func charge() throws {
    let start = #"{"connectorId":1,"idTag":"04A2B3","meterStart":1234,"timestamp":"2026-03-02T10:00:00Z"}"#
    #expect(
      try sentence(message(#"[2,"1","StartTransaction",\#(start)]"#))
        == "The wallbox starts a charge on connector 1 with card 04A2B3 at 1234 Wh.")
    let answer = #"[3,"1",{"transactionId":17,"idTagInfo":{"status":"Accepted"}}]"#
    #expect(
      try sentence(message(answer, ours: true, answers: "StartTransaction")) == "We accept: charge 17.")
    let sampled =
      #"{"connectorId":2,"meterValue":[{"timestamp":"x","sampledValue":[{"value":"1500"},"#
      + #"{"value":"16.1","measurand":"Current.Import","phase":"L1","unit":"A"}]}]}"#
    #expect(
      try sentence(message(#"[2,"1","MeterValues",\#(sampled)]"#))
        == "The wallbox reports readings of connector 2: 1500 Wh, Current.Import L1 16.1 A.")
  }

  @Test("errors, events, what is cut and what is nothing")
  func others() throws {
    #expect(
      try sentence(message(#"[4,"1","NotSupported","",{}]"#, answers: "Reset"))
        == "The wallbox answers Reset with an error: NotSupported")
    #expect(
      try sentence(message("connected from 10.0.0.7", mark: .event))
        == "The wallbox connected from 10.0.0.7.")
    #expect(
      try sentence(message(#"[2,"1","DataTransfer",{"da"#, mark: .cut))
        == "A long message, DataTransfer; only its beginning was kept.")
    #expect(try sentence(message("hello")) == "This is no message of OCPP 1.6.")
    #expect(
      try sentence(message(#"[3,"1",{}]"#)) == "The wallbox answers a call that is no longer in the log.")
  }

  /// Every action of OCPP 1.6 and its security extension, by who asks.
  private static let fromWallbox = [
    "Authorize", "BootNotification", "DataTransfer", "DiagnosticsStatusNotification",
    "FirmwareStatusNotification", "Heartbeat", "LogStatusNotification", "MeterValues",
    "SecurityEventNotification", "SignCertificate", "SignedFirmwareStatusNotification", "StartTransaction",
    "StatusNotification", "StopTransaction",
  ]
  private static let fromUs = [
    "CancelReservation", "CertificateSigned", "ChangeAvailability", "ChangeConfiguration", "ClearCache",
    "ClearChargingProfile", "DataTransfer", "DeleteCertificate", "ExtendedTriggerMessage",
    "GetCompositeSchedule", "GetConfiguration", "GetDiagnostics", "GetInstalledCertificateIds",
    "GetLocalListVersion", "GetLog", "InstallCertificate", "RemoteStartTransaction", "RemoteStopTransaction",
    "ReserveNow", "Reset", "SendLocalList", "SetChargingProfile", "SignedUpdateFirmware", "TriggerMessage",
    "UnlockConnector", "UpdateFirmware",
  ]
  private static let payloads = [
    "{}", #"{"status":"Accepted"}"#, #"{"status":"Rejected","idTagInfo":{"status":"Accepted"}}"#,
    #"{"status":"Pending","type":"Hard","updateType":"Differential","connectorId":1,"key":["A"]}"#,
    #"{"status":"Strange","type":"Operative","errorCode":"GroundFailure"}"#, "null", "[]", "7",
    #"{"meterValue":7,"csChargingProfiles":[],"key":{}}"#,
  ]

  @Test(
    "every call and every answer has a sentence without gaps in each language",
    arguments: SiteSettings.languages)
  func complete(_ language: String) throws {
    #expect(Set(Self.fromWallbox + Self.fromUs).count == 39)
    let words = try Self.words(language)
    for (actions, ours) in [(Self.fromWallbox, false), (Self.fromUs, true)] {
      for action in actions {
        for payload in Self.payloads {
          let call = message(#"[2,"1","\#(action)",\#(payload)]"#, ours: ours)
          let answer = message(#"[3,"1",\#(payload)]"#, ours: !ours, answers: action)
          for meaning in [FrameMeaning(of: call), FrameMeaning(of: answer)] {
            #expect(words["frame." + meaning.key] != nil, "frame.\(meaning.key)")
            #expect(!meaning.sentence(words).contains("{"), "\(meaning.sentence(words))")
          }
          #expect(!FrameMeaning(of: call).key.hasPrefix("unknown"), "\(action)")
        }
      }
    }
  }

  @Test("what can be sent has a sentence of its own")
  func supported() {
    #expect(Set(Operation.supported).subtracting(Self.fromUs) == [])
  }

  @Test("each text of a frame is used by some meaning")
  func used() throws {
    let keys = try Self.words().keys.filter { $0.hasPrefix("frame.") }
    var made: Set<String> = []
    let actions = Self.fromWallbox + Self.fromUs + ["Odd"]
    let results = ["Accepted", "Rejected", "NotSupported", "RebootRequired", "Scheduled", "Pending", "Odd"]
    for ours in [true, false] {
      for action in actions {
        for payload in Self.payloads {
          made.insert(FrameMeaning(of: message(#"[2,"1","\#(action)",\#(payload)]"#, ours: ours)).key)
        }
        for status in results {
          let payload = #"{"status":"\#(status)","idTagInfo":{"status":"\#(status)"}}"#
          made.insert(FrameMeaning(of: message("[3,\"1\",\(payload)]", ours: ours, answers: action)).key)
        }
        made.insert(FrameMeaning(of: message("[3,\"1\",{}]", ours: ours, answers: action)).key)
        made.insert(FrameMeaning(of: message("[4,\"1\"]", ours: ours, answers: action)).key)
      }
      made.insert(FrameMeaning(of: message("[3,\"1\",{}]", ours: ours)).key)
    }
    let missing = "7 messages are missing here: …"
    for event in ["connected from x", "disconnected", "closed the connection: x", missing, "sent too much"] {
      made.insert(FrameMeaning(of: message(event, mark: .event)).key)
    }
    made.insert(FrameMeaning(of: message("x")).key)
    made.insert(FrameMeaning(of: message("[2,\"1\",\"Odd\",{", mark: .cut)).key)
    #expect(Set(keys).subtracting(made.map { "frame." + $0 }) == [])
  }
}
