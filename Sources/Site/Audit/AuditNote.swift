package import Formats
package import Storage

/// What a line of the audit tells of a change. What could tell of a person belongs into `before` and `after`
/// of lines whose subject is that person or its card: those are erased with it.
package struct AuditNote: Sendable {
  /// The opaque id of what was changed.
  package var subject: String
  /// How it was, a JSON object; nil: it was not there.
  package var before: JSONValue?
  /// How it is now; nil: it is no longer there.
  package var after: JSONValue?

  package init(subject: String, before: JSONValue? = nil, after: JSONValue? = nil) {
    self.subject = subject
    self.before = before
    self.after = after
  }

  /// The same with only those members that differ, if both are there.
  var ofWhatDiffers: AuditNote {
    guard case .object(let old)? = before, case .object(let new)? = after else { return self }
    let kept = { (members: [JSONObject.Member], other: JSONObject) in
      JSONValue.object(JSONObject(members.filter { other[$0.key] != $0.value }))
    }
    return AuditNote(
      subject: subject, before: kept(old.members, new), after: kept(new.members, old))
  }
}

/// What is written along with a change, in the same write: its line of the audit.
package typealias Alongside = @Sendable (WriteConnection) throws -> Void
