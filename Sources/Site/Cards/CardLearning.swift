package import Domain
import Formats
import Net
import Storage
import Synchronization

/// A minute in which the next unknown card that is held to a reader becomes a registered one. In memory only:
/// whoever waits at the reader sees at once that it has to be begun again.
package struct CardLearning: Sendable {
  /// API: `state`.
  package enum State: String, Sendable { case waiting, learnt, expired, cancelled }

  package let id: String
  package let tenantKey: Int64?
  package let tenantID: String?
  /// Nil: any wallbox.
  package let chargePointID: String?
  /// Nil: any connector.
  package let connector: Int?
  package let label: String
  /// Who began it: by name, and as the audit calls it.
  package let by: String
  package let actor: String
  /// By the real clock, whatever the site's clock says.
  package let expiresAt: Instant
  package internal(set) var state = State.waiting
  /// The card that was learnt, as it was presented.
  package internal(set) var idTag: String?

  package init(
    id: String, tenant: Tenant?, chargePointID: String?, connector: Int?, label: String, by: String,
    actor: String, expiresAt: Instant
  ) {
    self.id = id
    tenantKey = tenant?.key
    tenantID = tenant?.id
    self.chargePointID = chargePointID
    self.connector = connector
    self.label = label
    self.by = by
    self.actor = actor
    self.expiresAt = expiresAt
  }

  /// How long it waits.
  package static let seconds = 60

  fileprivate func isHeld(at chargePointID: String, connector: Int?) -> Bool {
    (self.chargePointID ?? chargePointID) == chargePointID
      && (self.connector == nil || connector == nil || self.connector == connector)
  }
}

/// The place of one card, which the first unknown one takes, within the write that registers it. When that
/// write fails, the same card may try again.
final class LearningPlace: Sendable {
  private enum Taken { case no, by(String), closed }
  private let taken = Mutex(Taken.no)
  let id: String
  private let tenantKey: Int64?
  private let label: String
  private let tenantID: String?
  private let by: String
  private let actor: String

  init(_ learning: CardLearning) {
    id = learning.id
    tenantKey = learning.tenantKey
    label = learning.label
    tenantID = learning.tenantID
    by = learning.by
    actor = learning.actor
  }

  /// Registers a card that nobody knows; nil: another one came first, or it is over.
  func learn(_ presented: String, at now: Instant, in file: WriteConnection) throws -> KnownCard? {
    guard take(IdTag.canonical(presented)) else { return nil }
    let known = try file.register(presented, label: label, tenantKey: tenantKey, by: by, at: now)
    let note = AuditNote(
      subject: String(known.card.key),
      after: [
        "id_tag": .string(presented), "label": .string(label),
        "tenant_id": tenantID.map { .string($0) } ?? .null,
      ])
    try AuditChain.append("id_tag.learn", by: actor, note, at: now, in: file)
    return known
  }

  /// Nothing is learnt after this; false: something is already.
  func close() -> Bool {
    taken.withLock { taken in
      if case .by = taken { return false }
      taken = .closed
      return true
    }
  }

  private func take(_ canonical: String) -> Bool {
    guard !canonical.isEmpty else { return false }
    return taken.withLock { taken in
      switch taken {
      case .no:
        taken = .by(canonical)
        return true
      case .by(let first): return first == canonical
      case .closed: return false
      }
    }
  }
}

/// The cards that are being learnt, and those that were a while ago.
@NetworkLoop final class LearningDesk {
  fileprivate var learnings: [CardLearning] = []
  fileprivate var places: [String: LearningPlace] = [:]
  /// How many are remembered, so that a page can still ask what became of its own.
  fileprivate static let mostRemembered = 32

  fileprivate func change(_ id: String, _ body: (inout CardLearning) -> Void) {
    guard let index = learnings.firstIndex(where: { $0.id == id }) else { return }
    body(&learnings[index])
    if learnings[index].state != .waiting { places[id] = nil }
  }

  /// What an unknown card at a connector (nil: it is not told) would be learnt for.
  func place(at chargePointID: String, connector: Int?) -> LearningPlace? {
    guard !places.isEmpty else { return nil }
    return learnings.first { $0.state == .waiting && $0.isHeld(at: chargePointID, connector: connector) }
      .flatMap { places[$0.id] }
  }
}

extension ChargingSite {
  /// Begins to wait for a card.
  ///
  /// - Throws: `conflict` while another one waits at the same reader.
  package func beginLearning(_ learning: CardLearning) throws(SiteError) {
    let others = self.learning.learnings.filter { $0.state == .waiting }
    let isTaken = others.contains { other in
      guard let here = learning.chargePointID else { return true }
      return other.isHeld(at: here, connector: learning.connector)
    }
    guard !isTaken else {
      throw .conflict(Wording("learning", "Another card is being learnt there. Wait until that has ended."))
    }
    self.learning.learnings = self.learning.learnings.suffix(LearningDesk.mostRemembered - 1) + [learning]
    self.learning.places[learning.id] = LearningPlace(learning)
    NetworkLoop.after(milliseconds: CardLearning.seconds * 1000) { [weak self] in
      self?.endLearning(learning.id, as: .expired)
    }
    events.note(.cardLearning(learning.id))
  }

  /// How it stands; nil: there is none, or it was long ago.
  package func cardLearning(_ id: String) -> CardLearning? { learning.learnings.first { $0.id == id } }

  /// Waits no longer.
  package func cancelLearning(_ id: String) { endLearning(id, as: .cancelled) }

  private func endLearning(_ id: String, as state: CardLearning.State) {
    guard learning.places[id]?.close() == true else { return }
    learning.change(id) { $0.state = state }
    events.note(.cardLearning(id))
  }

  /// A card was learnt and is on disk.
  func noteLearnt(_ id: String, _ known: KnownCard) {
    learning.change(id) { learning in
      learning.state = .learnt
      learning.idTag = known.card.idTag
    }
    events.note(.cardLearning(id))
    noteKnown(known)
  }
}
