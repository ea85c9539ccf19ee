/// Why a command did not do what it was asked, in the form all commands use:
/// `wattkeeper: what: why. Try: …`.
struct Complaint: Error, Equatable {
  let exitCode: Int32
  let what: String
  let why: String
  let fix: String

  static let failedCode: Int32 = 1
  static let usageCode: Int32 = 2

  /// The command could not be carried out.
  static func failed(_ what: String, _ why: String, fix: String) -> Complaint {
    Complaint(exitCode: failedCode, what: what, why: why, fix: fix)
  }

  /// The command itself, or what it was given, is not valid.
  static func usage(_ what: String, _ why: String, fix: String) -> Complaint {
    Complaint(exitCode: usageCode, what: what, why: why, fix: fix)
  }

  var line: String { "wattkeeper: \(what): \(why). Try: \(fix)" }
}
