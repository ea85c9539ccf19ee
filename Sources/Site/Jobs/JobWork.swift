import Domain
import Storage

/// One kind of long work, ready to go on. Each call does a little within one write, so that a wallbox whose
/// message waits for the file waits for a few milliseconds, and what is kept is always whole.
protocol JobWork: Sendable {
  /// Does the next slice: moves `job.progress`, fills `job.result`, and sets `job.state` when all is done.
  func goOn(_ job: inout Job, in file: WriteConnection, at now: Instant) throws

  /// Takes back a slice of what was made; sets `job.state` when nothing is left.
  func undo(_ job: inout Job, in file: WriteConnection, at now: Instant) throws
}

/// What a kind of long work is made of.
struct JobKind: Sendable {
  /// Makes the work ready; reads the file, but on the reader, where no wallbox waits.
  let prepare:
    @Sendable (_ job: Job, _ site: SiteSettings, _ file: ReadConnection, _ now: Instant) throws -> any JobWork
  /// Why it cannot be undone; nil: it can.
  let objection: @Sendable (_ job: Job, _ file: ReadConnection) throws -> Wording?
  /// Whether cards come or go with it.
  let changesCards: Bool

  static let all = ["tenant_import": tenantImport]
}
