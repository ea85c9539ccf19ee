import Formats

/// What was measured at one instant (OCPP 1.6, 7.33).
package struct MeterValue: Sendable, Equatable {
  package var timestamp: WireTime
  package var sampledValues: [SampledValue]

  package init(timestamp: WireTime, sampledValues: [SampledValue]) {
    self.timestamp = timestamp
    self.sampledValues = sampledValues
  }
}

/// One measured value, everything as sent (OCPP 1.6, 7.43). What is nil has the standard's default.
package struct SampledValue: Sendable, Equatable {
  package var value: String
  package var context: String?
  package var format: String?
  package var measurand: String?
  package var phase: String?
  package var location: String?
  package var unit: String?

  package init(
    value: String, context: String? = nil, format: String? = nil, measurand: String? = nil,
    phase: String? = nil, location: String? = nil, unit: String? = nil
  ) {
    self.value = value
    self.context = context
    self.format = format
    self.measurand = measurand
    self.phase = phase
    self.location = location
    self.unit = unit
  }
}

extension PayloadReader {
  /// A list of MeterValue, or the only one without its brackets.
  mutating func meterValues(_ field: inout [MeterValue]) throws(PayloadError) {
    var list = try beginList()
    while try nextElement(&list) {
      guard try beginObject() else { continue }
      var timestamp: WireTime?
      var samples: [SampledValue] = []
      samples.reserveCapacity(8)
      while let key = try nextKey() {
        switch key {
        case "sampledValue": try sampledValues(&samples)
        case "timestamp": try time(&timestamp)
        default: try skip()
        }
      }
      field.append(MeterValue(timestamp: timestamp ?? .none, sampledValues: samples))
    }
  }

  private mutating func sampledValues(_ field: inout [SampledValue]) throws(PayloadError) {
    var list = try beginList()
    while try nextElement(&list) {
      if let sample = try sampledValue() { field.append(sample) }
    }
  }

  /// Nil: one without a value.
  private mutating func sampledValue() throws(PayloadError) -> SampledValue? {
    guard try beginObject() else { return nil }
    var value: String?
    var context: String?
    var format: String?
    var measurand: String?
    var phase: String?
    var location: String?
    var unit: String?
    while let key = try nextKey() {
      switch key {
      case "value": try text(&value, limit: WireLimits.longTextBytes)
      case "context": try word(&context)
      case "format": try word(&format)
      case "measurand": try word(&measurand)
      case "phase": try word(&phase)
      case "location": try word(&location)
      case "unit": try word(&unit)
      default: try skip()
      }
    }
    guard let value else { return nil }
    return SampledValue(
      value: value, context: context, format: format, measurand: measurand, phase: phase, location: location,
      unit: unit)
  }
}

extension JSONWriter {
  mutating func meterValues(_ values: [MeterValue]) {
    beginArray()
    for value in values {
      beginObject()
      member("timestamp", value.timestamp.text)
      key("sampledValue")
      beginArray()
      for sample in value.sampledValues { sampledValue(sample) }
      endArray()
      endObject()
    }
    endArray()
  }

  private mutating func sampledValue(_ sample: SampledValue) {
    beginObject()
    member("value", sample.value)
    member("context", sample.context)
    member("format", sample.format)
    member("measurand", sample.measurand)
    member("phase", sample.phase)
    member("location", sample.location)
    member("unit", sample.unit)
    endObject()
  }
}
