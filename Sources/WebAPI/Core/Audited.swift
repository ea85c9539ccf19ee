import Domain
import Formats
import Site
import Storage

/// Whatever a request changes leaves a line of the audit, in the same write. A test looks at the handlers of
/// all routes that change something: each comes to one of these.
extension Call {
  /// Writes a change and its line, both or neither. `body` says what was changed in its note; one that finds
  /// nothing to change throws.
  ///
  /// - Parameter action: like `tenant.change`: what it is done to, a dot, what is done.
  /// - Parameter subject: its opaque id; the body sets it where only that knows.
  func audited<T: Sendable>(
    _ action: String, subject: String = "",
    _ body: @escaping @Sendable (WriteConnection, inout AuditNote) throws -> T
  ) async throws -> T {
    let (actor, at) = (caller.actor, site.now())
    return try await site.store.write { file in
      var note = AuditNote(subject: subject)
      let result = try body(file, &note)
      try AuditChain.append(action, by: actor, note, at: at, in: file)
      return result
    }
  }

  /// The line of a change that the site writes: goes along with it. `fill` runs behind the change.
  func audit(
    _ action: String, subject: String, before: JSONValue? = nil,
    after fill: @escaping @Sendable (WriteConnection) throws -> JSONValue? = { _ in nil }
  ) -> Alongside {
    let (actor, at) = (caller.actor, site.now())
    return { file in
      let note = AuditNote(subject: subject, before: before, after: try fill(file))
      try AuditChain.append(action, by: actor, note, at: at, in: file)
    }
  }

  /// The same for what gets its id only when it is made: `fill` tells its id and how it is.
  func auditMade<T>(
    _ action: String, _ fill: @escaping @Sendable (T) throws -> (subject: String, after: JSONValue)
  ) -> @Sendable (T, WriteConnection) throws -> Void {
    let (actor, at) = (caller.actor, site.now())
    return { made, file in
      let (subject, after) = try fill(made)
      let note = AuditNote(subject: subject, after: after)
      try AuditChain.append(action, by: actor, note, at: at, in: file)
    }
  }
}
