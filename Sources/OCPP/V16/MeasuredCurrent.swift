import Domain
import Formats

extension MeterValue {
  /// Current.Import in mA (OCPP 1.6, 7.31): of several phases the highest, because a limit holds for each; of
  /// a wallbox that tells power only, Power.Active.Import at 230 V over its phases. Nil: not measured.
  package func currentMilliamps(phases: Int) -> Int? {
    let samples = sampledValues.filter { $0.source != .transactionBegin && $0.location != "EV" }
    let currents = samples.compactMap(\.currentMilliamps)
    if let highest = currents.max() { return highest }
    return powerW.map { max(0, $0) * 1000 / (230 * max(1, phases)) }
  }
}

extension SampledValue {
  /// What no cable of a wallbox carries.
  private static let mostMilliamps: Int64 = 10_000_000

  fileprivate var currentMilliamps: Int? {
    guard measurand?.equalsIgnoringCase("Current.Import") ?? false, format == nil || format == "Raw",
      phase != "N", unit?.equalsIgnoringCase("A") ?? true,
      let value = DecimalText.lenient(self.value, digits: 3), (0...Self.mostMilliamps).contains(value)
    else { return nil }
    return Int(value)
  }
}
