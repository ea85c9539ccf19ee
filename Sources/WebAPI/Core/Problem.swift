import Domain
import Formats
import Net

/// Why a request was refused, as the document of RFC 9457. The list of types is closed: pages translate by
/// it.
package struct Problem: Error, Sendable, Equatable {
  /// A field that cannot be taken, with its path in the body, like `tariff.elements[0].price`.
  struct FieldError: Sendable, Equatable {
    let path: String
    let reason: Wording
  }

  /// The last part of `type`, `/problems/NAME`.
  let name: String
  let status: Int
  /// What it is, in a few words.
  package let title: String
  /// What it is in this case, a sentence.
  package var detail: String { wording.english }
  /// The same for the pages, which have it in the reader's language.
  let wording: Wording
  /// What to do about it, a sentence.
  package let fix: String
  var errors: [FieldError] = []
  var headers: [String: String] = [:]
  /// RFC 9457, 3.1; `fix` and `errors` are ours (3.2).
  var response: HTTPResponse {
    let fields = errors.map { error -> JSONValue in
      error.reason.adding(to: ["path": .string(error.path), "reason": .string(error.reason.english)])
    }
    let body = wording.adding(to: [
      "type": .string("/problems/" + name), "title": .string(title), "status": .number(String(status)),
      "detail": .string(detail), "fix": .string(fix), "errors": .array(fields),
    ])
    let sorted = headers.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    return HTTPResponse(
      status: status, headers: [("Content-Type", "application/problem+json")] + sorted, body: body.serialized)
  }
}

extension Wording {
  /// API: `key` and `values` beside the English sentence, where the pages have it in other languages.
  fileprivate func adding(to json: JSONValue) -> JSONValue {
    guard let key else { return json }
    let gaps = values.sorted { $0.key < $1.key }.map {
      JSONObject.Member(key: $0.key, value: .string($0.value))
    }
    return json.adding(["key": .string(key), "values": .object(JSONObject(gaps))])
  }
}

extension Problem {
  static func notFound(_ what: String) -> Problem {
    Problem(
      name: "not-found", status: 404, title: "Not found", wording: "There is no \(what).",
      fix: "Look it up in its list; it may have been removed.")
  }

  static let unknownAddress = Problem(
    name: "unknown-address", status: 404, title: "Unknown address",
    wording: "Nothing is served at this address.",
    fix: "All addresses are listed in /api/openapi.json.")

  static func methodNotAllowed(_ allowed: [String]) -> Problem {
    let list = allowed.joined(separator: ", ")
    return Problem(
      name: "method-not-allowed", status: 405, title: "Method not allowed",
      wording: "This address does not take this method.", fix: "Use one of \(list).", headers: ["Allow": list]
    )
  }

  static let signInFirst = Problem(
    name: "sign-in-required", status: 401, title: "Sign in first",
    wording: "Nobody is signed in with this request.",
    fix: "Sign in on the page, or send Authorization: Bearer TOKEN.", headers: ["WWW-Authenticate": "Bearer"])

  static let wrongToken = Problem(
    name: "token-unknown", status: 401, title: "Unknown token",
    wording: "This token is not, or no longer, known.",
    fix: "Make a new one with wattkeeper token create.",
    headers: ["WWW-Authenticate": "Bearer error=\"invalid_token\""])

  static let wrongPassword = Problem(
    name: "wrong-password", status: 401, title: "Wrong name or password",
    wording: "The name or the password is not right.", fix: "Check both and try again.")

  static func tooManyTries(until: Instant, now: Instant) -> Problem {
    let seconds = max(1, (until.milliseconds(since: now) + 999) / 1000)
    return Problem(
      name: "too-many-tries", status: 429, title: "Too many tries",
      wording: "There were too many wrong passwords. The next try is possible in \(seconds) seconds.",
      fix: "Wait, then try again.", headers: ["Retry-After": String(seconds)])
  }

  static func forbidden(_ role: Role?) -> Problem {
    let wording: Wording =
      if let role { "The role \(role.rawValue) may not do this." } else {
        "This is possible only on the machine itself."
      }
    return Problem(
      name: "forbidden", status: 403, title: "Not allowed", wording: wording,
      fix: "Ask the owner of the site, or use another account or token.")
  }

  static let crossOrigin = Problem(
    name: "cross-origin", status: 403, title: "From another page",
    wording: "The request does not come from a page of this appliance.",
    fix: "Open the appliance's own page and do it there; scripts use a token instead of the cookie.")

  static func wrongHost(_ host: String?) -> Problem {
    Problem(
      name: "wrong-host", status: 421, title: "Not this host",
      wording:
        "This appliance does not answer to the name “\(host ?? "")”; a foreign page could be behind it.",
      fix: "Open it by its address, a local name, or the name set as public_url.")
  }

  static let notJSON = Problem(
    name: "not-json", status: 415, title: "Not JSON", wording: "The body must be JSON.",
    fix: "Send Content-Type: application/json.")

  static func unreadable(_ reason: String, path: String) -> Problem {
    Problem(
      name: "unreadable-json", status: 400, title: "Unreadable JSON",
      wording: path.isEmpty ? "\(reason)" : "At \(path): \(reason)", fix: "Send one JSON object.")
  }

  static func invalid(_ errors: [FieldError]) -> Problem {
    Problem(
      name: "invalid", status: 422, title: "Not valid",
      wording: sentence(errors),
      fix: "Correct the fields listed under errors and send it again.", errors: errors)
  }

  static func invalid(_ path: String, _ reason: Wording) -> Problem {
    invalid([FieldError(path: path, reason: reason)])
  }

  private static func sentence(_ errors: [FieldError]) -> Wording {
    let parts = errors.map { $0.path.isEmpty ? $0.reason.english : "\($0.path): \($0.reason.english)" }
    return "\(parts.joined(separator: "; "))"
  }

  static func badQuery(_ parameter: String, _ reason: Wording) -> Problem {
    Problem(
      name: "bad-query", status: 400, title: "Bad query", wording: "\(parameter): \(reason.english)",
      fix: "Correct the part of the address after the question mark.",
      errors: [FieldError(path: parameter, reason: reason)])
  }

  static func conflict(_ wording: Wording, fix: String = "Read it again, then decide anew.") -> Problem {
    Problem(name: "conflict", status: 409, title: "Contradiction", wording: wording, fix: fix)
  }

  static let offline = Problem(
    name: "charge-point-offline", status: 409, title: "Wallbox offline",
    wording: "The wallbox is not connected; nothing was sent.",
    fix: "Check its power and network, then try again.")

  static let notAccepted = Problem(
    name: "charge-point-not-accepted", status: 409, title: "Wallbox not accepted",
    wording: "The wallbox waits to be accepted, or is blocked; nothing was sent.", fix: "Accept it first.")

  static let noAnswer = Problem(
    name: "no-answer", status: 504, title: "No answer",
    wording: "The wallbox did not answer in time. It may still do what was asked.",
    fix: "Look at the board in a minute before asking again.")

  static func gone(_ wording: Wording, fix: String) -> Problem {
    Problem(name: "gone", status: 410, title: "Used up", wording: wording, fix: fix)
  }

  static let wrongClaimCode = Problem(
    name: "wrong-claim-code", status: 403, title: "Wrong claim code",
    wording: "This is not the current claim code, or it has expired, or it was tried too often.",
    fix: "Read the code from the file claim-code in the data directory, or make a new one: wattkeeper claim.")

  static let alreadyClaimed = conflict(
    Wording("claimed-already", "This site has an owner already."),
    fix: "Sign in, or ask the owner for an account.")

  static func storage(_ detail: String) -> Problem {
    Problem(
      name: "not-stored", status: 503, title: "Could not be stored",
      wording: "It was not done, because it could not be written down: \(detail)",
      fix: "Make room on the disk or check it; then try again.", headers: ["Retry-After": "30"])
  }

  static let unexpected = Problem(
    name: "unexpected", status: 500, title: "Unexpected fault",
    wording: "The appliance met a fault of its own.", fix: "Try again; if it stays, look at the log.")

  static let busy = Problem(
    name: "busy", status: 503, title: "Too busy", wording: "Too many people sign in at this moment.",
    fix: "Try again in some seconds.", headers: ["Retry-After": "5"])

  static let tooManySubscribers = Problem(
    name: "too-many-subscribers", status: 503, title: "Too many live views",
    wording: "Too many pages follow the events at once.", fix: "Close some of them.",
    headers: ["Retry-After": "30"])
}
