package import Net

/// The machine behind the plug: what a `PretendChargePoint` asks when the server wants something done.
@NetworkLoop
package protocol PretendOperator: AnyObject {
  /// The server accepted the wallbox after it was switched on.
  func accepted()
  /// Whether charging may begin now for this card (OCPP 1.6, 5.11). Called before the answer goes out.
  func mayStart(connector: Int?, idTag: String) -> Bool
  /// The remote start was answered with Accepted.
  func remoteStart(idTag: String)
  /// Whether that transaction runs here (5.12).
  func mayStop(transactionID: Int64) -> Bool
  /// The remote stop was answered with Accepted.
  func remoteStop()
  /// The reset was answered with Accepted; the wallbox switches itself off and on afterwards (5.14).
  func reset(hard: Bool)
  /// The status of UnlockConnector's confirmation (7.45).
  func unlock(connector: Int) -> String
  /// The status of ChangeAvailability's confirmation (7.21).
  func changeAvailability(connector: Int, operative: Bool) -> String
  /// Sends MeterValues now; false: there is nothing to measure (5.17).
  func triggerMeterValues() -> Bool
  /// What keeps a car from charging now: Faulted, Occupied or Unavailable (7.42 ReservationStatus).
  var obstacle: String? { get }
  /// A reservation began or ended.
  func reservationChanged()
  /// The car may soon draw more or less than until now.
  func limitsWillChange()
  func limitsChanged()
}
