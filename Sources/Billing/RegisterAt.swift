package import Domain

/// The register at an instant within a charge, as even between the readings around it as a price that changes
/// there takes it to be (policy 3). Before the first reading it is the first one, after the last the last
/// one: energy that nobody has told yet belongs to what comes.
///
/// - Parameter readings: of one charge, in any order; not empty.
package func register(at instant: Instant, among readings: [RegisterReading]) -> Int64? {
  guard let first = readings.min(by: { ($0.at, $0.energyMilliWh) < ($1.at, $1.energyMilliWh) }) else {
    return nil
  }
  let (register, isTooFar) = first.energyMilliWh.addingReportingOverflow(
    Int64(clamping: EnergyCurve(readings, modulusMilliWh: nil).milliWh(upTo: instant)))
  return isTooFar ? .max : register
}
