package import Net

/// A thing that looks different now. Whoever shows it reads it again.
package enum SiteChange: Hashable, Sendable {
  case chargePoint(String)
  case connector(String, Int)
  case transaction(Int64)
  case toCheck(Int64)
  case settings
}

/// Tells the pages what changed, each thing at most four times a second however often it changes.
@NetworkLoop package final class EventFeed {
  /// Ends when it is cancelled.
  @NetworkLoop package final class Subscription {
    fileprivate let deliver: @NetworkLoop (SiteChange) -> Void
    private weak var feed: EventFeed?

    fileprivate init(feed: EventFeed, deliver: @escaping @NetworkLoop (SiteChange) -> Void) {
      self.feed = feed
      self.deliver = deliver
    }

    /// No change is delivered after this.
    package func cancel() { feed?.remove(self) }
  }

  private static let gatherMs = 250
  private var subscriptions: [Subscription] = []
  private var changed: Set<SiteChange> = []
  private var timer: LoopTimer?

  init() {}

  /// Delivers every change from now on.
  package func subscribe(_ deliver: @escaping @NetworkLoop (SiteChange) -> Void) -> Subscription {
    let subscription = Subscription(feed: self, deliver: deliver)
    subscriptions.append(subscription)
    return subscription
  }

  /// Notes that something changed. Costs next to nothing while nobody looks.
  package func note(_ change: SiteChange) {
    guard !subscriptions.isEmpty else { return }
    changed.insert(change)
    guard timer == nil else { return }
    timer = NetworkLoop.after(milliseconds: Self.gatherMs) { [weak self] in self?.flush() }
  }

  private func flush() {
    timer = nil
    let changes = changed
    changed.removeAll(keepingCapacity: true)
    for change in changes {
      for subscription in subscriptions { subscription.deliver(change) }
    }
  }

  private func remove(_ subscription: Subscription) {
    subscriptions.removeAll { $0 === subscription }
  }
}
