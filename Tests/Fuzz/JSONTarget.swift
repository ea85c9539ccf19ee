import Formats

/// Whatever is read can be written and read strictly, and is the same then.
func fuzzJSON(_ bytes: UnsafeRawBufferPointer) {
  guard let value = tree(bytes, tolerant: true) else {
    require(tree(bytes, tolerant: false) == nil, "strict took what tolerant refused")
    return
  }
  require(value.serialized.withUnsafeBytes { tree($0, tolerant: false) } == value, "a tree changed")
  let canonical = value.canonical
  let again = canonical.withUnsafeBytes { tree($0, tolerant: false) }
  require(again?.canonical == canonical, "the canonical form is not stable")
}

/// Nil: no JSON, and the error points into the text.
func tree(_ bytes: UnsafeRawBufferPointer, tolerant: Bool) -> JSONValue? {
  do throws(JSONError) {
    return try JSONValue.parse(bytes, tolerant: tolerant)
  } catch {
    require(error.offset <= bytes.count)
    return nil
  }
}
