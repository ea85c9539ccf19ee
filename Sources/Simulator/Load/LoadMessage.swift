/// The kinds of messages that charge points under load send.
enum LoadMessage: Int, Sendable, CaseIterable {
  case boot, status, authorize, start, sample, stop, heartbeat

  var action: StaticString {
    switch self {
    case .boot: "BootNotification"
    case .status: "StatusNotification"
    case .authorize: "Authorize"
    case .start: "StartTransaction"
    case .sample: "MeterValues"
    case .stop: "StopTransaction"
    case .heartbeat: "Heartbeat"
    }
  }

  /// The messages of one transaction from Boot to Available, in order; between start and stop there are
  /// `samples` MeterValues.
  static let samples = 10
  static let perSession = 6 + samples

  /// What comes at a step of a session, counted from 0.
  static func ofSession(step: Int) -> LoadMessage {
    switch step {
    case 0: .boot
    case 1, perSession - 1: .status
    case 2: .authorize
    case 3: .start
    case perSession - 2: .stop
    default: .sample
    }
  }
}
