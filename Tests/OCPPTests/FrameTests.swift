import Formats
import OCPP
import Testing

@Suite("Frames")
struct FrameTests {
  @Test("a heartbeat is answered with its id")
  func heartbeat() throws {
    let bytes = Array(#"[2,"19223201","Heartbeat",{}]"#.utf8)
    try bytes.withUnsafeBytes { raw in
      guard case .call(let id, .heartbeat, _) = try FrameReader.read(raw) else {
        Issue.record("no heartbeat")
        return
      }
      let answer = FrameWriter.callResult(id, EmptyPayload())
      #expect(String(decoding: answer, as: UTF8.self) == #"[3,"19223201",{}]"#)
    }
  }
}
