import Crypto
import Domain
import Formats
import Net
import Site

/// The forms of the tenant's pages: each does what a call of the API does, and leads back to a page that
/// tells what became of it.
extension Call {
  /// `POST /t/{action}`.
  func tenantForm() async throws -> HTTPResponse {
    let tenant = try signedInTenant()
    let form = FormFields.parse(request.body)
    guard constantTimeEqual(Array((form["csrf"] ?? "").utf8), Array(formToken.utf8)) else {
      throw Problem.crossOrigin
    }
    let from = Self.own(form["from"])
    do {
      try await proveForm(form, of: tenant)
      let notice = try await act(parameter(), form, as: tenant)
      return back(to: from, notice, place: form["bay"])
    } catch {
      let problem = application.problem(error, of: request)
      return back(
        to: from, problem.wording.key.map { "said." + $0 } ?? "problem." + problem.formName,
        place: form["bay"])
    }
  }

  /// - Returns: the key of the sentence that tells what became of it; nil: the page shows it anyway.
  private func act(_ action: String, _ form: [String: String], as tenant: Tenant) async throws -> String? {
    let bay = form["bay"] ?? ""
    switch action {
    case "start":
      guard let slash = bay.lastIndex(of: "/"), let connector = Int(bay[bay.index(after: slash)...]) else {
        throw Problem.notFound("bay with this name")
      }
      return word(try await start(tenant, at: String(bay[..<slash]), connector))
    case "stop":
      guard let id = form["transaction_id"].flatMap({ Int64($0) }) else {
        throw Problem.notFound("charge of yours with this id")
      }
      return word(try await stop(id, of: tenant))
    case "arm":
      _ = try await arm(form["bay_id"] ?? "", for: tenant)
      return nil
    case "disarm": try await disarm(form["bay_id"] ?? "", for: tenant)
    case "block": _ = try await block(form["id_tag"] ?? "", of: tenant)
    case "sign-out-others": try await endOtherSignIns(of: tenant)
    case "erasure": _ = try await announceErasure(askedBy: tenant)
    case "sign-out": try await endSignIn(form["sign_in"] ?? "", of: tenant)
    case "dispute":
      guard let id = form["transaction_id"].flatMap({ Int64($0) }),
        let reason = form["reason"].flatMap({ DisputeReason(rawValue: $0) })
      else { throw Problem.invalid("reason", "must be chosen") }
      _ = try await dispute(id, reason, Self.oneText(form["text"] ?? ""), by: tenant)
    default: throw Problem.unknownAddress
    }
    return "told." + action
  }

  private func word(_ outcome: OperationOutcome) -> String {
    switch outcome {
    case .answered(let payload): "outcome." + (payload["status"]?.stringValue ?? "Accepted")
    case .error: "outcome.Rejected"
    }
  }

  /// Back to the page, which then says what became of it: `notice` is the key of a text.
  private func back(to path: String, _ notice: String?, place: String?) -> HTTPResponse {
    guard let notice else { return HTTPResponse(status: 303, headers: [("Location", path)]) }
    let joint = path.contains("?") ? "&" : "?"
    let bay = place.map { "&bay=" + percentEncoded($0) } ?? ""
    return HTTPResponse(
      status: 303, headers: [("Location", "\(path)\(joint)notice=\(percentEncoded(notice))\(bay)")])
  }

  /// A page of ours that the form names; any other text leads to the first one.
  private static func own(_ path: String?) -> String {
    guard let path,
      path.wholeMatch(of: /\/(?:t|t\/mine|t\/charges(?:\?month=[0-9-]{7})?|c\/[A-Z2-9]{8})/) != nil
    else { return "/t" }
    return path
  }

  /// What somebody typed, without line breaks and other control characters, cut to what is kept.
  private static func oneText(_ typed: String) -> String {
    let plain = typed.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? " " : Character($0) }
    return String(String(plain).split(separator: " ").joined(separator: " ").prefix(disputeCharacters))
  }
}
