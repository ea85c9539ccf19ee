package import Domain
import Formats

extension MeterValue {
  /// The readings in this value: one per context, because a charge point may send the baseline of
  /// Transaction.Begin and a periodic sample together. Nothing was measured: none.
  /// - Parameters:
  ///   - receivedAt: also stands in for a timestamp that cannot be read.
  ///   - places: by how many decimal places registers are moved, for firmware that names the wrong unit.
  package func reading(receivedAt: Instant, places: Int = 0) -> [MeterReading] {
    guard let first = sampledValues.first else { return [] }
    let source = first.source
    // Nearly always all samples share one context.
    if sampledValues.allSatisfy({ $0.source == source }) {
      return [reading(of: sampledValues, source, receivedAt, places)]
    }
    var sources: [ReadingSource] = []
    for sample in sampledValues where !sources.contains(sample.source) { sources.append(sample.source) }
    return sources.map { source in
      reading(of: sampledValues.filter { $0.source == source }, source, receivedAt, places)
    }
  }

  /// Power.Active.Import in W (half away from zero): the total, else the sum of the phases; nil: not
  /// measured.
  package var powerW: Int? {
    let current = sampledValues.filter { $0.source != .transactionBegin }
    let pick = MeasurandPick(.power, among: current)
    return pick?.scaled.map { Int($0) }
  }

  private func reading(
    of samples: [SampledValue], _ source: ReadingSource, _ receivedAt: Instant, _ places: Int
  ) -> MeterReading {
    let register = MeasurandPick(.importRegister(places: places), among: samples)
    var rest: [MeterReading.Sample] = []
    rest.reserveCapacity(samples.count)
    for index in samples.indices where index != register?.index { rest.append(samples[index].domainSample) }
    return MeterReading(
      at: timestamp.instant ?? receivedAt, receivedAt: receivedAt, source: source,
      energyMilliWh: register?.scaled, energyText: register?.text, samples: rest)
  }
}

extension SampledValue {
  /// OCPP 1.6, 7.42 ReadingContext; none means Sample.Periodic.
  var source: ReadingSource {
    switch context {
    case nil, "Sample.Periodic": .sample
    case "Transaction.Begin": .transactionBegin
    case "Transaction.End": .transactionEnd
    case "Sample.Clock": .clockAligned
    case "Trigger": .trigger
    case "Interruption.Begin", "Interruption.End": .interruption
    default: .other
    }
  }

  var domainSample: MeterReading.Sample {
    MeterReading.Sample(
      measurand: measurand ?? "Energy.Active.Import.Register", phase: phase, location: location, unit: unit,
      format: format, value: value)
  }
}
