/// Where a reading comes from.
package enum ReadingSource: Int, Sendable {
  /// StartTransaction.meterStart and StopTransaction.meterStop.
  case transactionBegin = 1
  case transactionEnd = 2
  /// MeterValues, and StopTransaction.transactionData.
  case sample = 3
  case clockAligned = 4
  case trigger = 5
  case interruption = 6
  case other = 7

  /// API: `source` of a reading.
  package var name: String {
    switch self {
    case .transactionBegin: "transaction_begin"
    case .transactionEnd: "transaction_end"
    case .sample: "sample"
    case .clockAligned: "clock_aligned"
    case .trigger: "trigger"
    case .interruption: "interruption"
    case .other: "other"
    }
  }
}

/// A register value at an instant, with all that was measured beside it.
package struct MeterReading: Sendable, Equatable {
  package var at: Instant
  package var receivedAt: Instant
  package var source: ReadingSource
  /// Energy.Active.Import.Register; nil: the message had none that can be read.
  package var energyMilliWh: Int64?
  /// The digits of the register as the wallbox sent them.
  package var energyText: String?
  /// Everything else that was measured, exactly as sent.
  package var samples: [Sample]
  package var late: Bool

  package init(
    at: Instant, receivedAt: Instant, source: ReadingSource, energyMilliWh: Int64?, energyText: String?,
    samples: [Sample] = [], late: Bool = false
  ) {
    self.at = at
    self.receivedAt = receivedAt
    self.source = source
    self.energyMilliWh = energyMilliWh
    self.energyText = energyText
    self.samples = samples
    self.late = late
  }

  /// One measured value (OCPP 1.6, 7.43 SampledValue), names as the wallbox spelt them.
  package struct Sample: Sendable, Equatable {
    package var measurand: String
    package var phase: String?
    package var location: String?
    package var unit: String?
    package var format: String?
    package var value: String

    package init(
      measurand: String, phase: String? = nil, location: String? = nil, unit: String? = nil,
      format: String? = nil, value: String
    ) {
      self.measurand = measurand
      self.phase = phase
      self.location = location
      self.unit = unit
      self.format = format
      self.value = value
    }
  }
}

/// What Billing sees of a reading: a register value at an instant. It cannot tell OCPP from Modbus.
package struct RegisterReading: Sendable, Equatable {
  package var at: Instant
  package var energyMilliWh: Int64
  package init(at: Instant, energyMilliWh: Int64) {
    self.at = at
    self.energyMilliWh = energyMilliWh
  }
}
