import Domain

/// Why a tenant's phone is refused.
extension Problem {
  /// The last part of its key among the words of a page that cannot count down.
  var formName: String { name == "wrong-pin" ? "wrong-pin.none" : name }

  /// - Parameter left: how many tries there are before the next wait; with 0 the wait has begun.
  static func wrongPin(left: Int, until: Instant?, now: Instant) -> Problem {
    var problem = Problem(
      name: "wrong-pin", status: 401, title: "Wrong code or PIN",
      wording: "The account code or the PIN is not right.", fix: "Check both and try again.")
    problem.numbers["tries_left"] = Int64(left)
    if let until { problem.numbers["retry_after"] = max(1, (until.milliseconds(since: now) + 999) / 1000) }
    return problem
  }

  static let pinMustBeReset = Problem(
    name: "pin-must-be-reset", status: 429, title: "Too many wrong PINs",
    wording: "So many wrong PINs came for this account code that it takes none any more.",
    fix: "Ask the property manager to reset the PIN; a phone that is signed in goes on working.")

  static let pinAgreementGone = Problem(
    name: "sign-in-expired", status: 410, title: "Too late",
    wording: "This sign-in was begun too long ago, or was tried already.", fix: "Begin it again.")

  static let weakPin = Problem(
    name: "weak-pin", status: 422, title: "Too easy to guess",
    wording: "This PIN is a date, a row of digits, or repeats itself: it would be tried first.",
    fix: "Choose six other digits.")

  static let noPinYet = Problem(
    name: "no-pin", status: 403, title: "No PIN yet",
    wording: "Without a script every step needs the PIN, and none was chosen.",
    fix: "Open an invitation on a phone with JavaScript and choose one, or switch JavaScript on.")

  static let noPinGiven = Problem(
    name: "pin-missing", status: 403, title: "PIN missing",
    wording: "Without a script this step needs the PIN.", fix: "Send the PIN with it.")

  static let unsigned = Problem(
    name: "unsigned", status: 403, title: "Not signed",
    wording: "The cookie alone changes nothing: the request needs a Wattkeeper-Signature that fits it.",
    fix: "Sign in again on this phone, with an invitation or with account code and PIN.")

  static let usedSignature = Problem(
    name: "used-signature", status: 403, title: "Sent before",
    wording: "A request with this counter, or a higher one, was taken before; it was not done again.",
    fix: "Sign it anew with a higher counter.")

  static let usedInvitation = Problem(
    name: "invitation-used", status: 410, title: "Used up",
    wording: "This invitation was used already: it opens the page on one phone.", fix: otherWayIn)
  static let revokedInvitation = Problem(
    name: "invitation-revoked", status: 410, title: "Withdrawn", wording: "This invitation was withdrawn.",
    fix: otherWayIn)
  static let expiredInvitation = Problem(
    name: "invitation-expired", status: 410, title: "Expired", wording: "This invitation has expired.",
    fix: otherWayIn)
  private static let otherWayIn =
    "Sign in with account code and PIN, or ask the property manager for a new invitation."
}
