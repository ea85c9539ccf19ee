package import Domain
import Formats

/// What a card may (OCPP 1.6, 7.27).
package struct IdTagInfo: Sendable, Equatable {
  package var status: AuthorizationStatus
  /// When a charge point should forget the answer.
  package var expiryDate: Instant?
  /// A card of the same group may stop what this one started.
  package var parentIdTag: String?

  package init(status: AuthorizationStatus, expiryDate: Instant? = nil, parentIdTag: String? = nil) {
    self.status = status
    self.expiryDate = expiryDate
    self.parentIdTag = parentIdTag
  }

  /// A parent that is longer than the standard allows (20 characters) is left out.
  func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.key("status")
    writer.string(status.rawValue)
    if let expiryDate {
      writer.key("expiryDate")
      writer.instant(expiryDate)
    }
    if let parentIdTag, parentIdTag.unicodeScalars.count <= 20 {
      writer.key("parentIdTag")
      writer.string(parentIdTag)
    }
    writer.endObject()
  }
}

extension PayloadReader {
  /// An IdTagInfo; an unknown status counts as Invalid, which lets nobody charge.
  mutating func idTagInfo(_ field: inout IdTagInfo?) throws(PayloadError) {
    guard try beginObject() else { return }
    var status: String?
    var expiryDate: WireTime?
    var parentIdTag: String?
    while let key = try nextKey() {
      switch key {
      case "status": try text(&status)
      case "expiryDate": try time(&expiryDate)
      case "parentIdTag": try optionalText(&parentIdTag)
      default: try skip()
      }
    }
    guard field == nil else { return }
    field = IdTagInfo(
      status: status.flatMap { AuthorizationStatus(rawValue: $0) } ?? .invalid,
      expiryDate: expiryDate?.instant, parentIdTag: parentIdTag)
  }
}
