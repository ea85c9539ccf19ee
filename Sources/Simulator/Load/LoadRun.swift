package import Net

/// One run of `simulate`: connects everybody, lets them warm up, measures, and reports.
@NetworkLoop
package final class LoadRun {
  /// So long an answer may take.
  static let patienceSeconds = 60
  private static let dialsInFlight = 256
  private static let warmUpMs = 2_000

  let options: LoadOptions
  var frames: LoadFrames
  let transactionIDs = TransactionIDs()
  /// Nanoseconds between two messages of one charge point; nil: one follows the other.
  let periodNs: UInt64?
  var dialling = 0
  var dialFailures = 0
  var serverCalls = 0
  private(set) var isRunning = false
  private(set) var isOver = false
  private var isMeasuring = false
  private var chargePoints: [LoadChargePoint] = []
  private var acceptedCount = 0
  private var lastAcceptedAt: UInt64 = 0
  private var startedAt: UInt64 = 0
  private var report: LoadReport

  package init(_ options: LoadOptions) {
    self.options = options
    frames = LoadFrames(idTag: options.idTag)
    report = LoadReport(options)
    let everybody = UInt64(options.chargePoints) * 1_000_000_000
    if let rate = options.messagesPerSecond {
      periodNs = everybody / UInt64(rate)
    } else {
      periodNs = options.scenario == .idle ? 60_000_000_000 : nil
    }
  }

  var isSession: Bool { options.scenario == .session }

  /// Does it all. Returns when the last connection is closed.
  package func run() async -> LoadReport {
    LoadClock.raiseFileLimit()
    let past = LoadClock.now.advanced(bySeconds: -30 * 86_400)
    chargePoints = (0..<options.chargePoints).map { LoadChargePoint(index: $0, run: self, start: past) }
    watchPatience()
    await connectAll()
    if options.scenario != .storm, acceptedCount > 0 { await measure() }
    isOver = true
    for chargePoint in chargePoints { chargePoint.hangUp() }
    // They know the run, and the run knows them: let go, or nobody is ever freed.
    chargePoints = []
    report.serverCalls = serverCalls
    return report
  }

  private func connectAll() async {
    startedAt = LoadClock.nanoseconds
    let window = options.scenario == .storm ? options.chargePoints : Self.dialsInFlight
    let deadline = startedAt + UInt64(Self.patienceSeconds) * 2_000_000_000
    var dialled = 0
    while LoadClock.nanoseconds < deadline {
      while dialled < chargePoints.count, dialling < window {
        chargePoints[dialled].dial()
        dialled += 1
      }
      if dialled == chargePoints.count, chargePoints.allSatisfy(\.isSettled) { break }
      await sleep(milliseconds: 5)
    }
    for chargePoint in chargePoints where !chargePoint.isSettled {
      note(.notAccepted, chargePoint.wallbox.index, "not accepted within \(2 * Self.patienceSeconds) s")
    }
    report.setupMs = Int64((max(lastAcceptedAt, startedAt) - startedAt) / 1_000_000)
    report.accepted = acceptedCount
    report.dialFailures = dialFailures
  }

  private func measure() async {
    if options.scenario == .idle { await sleep(milliseconds: Self.warmUpMs) }
    isRunning = true
    let now = LoadClock.nanoseconds
    for (index, chargePoint) in chargePoints.enumerated() {
      let first = periodNs.map { now + $0 / UInt64(options.chargePoints) * UInt64(index) }
      chargePoint.begin(firstAt: first)
    }
    if options.scenario != .idle { await sleep(milliseconds: Self.warmUpMs) }
    isMeasuring = true
    let begin = (LoadClock.nanoseconds, LoadClock.processorMs)
    await sleep(milliseconds: Int(options.durationMs))
    isMeasuring = false
    report.measuredNs = LoadClock.nanoseconds - begin.0
    report.processorMs = LoadClock.processorMs - begin.1
    isRunning = false
    // Lets in what is still on its way.
    await sleep(milliseconds: 300)
  }

  private func watchPatience() {
    NetworkLoop.after(milliseconds: 1_000) { [weak self] in
      guard let self, !isOver else { return }
      let now = LoadClock.nanoseconds
      for chargePoint in chargePoints where chargePoint.isOpen { chargePoint.checkPatience(now: now) }
      watchPatience()
    }
  }

  private func sleep(milliseconds: Int) async {
    await withCheckedContinuation { continuation in
      NetworkLoop.after(milliseconds: milliseconds) { continuation.resume() }
    }
  }
}

// What the charge points tell.
extension LoadRun {
  func accepted(after nanoseconds: UInt64, at now: UInt64) {
    acceptedCount += 1
    lastAcceptedAt = now
    report.dialToAccepted.add(nanoseconds: nanoseconds)
  }

  func measured(_ message: LoadMessage, nanoseconds: UInt64) {
    if isMeasuring { report.add(message, nanoseconds: nanoseconds) }
  }

  func sessionEnded() { if isMeasuring { report.sessions += 1 } }

  func note(_ kind: LoadError.Kind, _ index: Int, _ text: String) {
    guard !isOver else { return }
    report.add(LoadError(kind: kind, chargePoint: options.id(of: index), text: text))
  }
}
