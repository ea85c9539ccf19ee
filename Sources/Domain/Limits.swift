/// Every edge of the appliance has a limit, and all of them stand here.
package struct Limits: Sendable {
  // Connections
  /// All together; fewer where the system allows fewer descriptors.
  package var connections = 12_000
  /// Descriptors for everything that is no connection.
  package var descriptorsReserved = 64
  /// Connections of one address (IPv6: of its /64) that wait for their first or next request, or bring it
  /// slowly. Beyond it those that have waited longest are closed.
  package var waitingConnectionsPerAddress = 64
  /// Waiting that does not count: a thousand wallboxes behind one router come back at once.
  package var waitingGraceSeconds = 5
  /// Connections that have had their last word and wait for the other side to hang up. Beyond it the oldest
  /// are closed.
  package var endingConnections = 1_000
  package var idleHTTPSeconds = 30
  package var handshakeSeconds = 10

  // Handshakes of wallboxes that are refused, or want an id that is not known
  package var handshakeFailuresPerAddress = 64
  package var handshakeFailureSeconds = 60
  package var handshakeAddressesRemembered = 4_096

  // HTTP
  package var requestLineBytes = 8 * 1024
  package var headerBytes = 16 * 1024
  package var headerCount = 100
  package var bodyBytes = 1024 * 1024
  /// What has come of requests that are not there whole, all together. Beyond it those that hold most are
  /// closed.
  package var unfinishedRequestBytes = 64 * 1024 * 1024
  package var responseBacklogBytes = 1024 * 1024

  // WebSocket (RFC 6455)
  package var messageBytes = 8 * 1024 * 1024
  package var pendingMessageBytes = 64 * 1024
  package var pingIntervalSeconds = 45
  package var pingMissesAllowed = 2
  package var inboxMessages = 1_000
  package var inboxBytes = 16 * 1024 * 1024

  // OCPP
  package var pendingChargePoints = 32
  package var pendingRowsPerChargePoint = 1_000
  /// Notices (DataTransfer, firmware status, security events …) kept per charge point and action.
  package var noticesPerAction = 1_000
  /// Per charge point.
  package var certificateRequests = 20
  package var callTimeoutMs = 30_000
  package var idTagCharacters = 255
  package var keptFrameBytes = 64 * 1024
  package var keptFrames = 1_000
  package var keptFramesInFlight = 64

  // Message log
  /// Of one frame; the rest is cut off, and the frame marked.
  package var loggedFrameBytes = 16 * 1024
  /// What is in memory of one charge point is made ready for the file when there is more, or after so many
  /// seconds.
  package var logBlockBytes = 16 * 1024
  package var logHeldSeconds = 10
  /// What all charge points together write of it in a second, and what may wait for that; whoever says more
  /// has gaps in the log.
  package var logBytesPerSecond = 512 * 1024
  package var logWaitingBytes = 8 * 1024 * 1024
  /// In the file, per charge point: of one that is accepted (or blocked), of one that is pending.
  package var logBytes = 1024 * 1024
  package var pendingLogBytes = 64 * 1024
  package var logSearchCharacters = 100

  // What goes wrong in the field
  /// After so long without a word of its charge point a transaction ends by an estimate.
  package var silentDays = 7
  /// Open lines "to check" about cards that nobody knows; more are only refused.
  package var unknownCardLines = 100
  package var unknownCardsInFlight = 16

  // Pages
  package var subscribers = 200
  package var subscribersPerAddress = 32
  package var eventsKept = 1_024
  package var pageRows = 500

  package init() {}
}
