import Domain
import Formats
import Net
import Storage

/// Something odd, on its way to the list "to check".
struct ToCheckNote: Sendable {
  var kind: String
  /// What it is about: repeats of the same thing share a line until it is resolved.
  var about: String
  var chargePointID: String?
  var connector: Int?
  var transactionID: Int64?
  var details: [String: String] = [:]

  init(
    kind: String, about: String, chargePointID: String? = nil, connector: Int? = nil,
    details: [String: String] = [:]
  ) {
    self.kind = kind
    self.about = about
    self.chargePointID = chargePointID
    self.connector = connector
    self.details = details
  }

  /// For a transaction that has a flag.
  init(flag: Flag, of transaction: Transaction, chargePointID: String, details: [String: String] = [:]) {
    kind = flag.rawValue
    about = "transaction \(transaction.id) \(flag.rawValue)"
    self.chargePointID = chargePointID
    connector = transaction.connector
    transactionID = transaction.id
    self.details = details
    self.details["id_tag"] = transaction.presentedIdTag
  }

  /// As above; the file tells whose it is.
  init(flag: Flag, of transaction: Transaction, in file: ReadConnection) throws {
    let owner = try file.chargePoint(key: transaction.chargePointKey)
    self.init(flag: flag, of: transaction, chargePointID: owner?.id ?? "")
  }

  /// - Returns: the key of its line.
  @discardableResult
  func write(to file: WriteConnection, at: Instant) throws -> Int64 {
    try file.noteToCheck(
      kind: kind, coalescingKey: about, chargePointID: chargePointID, connector: connector,
      transactionID: transactionID, details: details, at: at
    ).key
  }
}

extension ChargingSite {
  /// Puts something odd on the list, soon.
  func note(_ note: ToCheckNote) {
    let at = now()
    Task { @NetworkLoop in
      do {
        let key = try await self.store.write { file in try note.write(to: file, at: at) }
        self.events.note(.toCheck(key))
      } catch {
        self.report(error, while: "noting \(note.kind)")
      }
    }
  }

  private static let shownFrameBytes = 200

  /// Keeps a message that could not be read, as it came but without passwords, and puts a line on the list.
  func keepUnreadable(_ text: UnsafeRawBufferPointer, from live: LiveChargePoint, reason: String) {
    // Whoever sends garbage faster than the disk takes it does not get more of it kept.
    guard framesInFlight < limits.keptFramesInFlight else { return }
    let start = UnsafeRawBufferPointer(rebasing: text.prefix(limits.keptFrameBytes))
    let bytes = PasswordMask.suspects(start) ? PasswordMask.masked(start) : Array(start)
    let (id, peer, at, most) = (live.record.id, live.peer ?? "", now(), limits.keptFrames)
    framesInFlight += 1
    store.submit({ file in
      try file.keepFrame(
        KeptFrame(
          kind: ToCheckItem.Kind.frameUnreadable, chargePointID: id, peer: peer, reason: reason, bytes: bytes,
          receivedAt: at),
        keeping: most)
      return { NetworkLoop.run { self.framesInFlight -= 1 } }
    }) { error in
      NetworkLoop.run {
        self.framesInFlight -= 1
        self.report(error, while: "keeping an unreadable message")
      }
    }
    note(
      ToCheckNote(
        kind: ToCheckItem.Kind.frameUnreadable, about: "unreadable \(id)", chargePointID: id,
        details: [
          "reason": reason, "frame": String(decoding: bytes.prefix(Self.shownFrameBytes), as: UTF8.self),
        ]))
  }
}
