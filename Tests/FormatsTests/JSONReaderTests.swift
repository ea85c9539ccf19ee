import Formats
import Testing

@Suite("JSON reader")
struct JSONReaderTests {
  private func read<T>(_ text: String, _ body: (inout JSONReader) throws -> T) rethrows -> T {
    try Array(text.utf8).withUnsafeBytes { raw in
      var reader = JSONReader(raw, tolerant: true)
      return try body(&reader)
    }
  }

  @Test("walks objects and arrays and hands out slices")
  func walk() throws {
    try read(#" {"a" : [1, "zwei\n"] , "b":{"c":[{}]}, "d":null} "#) { reader in
      try reader.beginObject()
      #expect(try reader.nextKey()?.text == "a")
      try reader.beginArray()
      #expect(try reader.nextElement())
      #expect(try reader.value().text == "1")
      #expect(try reader.nextElement())
      let second = try reader.value()
      #expect(second.text == "zwei\n")
      #expect(!second.isPlain)
      #expect(try !reader.nextElement())
      #expect(try reader.nextKey()?.text == "b")
      let whole = try reader.value()
      #expect(whole.kind == .object)
      #expect(String(decoding: whole.bytes, as: UTF8.self) == #"{"c":[{}]}"#)
      #expect(try reader.nextKey()?.text == "d")
      #expect(try reader.peek() == .null)
      try reader.skip()
      #expect(try reader.nextKey() == nil)
      try reader.finish()
    }
  }

  @Test("a string's end is found at every offset from the eight-byte steps", arguments: 0..<40)
  func stringEnds(length: Int) throws {
    for special in ["", "\\\"", "\u{1}", "ä", "\\\\", "\u{7F}"] {
      let content = String(repeating: "x", count: length) + special
      for tail in ["", String(repeating: " ", count: 9)] {
        try read("[\"\(content)\",2]" + tail) { reader in
          try reader.beginArray()
          #expect(try reader.nextElement())
          let token = try reader.value()
          #expect(String(decoding: token.bytes, as: UTF8.self) == content)
          #expect(token.isPlain == (special.isEmpty || special == "\u{7F}"))
          #expect(try reader.nextElement())
          #expect(try reader.value().text == "2")
        }
      }
    }
  }

  @Test(
    "skipping checks as strictly as reading",
    arguments: [#"{"a":[1,}"#, #"{"a":{"b" 1}}"#, #"[{1:2}]"#, "[[1 2]]", "{"])
  func skipping(text: String) {
    #expect(throws: JSONFault.self) { try read(text) { try $0.skip() } }
    #expect(throws: JSONFault.self) { try read(text) { _ = try $0.value() } }
  }
}
