package import Domain
import Formats

/// How much may be drawn, when, and what for (OCPP 1.6, 7.8).
package struct ChargingProfile: Sendable, Equatable {
  package var chargingProfileId: Int
  /// With a TxProfile: the charge it is for.
  package var transactionId: Int64?
  /// Of several valid profiles of one purpose the highest level counts.
  package var stackLevel: Int
  package var chargingProfilePurpose: Purpose
  package var chargingProfileKind: Kind
  package var recurrencyKind: Recurrency?
  package var validFrom: Instant?
  package var validTo: Instant?
  package var chargingSchedule: ChargingSchedule

  /// What it limits (7.10).
  package enum Purpose: String, Sendable, CaseIterable {
    /// All connectors together.
    case chargePointMaxProfile = "ChargePointMaxProfile"
    /// Every charge for which there is no profile of its own.
    case txDefaultProfile = "TxDefaultProfile"
    /// One charge.
    case txProfile = "TxProfile"
  }

  /// From when its periods count (7.9).
  package enum Kind: String, Sendable, CaseIterable {
    /// From `startSchedule`.
    case absolute = "Absolute"
    /// From `startSchedule`, and again every day or week.
    case recurring = "Recurring"
    /// From the start of the charge.
    case relative = "Relative"
  }

  /// How often a recurring one begins anew (7.39).
  package enum Recurrency: String, Sendable, CaseIterable {
    case daily = "Daily"
    case weekly = "Weekly"
  }

  package init(
    chargingProfileId: Int, transactionId: Int64? = nil, stackLevel: Int = 0, purpose: Purpose, kind: Kind,
    recurrencyKind: Recurrency? = nil, validFrom: Instant? = nil, validTo: Instant? = nil,
    chargingSchedule: ChargingSchedule
  ) {
    self.chargingProfileId = chargingProfileId
    self.transactionId = transactionId
    self.stackLevel = stackLevel
    chargingProfilePurpose = purpose
    chargingProfileKind = kind
    self.recurrencyKind = recurrencyKind
    self.validFrom = validFrom
    self.validTo = validTo
    self.chargingSchedule = chargingSchedule
  }
}

extension PayloadReader {
  /// A ChargingProfile; one that lacks what it is useless without is an error below `path`.
  mutating func chargingProfile(_ field: inout ChargingProfile?, at path: String) throws(PayloadError) {
    guard try beginObject() else { return }
    var id: Int?
    var transactionId: Int64?
    var stackLevel: Int?
    var (purpose, kind, recurrency): (String?, String?, String?)
    var (validFrom, validTo): (Instant?, Instant?)
    var schedule: ChargingSchedule?
    while let key = try nextKey() {
      switch key {
      case "chargingProfileId": try integer(&id)
      case "transactionId": try integer(&transactionId)
      case "stackLevel": try integer(&stackLevel)
      case "chargingProfilePurpose": try text(&purpose)
      case "chargingProfileKind": try text(&kind)
      case "recurrencyKind": try text(&recurrency)
      case "validFrom": try instant(&validFrom)
      case "validTo": try instant(&validTo)
      case "chargingSchedule": try chargingSchedule(&schedule, at: path + ".chargingSchedule")
      default: try skip()
      }
    }
    guard field == nil else { return }
    field = ChargingProfile(
      chargingProfileId: try required(id, path + ".chargingProfileId"), transactionId: transactionId,
      stackLevel: try required(stackLevel, path + ".stackLevel"),
      purpose: try required(
        purpose.flatMap { .init(rawValue: $0) }, path + ".chargingProfilePurpose"),
      kind: try required(kind.flatMap { .init(rawValue: $0) }, path + ".chargingProfileKind"),
      recurrencyKind: recurrency.flatMap { .init(rawValue: $0) }, validFrom: validFrom, validTo: validTo,
      chargingSchedule: try required(schedule, path + ".chargingSchedule"))
  }
}

extension JSONWriter {
  /// A ChargingProfile as a member; nil writes nothing.
  mutating func member(_ name: String, _ profile: ChargingProfile?) {
    guard let profile else { return }
    key(name)
    beginObject()
    member("chargingProfileId", profile.chargingProfileId)
    member("transactionId", profile.transactionId.map { Int($0) })
    member("stackLevel", profile.stackLevel)
    member("chargingProfilePurpose", profile.chargingProfilePurpose.rawValue)
    member("chargingProfileKind", profile.chargingProfileKind.rawValue)
    member("recurrencyKind", profile.recurrencyKind?.rawValue)
    member("validFrom", profile.validFrom)
    member("validTo", profile.validTo)
    member("chargingSchedule", profile.chargingSchedule)
    endObject()
  }
}
