/// Every edge of the appliance has a limit, and all of them stand here.
package struct Limits: Sendable {
  // Connections
  package var connections = 12_000
  package var upgradesPendingPerAddress = 64
  package var idleHTTPSeconds = 30
  package var handshakeSeconds = 10

  // HTTP
  package var requestLineBytes = 8 * 1024
  package var headerBytes = 16 * 1024
  package var headerCount = 100
  package var bodyBytes = 1024 * 1024
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
  /// What is in memory of one charge point goes to the file when there is more, or after so many seconds.
  package var logBlockBytes = 16 * 1024
  package var logHeldSeconds = 30
  /// Blocks that are written at once, and those of one charge point that may wait for a slow disk.
  package var logBlocksAtOnce = 500
  package var logBlocksInFlight = 32
  /// In the file, per charge point: of one that is accepted (or blocked), of one that is pending.
  package var logBytes = 1024 * 1024
  package var pendingLogBytes = 64 * 1024
  package var logDays = 30
  package var logSearchCharacters = 100

  // Pages
  package var subscribers = 200
  package var subscribersPerAddress = 32
  package var eventsKept = 1_024
  package var pageRows = 500

  package init() {}
}
