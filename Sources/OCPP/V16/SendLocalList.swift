package import Formats

/// Replace or change the list of cards that may charge without a connection (OCPP 1.6, 5.15).
package enum SendLocalList {
  /// Status Accepted, Failed, NotSupported or VersionMismatch.
  package typealias Confirmation = StatusPayload

  /// What the charge point is asked.
  package struct Request: OperationRequest, Equatable {
    package static let action = "SendLocalList"
    /// Of a full list its version; of a differential one the version of the list with the changes made.
    package var listVersion: Int
    package var localAuthorizationList: [AuthorizationData]
    /// Differential or Full.
    package var updateType: String

    package init(
      listVersion: Int, updateType: String, localAuthorizationList: [AuthorizationData] = []
    ) {
      self.listVersion = listVersion
      self.updateType = updateType
      self.localAuthorizationList = localAuthorizationList
    }

    package init(reading payload: UnsafeRawBufferPointer) throws(PayloadError) {
      var reader = try PayloadReader(payload)
      var listVersion: Int?
      var updateType: String?
      var list: [AuthorizationData] = []
      while let key = try reader.nextKey() {
        switch key {
        case "listVersion": try reader.integer(&listVersion)
        case "localAuthorizationList": try reader.authorizationData(&list)
        case "updateType": try reader.text(&updateType)
        default: try reader.skip()
        }
      }
      self.init(
        listVersion: try reader.required(listVersion, "listVersion"),
        updateType: try reader.required(updateType, "updateType"), localAuthorizationList: list)
    }

    package func write(to writer: inout JSONWriter) {
      writer.beginObject()
      writer.member("listVersion", listVersion)
      if !localAuthorizationList.isEmpty {
        writer.key("localAuthorizationList")
        writer.beginArray()
        for entry in localAuthorizationList { entry.write(to: &writer) }
        writer.endArray()
      }
      writer.member("updateType", updateType)
      writer.endObject()
    }
  }

  static let rule = PayloadRule.object([
    .required("listVersion", .integer(atLeast: 0)),
    .optional("localAuthorizationList", .list(AuthorizationData.rule)),
    .required("updateType", .choice(["Differential", "Full"])),
  ])
}
