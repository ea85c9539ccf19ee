import Domain
import Formats
import Testing

@Suite("JSON writer")
struct JSONWriterTests {
  @Test("commas come by themselves")
  func commas() {
    var writer = JSONWriter()
    writer.beginArray()
    writer.beginObject()
    writer.key("a")
    writer.number(Int64.min)
    writer.key("b")
    writer.beginArray()
    writer.endArray()
    writer.key("c")
    writer.decimal("1.50")
    writer.endObject()
    writer.bool(true)
    writer.null()
    writer.raw("[1]")
    writer.raw([0x32])
    writer.number(0)
    writer.string(":")
    writer.string("{")
    writer.instant(Instant(millisecondsSince1970: 1))
    writer.endArray()
    let text = String(decoding: writer.bytes, as: UTF8.self)
    #expect(
      text
        == #"[{"a":-9223372036854775808,"b":[],"c":1.50},true,null,[1],2,0,":","{","1970-01-01T00:00:00.001Z"]"#
    )
  }

  @Test("strings are escaped as little as JSON allows")
  func escapes() throws {
    var writer = JSONWriter()
    writer.string("a\"b\\c/\n\r\t\u{0}\u{1F}\u{7F}ä😀")
    let text = String(decoding: writer.bytes, as: UTF8.self)
    #expect(text == #""a\"b\\c/\n\r\t\u0000\u001f"# + "\u{7F}ä😀\"")
    #expect(try JSONValue.parse(text) == "a\"b\\c/\n\r\t\u{0}\u{1F}\u{7F}ä😀")
  }
}
