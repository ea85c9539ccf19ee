import Domain
package import Net
package import Storage

/// What someone wants to see of a charge point's message log. Made on the network loop, where the newest
/// frames are; read with any `ReadConnection`.
package struct MessageQuery: Sendable {
  private let chargePointKey: Int64
  /// What is not in the file yet, oldest first.
  private let newest: [MessageBlockWriter]
  /// Only frames that contain it, whatever the case; in their text, their action or their message id.
  package var search: String?
  /// For someone who may not see card numbers whole; they cannot be searched for either.
  package var shortensCards = false

  @NetworkLoop package init(_ live: LiveChargePoint) {
    chargePointKey = live.record.key
    newest = live.messages.blocks
  }

  /// All that match, oldest first.
  package func messages(in file: ReadConnection) throws(StoreError) -> [LoggedMessage] {
    var messages: [LoggedMessage] = []
    var calls: [CallID: String] = [:]
    for var frame in try frames(in: file) {
      if shortensCards, !frame.mark.contains(.event) { frame.text = CardMask.masked(frame.text) }
      var message = LoggedMessage(frame)
      message.resolveAction(&calls)
      messages.append(message)
    }
    guard let wanted = search?.lowercased(), !wanted.isEmpty else { return messages }
    return messages.filter { $0.matches(wanted) }
  }

  /// A page of them, newest first; the cursor's key is the number of the last one.
  package func page(
    after cursor: PageCursor?, limit: Int, in file: ReadConnection
  ) throws(StoreError) -> (items: [LoggedMessage], next: PageCursor?) {
    var rest = try messages(in: file)[...]
    if let cursor {
      // What the page before ended with may be gone by now; then so is everything older.
      guard let last = rest.lastIndex(where: { $0.number == cursor.key }) else { return ([], nil) }
      rest = rest[..<last]
    }
    let items = Array(rest.suffix(limit).reversed())
    let next = rest.count > limit ? items.last.map { PageCursor(sortValue: 0, key: $0.number) } : nil
    return (items, next)
  }

  private func frames(in file: ReadConnection) throws(StoreError) -> [LoggedFrame] {
    // A block that reached the file after `newest` was taken is there twice.
    let inMemory = Set(newest.map(\.firstNumber))
    let blocks = try file.messageBlocks(chargePointKey: chargePointKey).map(\.frames).filter { bytes in
      MessageBlockReader.firstNumber(of: bytes).map { !inMemory.contains($0) } ?? false
    }
    return (blocks + newest.map(\.bytes)).flatMap { MessageBlockReader($0) }
  }
}

/// A call that may be answered: its id alone could be one of ours or of the wallbox.
private struct CallID: Hashable {
  let isOurs: Bool
  let id: String
}

extension LoggedMessage {
  fileprivate mutating func resolveAction(_ calls: inout [CallID: String]) {
    guard let messageID else { return }
    switch kind {
    case .call: calls[CallID(isOurs: isOurs, id: messageID)] = action
    case .result, .error: action = calls[CallID(isOurs: !isOurs, id: messageID)]
    case .other: break
    }
  }
}
