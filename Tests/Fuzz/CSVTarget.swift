import Formats

/// Every file is a text; a table of it has no empty row, and lines that rise.
func fuzzCSV(_ bytes: UnsafeRawBufferPointer) {
  let decoded = DecodedText(Array(bytes))
  require(
    decoded.encoding != .windows1252 || decoded.text.unicodeScalars.count == bytes.count, "a byte was lost")
  do throws(CSVError) {
    let table = try CSVTable.parse(decoded.text)
    require(table.records.allSatisfy { !$0.cells.isEmpty }, "a row without cells")
    require(zip(table.records, table.records.dropFirst()).allSatisfy { $0.line < $1.line }, "lines go back")
  } catch {
    require(error.line >= 1)
  }
}
