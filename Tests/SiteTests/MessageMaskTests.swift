import Testing

@testable import Site

/// What of a frame is kept and shown.
@Suite("Passwords and cards in the message log") struct MessageMaskTests {
  private func kept(_ text: String) -> String {
    let bytes = Array(text.utf8)
    return bytes.withUnsafeBytes { raw in
      PasswordMask.suspects(raw) ? String(decoding: PasswordMask.masked(raw), as: UTF8.self) : text
    }
  }

  private func shown(_ text: String) -> String {
    String(decoding: CardMask.masked(Array(text.utf8)), as: UTF8.self)
  }

  @Test(
    "a password is not kept",
    arguments: [
      #"[2,"1","ChangeConfiguration",{"key":"AuthorizationKey","value":"S3CRET"}]"#,
      #"[2,"1","ChangeConfiguration",{"key":"AUTHORIZATIONKEY","value":"S3CRET"}]"#,
      #"[2,"1","ChangeConfiguration",{"value":"S3CRET","key":"authorizationkey"}]"#,
      #"[2,"1","ChangeConfiguration",{"key":"WifiPassword","value":"S3CRET"}]"#,
      #"[3,"1",{"configurationKey":[{"key":"A","readonly":true,"value":"1"},"#
        + #"{"value":"S3CRET","readonly":false,"key":"AuthorizationKey"}]}]"#,
      #"[2,"1","DataTransfer",{"vendorId":"x","data":"{\"AuthorizationKey\":\"S3CRET\"}"}]"#,
      #"[2,"1","DataTransfer",{"vendorId":"x","data":"user=a;PASSWORD=S3CRET"}]"#,
      #"[2,"1","X",{"password":"S3CRET"}]"#, #"[2,"1","X",{"passWord":{"is":"S3CRET"}}]"#,
      #"[2,"1","X",{"newPassword":["S3CRET"]}]"#,
      #"[2,"1","GetDiagnostics",{"location":"ftp://me:S3CRET@10.0.0.1/up"}]"#,
      #"[2,"1","GetDiagnostics",{"location":"ftp:\/\/me:S3CRET@10.0.0.1\/up"}]"#,
      #"[2,"1","ChangeConfiguration",{"key":"AuthorizationKey","value":"S3CRET""#,
      #"[2,"1","ChangeConfiguration",{"value":"S3CRET","key":"AuthorizationKey",,"#,
      "password: S3CRET",
    ])
  func hidden(_ text: String) {
    #expect(!kept(text).contains("S3CRET"), "\(kept(text))")
    #expect(kept(text).contains("…"))
  }

  @Test(
    "what only speaks of passwords, or of nothing of the kind, is kept as it is",
    arguments: [
      #"[2,"1","GetConfiguration",{"key":["AuthorizationKey"]}]"#,
      #"[3,"1",{"unknownKey":["AuthorizationKey"]}]"#, #"[4,"1","InternalError","passwordless?",{}]"#,
      #"[2, "1", "MeterValues", {"unit":"Wh","z":"authorize"}]"#, #"{"mail":"a@b"}"#, "w", "z", "", "passw",
    ])
  func untouched(_ text: String) {
    #expect(kept(text) == text)
  }

  @Test("the rest of a frame stays when its password goes")
  func restStays() {
    let text =
      #"[3,"7",{"configurationKey":[{"key":"AuthorizationKey","readonly":false,"value":"x"},"#
      + #"{"key":"HeartbeatInterval","readonly":false,"value":"300"}]}]"#
    #expect(kept(text) == text.replacing(#""value":"x""#, with: #""value":"…""#))
  }

  @Test("cards are cut to four characters, in lists and in texts that hold JSON too")
  func cards() {
    #expect(
      shown(#"[2,"1","Authorize",{"idTag":"04A1B2C3"}]"#) == #"[2,"1","Authorize",{"idTag":"04A1…"}]"#)
    for text in [
      #"[2,"1","SendLocalList",{"list":[{"idTag":"04A1B2C3","idTagInfo":{"parentIdTag":"04A1B2C3"}}]}]"#,
      #"[2,"1","DataTransfer",{"data":"{\"idTag\":\"04A1B2C3\"}"}]"#, #"[2,"1","X",{"IDTAG":["04A1B2C3"]}]"#,
      #"[2,"1","Authorize",{"idTag":"04A1B2C3""#,
    ] {
      #expect(!shown(text).contains("04A1B"), "\(shown(text))")
    }
    #expect(shown(#"[2, "1", "Heartbeat", {}]"#) == #"[2, "1", "Heartbeat", {}]"#)
  }

  @Test("random bytes never stop the masks")
  func random() {
    let words = ["{", "}", "\"", ":", "[", "password", "AuthorizationKey", "idTag", "//a:b@", "\\", "é", ","]
    for _ in 0..<2000 {
      let text = (0..<Int.random(in: 0...12)).map { _ in words.randomElement() ?? "" }.joined()
      _ = kept(text)
      _ = shown(text)
    }
  }
}
