import Formats
import Testing

@Suite("JSON values")
struct JSONValueTests {
  @Test("a tree keeps order, digits and text")
  func keepsEverything() throws {
    let text = #"{"b":[1,-0.50,1e3,true,false,null],"a":"ä\u20ac\ud83d\ude00\n\/"}"#
    let value = try JSONValue.parse(text)
    #expect(value["b"] == [1, .number("-0.50"), .number("1e3"), true, false, nil])
    #expect(value["a"]?.stringValue == "ä€😀\n/")
    #expect(value.serializedText == #"{"b":[1,-0.50,1e3,true,false,null],"a":"ä€😀\n/"}"#)
  }
}
