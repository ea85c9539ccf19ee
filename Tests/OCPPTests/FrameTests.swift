import Formats
import OCPP
import Testing

/// A frame as a line of text, which can be compared when its memory is gone.
func describe(_ text: String) throws(FrameError) -> String {
  try describe(Array(text.utf8))
}

func describe(_ bytes: [UInt8]) throws(FrameError) -> String {
  try bytes.withUnsafeBytes { raw in
    Result { () throws(FrameError) in
      switch try FrameReader.read(raw) {
      case .call(let id, let action, let payload): "call \(id.json) \(action.name) \(string(payload))"
      case .callResult(let id, let payload): "result \(id.json) \(string(payload))"
      case .callError(let id, let code, let text, let details):
        "error \(id.json) \(code) <\(text)> \(details)"
      case .unknownType(let type): "unknown \(type)"
      }
    }
  }.get()
}

private func string(_ payload: UnsafeRawBufferPointer) -> String { String(decoding: payload, as: UTF8.self) }

func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

@Suite("Frames")
struct FrameTests {
  @Test(
    "reads frames as wallboxes write them",
    arguments: [
      (#"[2,"19223201","Heartbeat",{}]"#, #"call "19223201" Heartbeat {}"#),
      ("\u{FEFF}[ 2 ,\n\"a\" , \"X\",\t{ \"b\" : [1] } ]\r\n\u{0}", #"call "a" X { "b" : [1] }"#),
      (#"[2,17,"Heartbeat",null]"#, "call 17 Heartbeat "), (#"[2,"a","Heartbeat"]"#, #"call "a" Heartbeat "#),
      (#"["2","a","Heartbeat",[]]"#, #"call "a" Heartbeat []"#),
      (#"[2,"a","Heartbeat",{},"more",{}]"#, #"call "a" Heartbeat {}"#),
      (#"[2,"\u0041\/","Heartbeat",{}]"#, #"call "\u0041\/" Heartbeat {}"#),
      ("[2,\"a\u{10}\",\"Heartbeat\",{}]", #"call "a\u0010" Heartbeat {}"#),
      (#"[2,"a","Meter\u0056alues",{}]"#, #"call "a" MeterValues {}"#),
      (#"[2,"a","heartbeat",{}]"#, #"call "a" heartbeat {}"#),
      (#"[3,"a",{"status":"Accepted"}]"#, #"result "a" {"status":"Accepted"}"#),
      (#"[3,"a",null]"#, #"result "a" "#),
      (#"[3,"a"]"#, #"result "a" "#), (#"[3,-5,{}]"#, "result -5 {}"),
      (#"[4,"a","NotImplemented","no",{"x":1}]"#, #"error "a" NotImplemented <no> {"x":1}"#),
      (#"[4,"a","NotSupported",null,"text"]"#, #"error "a" NotSupported <> "text""#),
      (#"[4,"a","FormatViolation",""]"#, #"error "a" FormatViolation <> {}"#),
      (#"[4,"a","GenericError"]"#, #"error "a" GenericError <> {}"#),
      (#"[4,"a"]"#, #"error "a" GenericError <> {}"#),
      (#"[5,"a","X","",{}]"#, "unknown 5"), (#"[6,"a","NotifyPeriodicEventStream",{}]"#, "unknown 6"),
      ("[0]", "unknown 0"),
    ])
  func reads(frame: String, description: String) throws {
    #expect(try describe(frame) == description)
  }

  @Test(
    "tells whom a broken frame can be answered",
    arguments: [
      ("", nil), ("hello", nil), ("{}", nil), ("[]", nil), ("[2]", nil), (#"["x","a","Heartbeat",{}]"#, nil),
      (#"[2,null,"Heartbeat",{}]"#, nil), (#"[2,{},"Heartbeat",{}]"#, nil), ("[2", nil),
      (#"[2,"a"]"#, #""a""#), (#"[2,"a",{},{}]"#, #""a""#), (#"[2,"a","Heartbeat",{"x"}]"#, #""a""#),
      (#"[2,17,"Heartbeat",{}"#, "17"), (#"[2,"a","Heartbeat",{}]]"#, #""a""#), (#"[3,"a",{"x"}]"#, nil),
      (#"[4,"a","X","",{"x"}]"#, nil),
    ])
  func refuses(frame: String, id: String?) {
    let error = #expect(throws: FrameError.self) { try describe(frame) }
    #expect(error?.messageID?.json == id)
    #expect(error?.code == .formationViolation)
  }

  @Test("ids and actions without end are refused")
  func bounds() {
    let long = String(repeating: "x", count: 1025)
    #expect(throws: FrameError.self) { try describe("[2,\"\(long)\",\"Heartbeat\",{}]") }
    #expect(throws: FrameError.self) { try describe("[2,\"a\",\"\(long)\",{}]") }
  }

  @Test("every known action is recognised, and only in its spelling")
  func actions() throws {
    for action in Action.known {
      try Array("[2,1,\"\(action.name)\",{}]".utf8).withUnsafeBytes { raw in
        guard case .call(_, let read, _) = try FrameReader.read(raw) else {
          Issue.record("no call")
          return
        }
        #expect(read == action)
      }
    }
    #expect(Action.known.count == 14)
  }

  @Test("writes the three kinds of frame, the id as it came")
  func writes() throws {
    let number = try id(of: "[2,17,\"X\",{}]")
    let odd = try id(of: #"[2,"\u0041","X",{}]"#)
    #expect(text(FrameWriter.callResult(number, EmptyPayload())) == "[3,17,{}]")
    #expect(text(FrameWriter.callResult(odd, EmptyPayload())) == #"[3,"\u0041",{}]"#)
    let ours = MessageID(text: "wk-1")
    #expect(text(FrameWriter.call(ours, .heartbeat, EmptyPayload())) == #"[2,"wk-1","Heartbeat",{}]"#)
    let reset = try Operation(Reset.Request(type: "Soft"))
    #expect(text(FrameWriter.call(ours, reset)) == #"[2,"wk-1","Reset",{"type":"Soft"}]"#)
    #expect(
      text(FrameWriter.callError(ours, .occurenceConstraintViolation, "a \"b\""))
        == #"[4,"wk-1","OccurenceConstraintViolation","a \"b\"",{}]"#)
    let error = PayloadError(path: "a[0].b", reason: "No.", code: .typeConstraintViolation)
    #expect(
      text(FrameWriter.callError(ours, error)) == #"[4,"wk-1","TypeConstraintViolation","a[0].b: No.",{}]"#)
    let long = FrameWriter.callError(ours, .genericError, String(repeating: "ä", count: 300))
    #expect(text(long) == #"[4,"wk-1","GenericError",""# + String(repeating: "ä", count: 255) + "\",{}]")
    #expect(ours.text == "wk-1")
    #expect(number.text == "17")
  }

  @Test("error codes are spelt as 1.6 spells them and understood in all spellings")
  func codes() {
    #expect(
      Set(RPCErrorCode.allCases.map(\.rawValue)) == [
        "NotImplemented", "NotSupported", "InternalError", "ProtocolError", "SecurityError",
        "FormationViolation",
        "PropertyConstraintViolation", "OccurenceConstraintViolation", "TypeConstraintViolation",
        "GenericError",
      ])
    #expect(RPCErrorCode(received: "FormatViolation") == .formationViolation)
    #expect(RPCErrorCode(received: "FormationViolation") == .formationViolation)
    #expect(RPCErrorCode(received: "OccurrenceConstraintViolation") == .occurenceConstraintViolation)
    #expect(RPCErrorCode(received: "OccurenceConstraintViolation") == .occurenceConstraintViolation)
    #expect(RPCErrorCode(received: "whatever") == .genericError)
  }

  private func id(of frame: String) throws -> MessageID {
    try Array(frame.utf8).withUnsafeBytes { raw in
      guard case .call(let id, _, _) = try FrameReader.read(raw) else { return MessageID(text: "") }
      return id
    }
  }
}
