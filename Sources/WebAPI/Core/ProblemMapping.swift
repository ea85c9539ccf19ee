import Domain
import Net
import Site
import Storage

extension Problem {
  /// The answer to whatever a handler threw.
  init(_ error: any Error) {
    switch error {
    case let problem as Problem: self = problem
    case let error as SiteError: self = Self.of(error)
    case let error as StoreError: self = Self.of(error)
    default: self = .unexpected
    }
  }

  private static func of(_ error: SiteError) -> Problem {
    switch error {
    case .unknownChargePoint: .notFound("wallbox with this id")
    case .unknownConnector: .notFound("connector with this number")
    case .unknownTransaction: .notFound("charge with this id")
    case .unknownItem: .notFound("open line with this id")
    case .unknownLoadGroup: .notFound("circuit with this id")
    case .offline: .offline
    case .timeout: .noAnswer
    case .notAccepted: .notAccepted
    case .invalidPayload(let path, let reason):
      .invalid(path.isEmpty ? "payload" : "payload.\(path)", "\(reason)")
    case .invalid(let path, let reason): .invalid(path, reason)
    case .mayNotCharge(let refusal): .mayNotCharge(refusal)
    case .conflict(let wording): .conflict(wording)
    case .disk(let error): of(error)
    }
  }

  private static func of(_ error: StoreError) -> Problem {
    switch error.kind {
    case .constraint:
      .conflict(
        Wording("in-use", "It is there already, or something else still refers to it."))
    case .other: .unexpected
    default: .storage(error.message)
    }
  }
}
