package import Formats

/// Charging begins (OCPP 1.6, 4.8).
package enum StartTransaction {
  /// What the charge point sends.
  package struct Request: Payload, Equatable {
    package var connectorId: Int
    /// As presented; empty: there was none.
    package var idTag: String
    package var meterStart: WireEnergy
    package var reservationId: Int64?
    package var timestamp: WireTime

    package init(
      connectorId: Int, idTag: String, meterStart: WireEnergy, timestamp: WireTime,
      reservationId: Int64? = nil
    ) {
      self.connectorId = connectorId
      self.idTag = idTag
      self.meterStart = meterStart
      self.timestamp = timestamp
      self.reservationId = reservationId
    }

    /// Without a connector the message is refused (ProtocolError); everything else may be missing.
    package init(reading payload: UnsafeRawBufferPointer) throws(PayloadError) {
      var reader = try PayloadReader(payload)
      var connectorId: Int?
      var idTag: String?
      var meterStart: WireEnergy?
      var timestamp: WireTime?
      var reservationId: Int64?
      while let key = try reader.nextKey() {
        switch key {
        case "connectorId": try reader.integer(&connectorId)
        case "idTag": try reader.text(&idTag)
        case "meterStart": try reader.energy(&meterStart)
        case "timestamp": try reader.time(&timestamp)
        case "reservationId": try reader.integer(&reservationId)
        default: try reader.skip()
        }
      }
      self.init(
        connectorId: try reader.required(connectorId, "connectorId"), idTag: idTag ?? "",
        meterStart: meterStart ?? .none, timestamp: timestamp ?? .none, reservationId: reservationId)
    }

    package func write(to writer: inout JSONWriter) {
      writer.beginObject()
      writer.member("connectorId", connectorId)
      writer.member("idTag", idTag)
      writer.key("meterStart")
      meterStart.write(to: &writer)
      writer.member("reservationId", reservationId.map { Int($0) })
      writer.member("timestamp", timestamp.text)
      writer.endObject()
    }
  }

  /// What it is answered.
  package struct Confirmation: Payload, Equatable {
    /// Positive and within Int32, also when the card is refused.
    package var transactionId: Int64
    package var idTagInfo: IdTagInfo

    package init(transactionId: Int64, idTagInfo: IdTagInfo) {
      self.transactionId = transactionId
      self.idTagInfo = idTagInfo
    }

    package init(reading payload: UnsafeRawBufferPointer) throws(PayloadError) {
      var reader = try PayloadReader(payload)
      var transactionId: Int64?
      var idTagInfo: IdTagInfo?
      while let key = try reader.nextKey() {
        switch key {
        case "transactionId": try reader.integer(&transactionId)
        case "idTagInfo": try reader.idTagInfo(&idTagInfo)
        default: try reader.skip()
        }
      }
      self.init(
        transactionId: try reader.required(transactionId, "transactionId"),
        idTagInfo: try reader.required(idTagInfo, "idTagInfo"))
    }

    package func write(to writer: inout JSONWriter) {
      writer.beginObject()
      writer.key("idTagInfo")
      idTagInfo.write(to: &writer)
      writer.key("transactionId")
      writer.number(transactionId)
      writer.endObject()
    }
  }
}
