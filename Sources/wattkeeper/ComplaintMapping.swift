import Domain
import Net
import Site
import Storage
import WebAPI

extension Complaint {
  /// The complaint about whatever a command threw.
  init(_ error: any Error) {
    switch error {
    case let complaint as Complaint: self = complaint
    case let error as StoreError:
      self = .failed("data directory", Self.clause(error.message), fix: Self.fix(error))
    case let error as ListenError:
      self = .failed(error.address, "cannot listen there: \(error.reason)", fix: "--listen with another port")
    case let problem as Problem:
      self = .failed(problem.title, Self.clause(problem.detail), fix: Self.clause(problem.fix))
    case SiteError.invalid(let path, let reason):
      self = .failed(path, reason.english, fix: "apt install tzdata")
    default: self = .failed("unexpected fault", "\(error)", fix: "wattkeeper help")
    }
  }

  private static func fix(_ error: StoreError) -> String {
    switch error.kind {
    case .locked: "stop the other one, or another --data"
    case .full: "make room on the disk"
    case .newerFile: "a newer wattkeeper"
    case .notOurs: "another --data"
    default: "check the folder's owner, space and disk"
    }
  }

  /// A sentence without its full stop, because the line goes on.
  private static func clause(_ sentence: String) -> String {
    sentence.hasSuffix(".") ? String(sentence.dropLast()) : sentence
  }
}
