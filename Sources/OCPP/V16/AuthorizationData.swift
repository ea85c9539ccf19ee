import Formats

/// One card of a local list (OCPP 1.6, 7.1).
package struct AuthorizationData: Sendable, Equatable {
  package var idTag: String
  /// Nil takes the card off the list, in a differential update.
  package var idTagInfo: IdTagInfo?

  package init(idTag: String, idTagInfo: IdTagInfo? = nil) {
    self.idTag = idTag
    self.idTagInfo = idTagInfo
  }

  func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.member("idTag", idTag)
    if let idTagInfo {
      writer.key("idTagInfo")
      idTagInfo.write(to: &writer)
    }
    writer.endObject()
  }

  static let rule = PayloadRule.object([
    .required("idTag", .text(max: 20)),
    .optional("idTagInfo", info),
  ])

  private static let info = PayloadRule.object([
    .optional("expiryDate", .instant),
    .optional("parentIdTag", .text(max: 20)),
    .required("status", .choice(["Accepted", "Blocked", "ConcurrentTx", "Expired", "Invalid"])),
  ])
}

extension PayloadReader {
  /// The cards of a list; entries without an id tag are passed over.
  mutating func authorizationData(_ field: inout [AuthorizationData]) throws(PayloadError) {
    var list = try beginList()
    while try nextElement(&list) {
      guard try beginObject() else { continue }
      var idTag: String?
      var idTagInfo: IdTagInfo?
      while let key = try nextKey() {
        switch key {
        case "idTag": try text(&idTag)
        case "idTagInfo": try self.idTagInfo(&idTagInfo)
        default: try skip()
        }
      }
      guard let idTag else { continue }
      field.append(AuthorizationData(idTag: idTag, idTagInfo: idTagInfo))
    }
  }
}
