extension QRCode {
  /// The dark modules as the `d` of an SVG path, one unit to a module, without the quiet zone: every run in a
  /// row is one rectangle.
  package var svgPath: String {
    var path = ""
    for row in 0..<size {
      var column = 0
      while column < size {
        let start = column
        while column < size, self[row, column] { column += 1 }
        let width = column - start
        if width > 0 { path += "M\(start) \(row)h\(width)v1h-\(width)z" }
        column += 1
      }
    }
    return path
  }
}
