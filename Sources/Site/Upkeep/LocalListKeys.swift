/// The configuration keys that make a wallbox use its local list (OCPP 1.6, 9.1 and 9.2).
enum LocalListKeys {
  static let enabled = "LocalAuthListEnabled"

  static let whenOn = [
    KeyWish(key: enabled, value: "true"),
    // Cards of the list start charges while we are away; without this the list is of no use.
    KeyWish(key: "LocalAuthorizeOffline", value: "true"),
    // While we are there we decide: a card that was blocked a moment ago must not slip through because the
    // list is on its way.
    KeyWish(key: "LocalPreAuthorize", value: "false"),
    // Cards that are not on the list do not charge: nobody would pay for them.
    KeyWish(key: "AllowOfflineTxForUnknownId", value: "false"),
  ]
  // Not touched: StopTransactionOnInvalidId, because it decides about charges that run although we refused
  // them, with a connection or without. AuthorizationCacheEnabled, because the list outweighs the cache
  // (3.5.2), and the cache also serves those who keep no list.

  /// The other keys do no harm without a list, and were perhaps so before.
  static let whenOff = [KeyWish(key: enabled, value: "false")]

  /// How many cards the list holds, and how many one SendLocalList.
  static let mostCards = "LocalAuthListMaxLength"
  static let mostCardsAtOnce = "SendLocalListMaxLength"
  /// How many keys one GetConfiguration takes.
  static let limits = [mostCards, mostCardsAtOnce, "GetConfigurationMaxKeys"]
}
