/// Why a text is not the JSON that was expected, and where: for a person who has to mend it.
package struct JSONError: Error, Equatable, Sendable {
  /// Bytes from the start of the text.
  package var offset: Int
  /// The member the fault lies in, like `elements[0].price`; empty at the top.
  package var path: String
  /// A sentence without the path.
  package var reason: String

  package init(offset: Int, path: String, reason: String) {
    self.offset = offset
    self.path = path
    self.reason = reason
  }

  /// Works out the path of a fault that a reader of these bytes threw.
  package init(_ fault: JSONFault, in bytes: UnsafeRawBufferPointer) {
    self.init(offset: fault.offset, path: JSONPath.at(fault.offset, in: bytes), reason: fault.reason.sentence)
  }
}

/// What `JSONReader` throws: small, without heap, so that the hot path costs nothing. `JSONError` is made of
/// it only when somebody wants to read it.
package struct JSONFault: Error, Equatable, Sendable {
  /// Bytes from the start of the text the reader was given.
  package let offset: Int
  package let reason: Reason

  /// The kinds of fault.
  package enum Reason: Sendable {
    case endOfText, unexpectedCharacter, expectedColon, expectedComma, expectedObject, expectedArray
    case badNumber, badEscape, controlCharacter, badUTF8, tooDeep, tooLong, tooMany, duplicateKey, trailing

    /// One sentence for people.
    package var sentence: String {
      switch self {
      case .endOfText: "The text ends too early."
      case .unexpectedCharacter: "This character cannot stand here."
      case .expectedColon: "A colon must follow the name."
      case .expectedComma: "A comma or a closing bracket is missing."
      case .expectedObject: "An object is expected."
      case .expectedArray: "An array is expected."
      case .badNumber: "This is not a JSON number."
      case .badEscape: "This is not a JSON escape."
      case .controlCharacter: "A control character must be escaped."
      case .badUTF8: "This is not UTF-8."
      case .tooDeep: "The text is nested too deeply."
      case .tooLong: "The text is too long."
      case .tooMany: "The text has too many values."
      case .duplicateKey: "This name stands twice in the same object."
      case .trailing: "Nothing may follow the value."
      }
    }
  }
}
