import Domain
import Formats

/// Reads a payload leniently, straight out of the frame: numbers as strings and strings as numbers, one
/// object in place of an array, members nobody knows. Of two members of the same name the first that says
/// something wins.
struct PayloadReader {
  private var reader: JSONReader
  private let bytes: UnsafeRawBufferPointer
  private var isAbsent = false

  /// Steps into the payload's object. Nothing, `null` and `[]` are an empty object.
  init(_ payload: UnsafeRawBufferPointer) throws(PayloadError) {
    bytes = payload
    reader = JSONReader(payload, tolerant: true)
    guard !payload.isEmpty else {
      isAbsent = true
      return
    }
    let token: JSONToken
    do throws(JSONFault) {
      if try reader.peek() == .object {
        try reader.beginObject()
        return
      }
      token = try reader.value()
      try reader.finish()
    } catch {
      throw PayloadError(JSONError(error, in: payload))
    }
    isAbsent = true
    let isEmptyArray = token.kind == .array && !token.bytes.dropFirst().dropLast().contains { $0 > 0x20 }
    guard token.kind == .null || isEmptyArray else {
      throw PayloadError(path: "", reason: "The payload must be an object.", code: .formationViolation)
    }
  }

  mutating func nextKey() throws(PayloadError) -> JSONToken? {
    if isAbsent { return nil }
    do throws(JSONFault) { return try reader.nextKey() } catch { throw malformed(error) }
  }

  /// Passes a member that is of no interest.
  mutating func skip() throws(PayloadError) {
    do throws(JSONFault) { try reader.skip() } catch { throw malformed(error) }
  }

  /// A text as sent; numbers and booleans become their letters; null, arrays and objects count as absent.
  mutating func text(_ field: inout String?, limit: Int = WireLimits.textBytes) throws(PayloadError) {
    guard let token = try scalar(limit), field == nil else { return }
    field = token.text
  }

  /// As `text`, but what wallboxes write for "none", an empty text or the word null, is none.
  mutating func optionalText(_ field: inout String?) throws(PayloadError) {
    guard let token = try scalar(WireLimits.textBytes), field == nil, !token.isEmpty else { return }
    if case "null" = token { return }
    field = token.text
  }

  /// As `optionalText`, for members that mostly hold a word of the standard.
  mutating func word(_ field: inout String?) throws(PayloadError) {
    guard let token = try scalar(WireLimits.textBytes), field == nil, !token.isEmpty else { return }
    if let known = Vocabulary.word(token) {
      field = known
    } else if case "null" = token {
      return
    } else {
      field = token.text
    }
  }

  /// A whole number, also out of a string; beyond Int64 it stays at the end; unreadable is absent.
  mutating func integer(_ field: inout Int64?) throws(PayloadError) {
    guard let token = try scalar(WireLimits.textBytes), field == nil else { return }
    field = DecimalText.lenientInteger(token.bytes)
  }

  /// As `integer`.
  mutating func integer(_ field: inout Int?) throws(PayloadError) {
    var value: Int64?
    try integer(&value)
    if field == nil { field = value.map { Int($0) } }
  }

  /// A number in tenths, so that 16.5 is 165; rounded half away from zero, unreadable is absent.
  mutating func tenths(_ field: inout Int?) throws(PayloadError) {
    guard let token = try scalar(WireLimits.textBytes), field == nil else { return }
    field = DecimalText.lenient(token.bytes, digits: 1).map { Int($0) }
  }

  mutating func bool(_ field: inout Bool?) throws(PayloadError) {
    guard let token = try scalar(WireLimits.textBytes), field == nil else { return }
    switch token {
    case "true", "True", "1": field = true
    case "false", "False", "0": field = false
    default: break
    }
  }

  mutating func time(_ field: inout WireTime?) throws(PayloadError) {
    guard let token = try scalar(WireLimits.textBytes), field == nil else { return }
    field = WireTime(token)
  }

  /// As `time`, where only the instant counts; unreadable is absent.
  mutating func instant(_ field: inout Instant?) throws(PayloadError) {
    var time: WireTime?
    try self.time(&time)
    if field == nil { field = time?.instant }
  }

  mutating func energy(_ field: inout WireEnergy?) throws(PayloadError) {
    guard let token = try scalar(WireLimits.textBytes), field == nil else { return }
    field = WireEnergy(token)
  }

  /// Any value as JSON text; null is absent.
  mutating func json(_ field: inout String?) throws(PayloadError) {
    let token = try value()
    guard field == nil, token.kind != .null else { return }
    guard token.bytes.count <= WireLimits.longTextBytes else { throw tooLong(WireLimits.longTextBytes) }
    field = WireText.json(token)
  }

  /// Steps into the object that comes next; false: it was something else and has been passed.
  mutating func beginObject() throws(PayloadError) -> Bool {
    do throws(JSONFault) {
      guard try reader.peek() == .object else {
        _ = try reader.value()
        return false
      }
      try reader.beginObject()
      return true
    } catch {
      throw malformed(error)
    }
  }

  /// The elements of what comes next: of an array, or the one value that stands in place of an array.
  mutating func beginList() throws(PayloadError) -> List {
    do throws(JSONFault) {
      switch try reader.peek() {
      case .array:
        try reader.beginArray()
        return .elements
      case .null:
        _ = try reader.value()
        return .ended
      default: return .single
      }
    } catch {
      throw malformed(error)
    }
  }

  /// Whether another element comes, which must then be read.
  mutating func nextElement(_ list: inout List) throws(PayloadError) -> Bool {
    switch list {
    case .ended: return false
    case .single:
      list = .ended
      return true
    case .elements:
      do throws(JSONFault) { return try reader.nextElement() } catch { throw malformed(error) }
    }
  }

  /// Where `nextElement` stands.
  enum List { case elements, single, ended }

  /// What a message is useless without.
  func required<T>(_ field: T?, _ name: String) throws(PayloadError) -> T {
    guard let field else {
      throw PayloadError(path: name, reason: "This member is required.", code: .protocolError)
    }
    return field
  }

  private mutating func scalar(_ limit: Int) throws(PayloadError) -> JSONToken? {
    let token = try value()
    switch token.kind {
    case .null, .array, .object: return nil
    case .string, .number, .bool, .word: break
    }
    guard token.bytes.count <= limit else { throw tooLong(limit) }
    return token
  }

  private mutating func value() throws(PayloadError) -> JSONToken {
    do throws(JSONFault) { return try reader.value() } catch { throw malformed(error) }
  }

  private func malformed(_ fault: JSONFault) -> PayloadError { PayloadError(JSONError(fault, in: bytes)) }

  private func tooLong(_ limit: Int) -> PayloadError {
    PayloadError(
      path: JSONPath.at(reader.position, in: bytes), reason: "More than \(limit) bytes.",
      code: .propertyConstraintViolation)
  }
}
