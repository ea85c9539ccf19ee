import Formats

/// What an import came to. No word of a person stands in it.
struct ImportReport: Sendable, Equatable {
  /// Tenants.
  var made = 0
  /// The lines of rows that were wrong.
  var passedOver: [Int] = []

  var json: JSONValue {
    [
      "made": .number(String(made)), "passed_over": .array(passedOver.map { .number(String($0)) }),
    ]
  }

  /// Reads what `json` has written; nothing, or something else, is an empty report.
  init(_ text: String?) {
    guard let text, let json = try? JSONValue.parse(Array(text.utf8)) else { return }
    made = Int(json["made"]?.integerValue ?? 0)
    passedOver = (json["passed_over"]?.arrayValue ?? []).compactMap { $0.integerValue.map(Int.init) }
  }
}
