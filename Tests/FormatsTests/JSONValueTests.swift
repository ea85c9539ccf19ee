import Formats
import Testing

@Suite("JSON values")
struct JSONValueTests {
  @Test("a tree keeps order, digits and text")
  func keepsEverything() throws {
    let text = #"{"b":[1,-0.50,1e3,true,false,null],"a":"ä\u20ac\ud83d\ude00\n\/","":{}}"#
    let value = try JSONValue.parse(text)
    #expect(value["b"] == [1, .number("-0.50"), .number("1e3"), true, false, nil])
    #expect(value["a"]?.stringValue == "ä€😀\n/")
    #expect(value.serializedText == #"{"b":[1,-0.50,1e3,true,false,null],"a":"ä€😀\n/","":{}}"#)
  }

  @Test(
    "strict refuses what is not JSON, and says where",
    arguments: [
      ("", 0, ""), ("{", 1, ""), ("[1,]", 3, "[1]"), ("[1 2]", 3, "[0]"), (#"{"a":1,}"#, 7, ""),
      (#"{"a" 1}"#, 5, "a"), (#"{a:1}"#, 1, ""), ("01", 0, ""), ("+1", 0, ""), (".5", 0, ""), ("1.", 0, ""),
      ("1e", 0, ""), ("-", 0, ""), ("--1", 0, ""), ("NaN", 0, ""), ("nul", 0, ""), ("True", 0, ""),
      ("'a'", 0, ""), (#""a"#, 2, ""), (#""\x""#, 1, ""), (#""\u12g4""#, 1, ""), (#""\u12"#, 1, ""),
      ("\"a\u{1}\"", 2, ""), ("1 2", 2, ""), ("[1]\u{0}", 3, ""), ("\u{FEFF}1", 0, ""),
      (#"{"elements":[{"price":0.1,"x":tru}]}"#, 30, "elements[0].x"),
      (#"{"elements":[{},{"a":[1,2,{"price":-}]}]}"#, 35, "elements[1].a[2].price"),
      (#"{"a":{"x":1},"b":[[],[1,?]]}"#, 24, "b[1][1]"), (#"{"a\"b":?}"#, 8, #"a"b"#),
      (#""\ud800""#, 8, ""), (#""\udc00\ud800""#, 14, ""),
    ])
  func refuses(text: String, offset: Int, path: String) throws {
    let error = #expect(throws: JSONError.self) { try JSONValue.parse(text) }
    #expect(error?.offset == offset)
    #expect(error?.path == path)
    #expect(error?.reason.hasSuffix(".") == true)
  }

  @Test("strict refuses a name that stands twice")
  func duplicates() {
    let error = #expect(throws: JSONError.self) { try JSONValue.parse(#"{"x":{"a":1,"b":2,"a":3}}"#) }
    #expect(error?.path == "x.a")
    #expect(error?.reason == "This name stands twice in the same object.")
    #expect(throws: JSONError.self) { try JSONValue.parse(#"{"a":1,"\u0061":3}"#) }
  }

  @Test("strict refuses broken UTF-8", arguments: [[0x22, 0xFF, 0x22], [0x22, 0xC3, 0x22], [0xFF]])
  func brokenUTF8(bytes: [UInt8]) {
    #expect(throws: JSONError.self) { try JSONValue.parse(bytes) }
  }

  @Test("tolerant takes what wallboxes send")
  func tolerant() throws {
    func read(_ bytes: [UInt8]) throws -> JSONValue { try JSONValue.parse(bytes, tolerant: true) }
    #expect(try read(Array("\u{FEFF} [1]\u{0}\n\u{0}".utf8)) == [1])
    #expect(try read(Array("\"F6\u{10}\u{0E}\"".utf8)) == "F6\u{10}\u{0E}")
    #expect(try read([0x22, 0x41, 0xFF, 0x42, 0x22]) == "A\u{FFFD}B")
    #expect(
      try read(Array(#"["\q","\u12","\ud800x","\ud800\u0041"]"#.utf8)) == [
        "q", "\u{FFFD}12", "\u{FFFD}x", "\u{FFFD}A",
      ])
    #expect(try read(Array("[NaN,007,+5,.5,-Infinity]".utf8)) == ["NaN", "007", "+5", ".5", "-Infinity"])
    #expect(try read(Array(#"{"a":1,"a":2}"#.utf8)) == ["a": 1])
    #expect(throws: JSONError.self) { try read(Array("[1] x".utf8)) }
    #expect(throws: JSONError.self) { try read(Array("[1".utf8)) }
  }

  @Test("depth, length and number of values are bounded")
  func limits() throws {
    let deep = { (depth: Int) in String(repeating: "[", count: depth) + String(repeating: "]", count: depth) }
    #expect(throws: Never.self) { try JSONValue.parse(deep(32)) }
    let error = #expect(throws: JSONError.self) { try JSONValue.parse(deep(33)) }
    #expect(error?.reason == "The text is nested too deeply.")
    #expect(throws: JSONError.self) { try JSONValue.parse(deep(1_000_000), tolerant: true) }
    #expect(throws: JSONError.self) { try JSONValue.parse("[1,2]", limits: JSONLimits(maxBytes: 4)) }
    #expect(throws: Never.self) { try JSONValue.parse("[1,2]", limits: JSONLimits(maxBytes: 5)) }
    #expect(throws: JSONError.self) { try JSONValue.parse("[1,2]", limits: JSONLimits(maxValues: 2)) }
    #expect(throws: Never.self) { try JSONValue.parse("[1,2]", limits: JSONLimits(maxValues: 3)) }
  }

  @Test("the canonical form sorts names by their bytes, everywhere")
  func canonical() throws {
    let value = try JSONValue.parse(#" { "b" : [ {"z":1, "a":2.0} ], "ä":0, "B":"x", "":null } "#)
    #expect(value.canonicalText == #"{"":null,"B":"x","b":[{"a":2.0,"z":1}],"ä":0}"#)
  }

  @Test("accessors answer only for their kind")
  func accessors() {
    let object: JSONValue = ["n": 7, "f": .number("7.0"), "s": "7", "t": true, "l": [1], "z": nil]
    #expect(object["n"]?.integerValue == 7)
    #expect(object["f"]?.integerValue == nil)
    #expect(object["f"]?.numberText == "7.0")
    #expect(object["s"]?.integerValue == nil)
    #expect(object["s"]?.stringValue == "7")
    #expect(object["t"]?.boolValue == true)
    #expect(object["l"]?.arrayValue == [1])
    #expect(object["z"]?.isNull == true)
    #expect(object["missing"] == nil)
    #expect(JSONValue.null["x"] == nil)
  }

  @Test("a member can be set, replaced in its place, and removed")
  func members() {
    var object = JSONObject()
    object["a"] = 1
    object["b"] = 2
    object["a"] = 3
    #expect(JSONValue.object(object).serializedText == #"{"a":3,"b":2}"#)
    object["a"] = nil
    #expect(JSONValue.object(object).serializedText == #"{"b":2}"#)
  }
}
