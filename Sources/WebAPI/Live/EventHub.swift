import Domain
import Formats
import Net
import Site

/// Numbers what changes and tells the subscribers of `GET /api/v1/events` (server-sent events, HTML 9.2).
///
/// Only the names of changed things are kept, not their JSON: whoever comes back after a pause is told how
/// they are now, which is what matters, and nothing is drawn while nobody looks.
@NetworkLoop
final class EventHub {
  private struct Noted {
    let number: Int
    let change: SiteChange
  }
  private struct Due {
    let noted: Noted
    /// Nil: everyone.
    let only: EventSubscriber?
  }

  private let site: ChargingSite
  private let renderer: EventRenderer
  /// Tells this process's numbers from those before a restart.
  private let epoch: Int64
  private var subscription: EventFeed.Subscription?
  private var number = 0
  private var kept: [Noted] = []
  private var due: [Due] = []
  private var isPumping = false
  private(set) var subscribers: [EventSubscriber] = []
  private var heartbeat: LoopTimer?

  static let heartbeatMs = 15_000

  init(site: ChargingSite, renderer: EventRenderer, epoch: Int64) {
    self.site = site
    self.renderer = renderer
    self.epoch = epoch
  }

  /// Begins to listen to the site.
  func start() {
    guard subscription == nil else { return }
    subscription = site.events.subscribe { [weak self] change in self?.heard(change) }
    beat()
  }

  /// Ends all streams and listens no more.
  func stop() {
    subscription?.cancel()
    heartbeat?.cancel()
    for subscriber in subscribers { end(subscriber) }
  }

  /// Throws when there are too many streams, in all or from this address.
  func checkRoom(address: String) throws(Problem) {
    let sameAddress = subscribers.count { $0.address == address }
    guard subscribers.count < site.limits.subscribers, sameAddress < site.limits.subscribersPerAddress else {
      throw .tooManySubscribers
    }
  }

  /// Lets someone follow, first through what it missed since `lastEventID`.
  func add(_ subscriber: EventSubscriber, lastEventID: String?) {
    subscribers.append(subscriber)
    subscriber.stream.onClose = { [weak self, weak subscriber] in
      self?.subscribers.removeAll { $0 === subscriber }
    }
    subscriber.greet()
    guard let lastEventID, !lastEventID.isEmpty else { return }
    guard let missed = missed(since: lastEventID) else {
      subscriber.send(id: id(number), kind: "reset", data: Array("{}".utf8))
      return
    }
    due += missed.map { Due(noted: $0, only: subscriber) }
    pump()
  }

  /// Ends the streams of a sign-in that is no more.
  func close(signInKey: Int64) {
    for subscriber in subscribers where subscriber.audience.signInKey == signInKey { end(subscriber) }
  }

  /// Ends the streams of a token that is no more.
  func close(tokenKey: Int64) {
    for subscriber in subscribers where subscriber.audience.tokenKey == tokenKey { end(subscriber) }
  }

  /// A stream that we close ourselves tells nobody.
  private func end(_ subscriber: EventSubscriber) {
    subscriber.stream.close()
    subscribers.removeAll { $0 === subscriber }
  }

  /// News of a connector are news of the charge that runs there, too.
  private func heard(_ change: SiteChange) {
    note(change)
    guard case .connector(let id, let connector) = change,
      let transaction = site.board.chargePoint(id: id)?.connector(connector)?.transaction
    else { return }
    note(.transaction(transaction.id))
  }

  private func note(_ change: SiteChange) {
    // What still waits to be drawn will be drawn as it is then.
    if due.contains(where: { $0.only == nil && $0.noted.change == change }) { return }
    number += 1
    let noted = Noted(number: number, change: change)
    kept.append(noted)
    // Cut in lumps, so that most events move nothing.
    let most = site.limits.eventsKept
    if kept.count >= 2 * most { kept.removeFirst(kept.count - most) }
    guard !subscribers.isEmpty else { return }
    due.append(Due(noted: noted, only: nil))
    pump()
  }

  /// What came after this id, each thing once, or nil when that is not known any more.
  private func missed(since lastEventID: String) -> [Noted]? {
    let parts = lastEventID.split(separator: "-")
    guard parts.count == 2, Int64(parts[0]) == epoch, let last = Int(parts[1]), last <= number else {
      return nil
    }
    guard last < number else { return [] }
    guard let first = kept.first, last >= first.number - 1 else { return nil }
    var seen: Set<SiteChange> = []
    return kept[(last + 1 - first.number)...].reversed().filter { seen.insert($0.change).inserted }.reversed()
  }

  /// One pump runs at a time, so events leave in the order of their numbers.
  private func pump() {
    guard !isPumping else { return }
    isPumping = true
    Task { @NetworkLoop in
      while !self.due.isEmpty {
        let batch = self.due
        self.due = []
        await self.deliver(batch)
      }
      self.isPumping = false
    }
  }

  private func deliver(_ batch: [Due]) async {
    do {
      let views = try await renderer.views(of: batch.map(\.noted.change))
      for item in batch {
        guard let view = views[item.noted.change] else { continue }
        for subscriber in item.only.map({ [$0] }) ?? subscribers {
          guard let data = view.data(for: subscriber.audience) else { continue }
          subscriber.send(id: id(item.noted.number), kind: view.kind, data: data)
        }
      }
    } catch {
      // What cannot be read now must not be missed for ever.
      for subscriber in subscribers { subscriber.send(id: id(number), kind: "reset", data: Array("{}".utf8)) }
    }
  }

  private func id(_ number: Int) -> String { "\(epoch)-\(number)" }

  private func beat() {
    heartbeat = NetworkLoop.after(milliseconds: Self.heartbeatMs) { [weak self] in
      guard let self else { return }
      for subscriber in self.subscribers where !subscriber.beat() { self.end(subscriber) }
      self.beat()
    }
  }
}
