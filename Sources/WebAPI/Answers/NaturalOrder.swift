/// Whether a name comes before another as people count: "Bay 9" before "Bay 10".
func isNaturallyBefore(_ a: String, _ b: String) -> Bool {
  var (a, b) = (a[...], b[...])
  while let x = a.first, let y = b.first {
    if x.isASCIIDigit, y.isASCIIDigit {
      let (m, n) = (number(&a), number(&b))
      if m.count != n.count { return m.count < n.count }
      if m != n { return m < n }
    } else {
      let (p, q) = (x.lowercased(), y.lowercased())
      if p != q { return p < q }
      a.removeFirst()
      b.removeFirst()
    }
  }
  return a.isEmpty && !b.isEmpty
}

/// Takes the digits at the front, without leading zeros.
private func number(_ text: inout Substring) -> Substring {
  let digits = text.prefix(while: \.isASCIIDigit)
  text = text[digits.endIndex...]
  return digits.drop { $0 == "0" }
}
