import Formats

/// An instant that was read is written so that it is read as the same; decimals never trap.
func fuzzInstant(_ bytes: UnsafeRawBufferPointer) {
  if let parsed = InstantFormat.parse(bytes) {
    let text = InstantFormat.string(parsed.instant)
    // Year 0 and an offset that leads out of the years 1 to 9999 are held at the ends.
    let isHeld = text.hasPrefix("0001-01-01T00:00:00Z") || text.hasPrefix("9999-12-31T23:59:59.999Z")
    require(isHeld || InstantFormat.parse(text)?.instant == parsed.instant, "an instant changed")
  }
  _ = DecimalText.lenientInteger(bytes)
  guard let scaled = DecimalText.lenient(bytes, digits: 6) else { return }
  let text = DecimalText.format(Int128(scaled), digits: 6)
  require(DecimalText.lenient(text, digits: 6) == scaled, "a decimal changed")
}
