package import Formats

/// Charging ends (OCPP 1.6, 4.10).
package enum StopTransaction {
  /// What the charge point sends.
  package struct Request: Payload, Equatable {
    /// Ours, or -1, 0, or anything up to the ends of Int64 from charge points that never got one; -1 also
    /// where none was sent.
    package var transactionId: Int64
    package var idTag: String?
    package var meterStop: WireEnergy
    package var timestamp: WireTime
    /// As sent; nil means Local (7.36).
    package var reason: String?
    package var transactionData: [MeterValue]

    package init(
      transactionId: Int64, idTag: String? = nil, meterStop: WireEnergy, timestamp: WireTime,
      reason: String? = nil, transactionData: [MeterValue] = []
    ) {
      self.transactionId = transactionId
      self.idTag = idTag
      self.meterStop = meterStop
      self.timestamp = timestamp
      self.reason = reason
      self.transactionData = transactionData
    }

    package init(reading payload: UnsafeRawBufferPointer) throws(PayloadError) {
      var reader = try PayloadReader(payload)
      var transactionId: Int64?
      var meterStop: WireEnergy?
      var timestamp: WireTime?
      self.init(transactionId: -1, meterStop: .none, timestamp: .none)
      while let key = try reader.nextKey() {
        switch key {
        case "transactionId": try reader.integer(&transactionId)
        case "idTag": try reader.optionalText(&idTag)
        case "meterStop": try reader.energy(&meterStop)
        case "timestamp": try reader.time(&timestamp)
        case "reason": try reader.optionalText(&reason)
        case "transactionData": try reader.meterValues(&transactionData)
        default: try reader.skip()
        }
      }
      self.transactionId = transactionId ?? -1
      self.meterStop = meterStop ?? .none
      self.timestamp = timestamp ?? .none
    }

    package func write(to writer: inout JSONWriter) {
      writer.beginObject()
      writer.member("idTag", idTag)
      writer.key("meterStop")
      meterStop.write(to: &writer)
      writer.member("timestamp", timestamp.text)
      writer.key("transactionId")
      writer.number(transactionId)
      writer.member("reason", reason)
      if !transactionData.isEmpty {
        writer.key("transactionData")
        writer.meterValues(transactionData)
      }
      writer.endObject()
    }
  }

  /// What it is answered.
  package struct Confirmation: Payload, Equatable {
    package var idTagInfo: IdTagInfo?

    package init(idTagInfo: IdTagInfo? = nil) { self.idTagInfo = idTagInfo }

    package init(reading payload: UnsafeRawBufferPointer) throws(PayloadError) {
      var reader = try PayloadReader(payload)
      self.init()
      while let key = try reader.nextKey() {
        switch key {
        case "idTagInfo": try reader.idTagInfo(&idTagInfo)
        default: try reader.skip()
        }
      }
    }

    package func write(to writer: inout JSONWriter) {
      writer.beginObject()
      if let idTagInfo {
        writer.key("idTagInfo")
        idTagInfo.write(to: &writer)
      }
      writer.endObject()
    }
  }
}
