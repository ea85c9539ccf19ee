/// OCPP 1.6, 7.8 ChargingProfile, as it may stand in RemoteStartTransaction: for that transaction only
/// (5.11).
enum ChargingProfileRule {
  static let forRemoteStart = PayloadRule.object([
    .required("chargingProfileId", .integer()),
    .optional("transactionId", .integer()),
    .required("stackLevel", .integer(atLeast: 0)),
    .required("chargingProfilePurpose", .choice(["TxProfile"])),
    .required("chargingProfileKind", .choice(["Absolute", "Recurring", "Relative"])),
    .optional("recurrencyKind", .choice(["Daily", "Weekly"])),
    .optional("validFrom", .instant),
    .optional("validTo", .instant),
    .required("chargingSchedule", schedule),
  ])

  /// 7.13 ChargingSchedule.
  private static let schedule = PayloadRule.object([
    .optional("duration", .integer()),
    .optional("startSchedule", .instant),
    .required("chargingRateUnit", .choice(["A", "W"])),
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
