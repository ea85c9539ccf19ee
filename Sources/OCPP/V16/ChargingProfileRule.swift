/// OCPP 1.6, 7.8 ChargingProfile.
enum ChargingProfileRule {
  /// As SetChargingProfile takes it.
  static let any = profile(purposes: purposes)
  /// As it may stand in RemoteStartTransaction: for that transaction only (5.11).
  static let forRemoteStart = profile(purposes: [ChargingProfile.Purpose.txProfile.rawValue])

  static let purposes = ChargingProfile.Purpose.allCases.map(\.rawValue)

  private static func profile(purposes: [String]) -> PayloadRule {
    .object([
      .required("chargingProfileId", .integer()),
      .optional("transactionId", .integer()),
      .required("stackLevel", .integer(atLeast: 0)),
      .required("chargingProfilePurpose", .choice(purposes)),
      .required("chargingProfileKind", .choice(ChargingProfile.Kind.allCases.map(\.rawValue))),
      .optional("recurrencyKind", .choice(ChargingProfile.Recurrency.allCases.map(\.rawValue))),
      .optional("validFrom", .instant),
      .optional("validTo", .instant),
      .required("chargingSchedule", schedule),
    ])
  }

  /// 7.13 ChargingSchedule.
  private static let schedule = PayloadRule.object([
    .optional("duration", .integer()),
    .optional("startSchedule", .instant),
    .required("chargingRateUnit", .choice(ChargingSchedule.RateUnit.allCases.map(\.rawValue))),
    .required("chargingSchedulePeriod", .list(period, atLeast: 1)),
    .optional("minChargingRate", .decimal(digits: 1)),
  ])

  /// 7.14 ChargingSchedulePeriod.
  private static let period = PayloadRule.object([
    .required("startPeriod", .integer()),
    .required("limit", .decimal(digits: 1)),
    .optional("numberPhases", .integer()),
  ])
}
