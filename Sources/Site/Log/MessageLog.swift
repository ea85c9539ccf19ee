import Domain
import Net
import Storage

/// Every frame to and from each charge point, for people who ask what was said.
///
/// A frame costs a copy into the charge point's buffer. A buffer becomes a row of the file when it is full or
/// old enough; rows of many charge points go in one write, once a second and no more than the disk can
/// spare. What is in memory when the program is killed, the last seconds, is lost, and so is what a disk that
/// refuses to write does not take: nothing else rests on this log.
@NetworkLoop final class MessageLog {
  /// A block on its way: whose, and down to how many bytes that log is to be trimmed (nil: it has room).
  private struct Parcel: Sendable {
    let live: LiveChargePoint
    let block: MessageBlockWriter
    let row: MessageBlock
    let trimTo: Int?
  }

  private let store: Store
  private let limits: Limits
  private let failed: @NetworkLoop (any Error) -> Void
  /// Those that hold something, the longest waiting first, and since which round.
  private var listed: [(live: LiveChargePoint, since: Int)] = []
  /// What waits for the file, oldest first, and its bytes.
  private var parcels: [Parcel] = []
  private var waitingBytes = 0
  private var round = 0
  /// A longer frame is cut before it is searched for passwords, so that it need not be parsed.
  private static let maskedBytes = 64 * 1024

  init(store: Store, limits: Limits, failed: @escaping @NetworkLoop (any Error) -> Void) {
    self.store = store
    self.limits = limits
    self.failed = failed
  }

  /// Keeps a frame, without passwords.
  func note(_ mark: FrameMark, _ text: UnsafeRawBufferPointer, of live: LiveChargePoint, at: Instant) {
    guard PasswordMask.suspects(text) else { return append(mark, text, of: live, at: at) }
    let isHuge = text.count > Self.maskedBytes
    let part = isHuge ? UnsafeRawBufferPointer(rebasing: text[..<limits.loggedFrameBytes]) : text
    PasswordMask.masked(part).withUnsafeBytes {
      append(isHuge ? mark.union(.cut) : mark, $0, of: live, at: at)
    }
  }

  /// Keeps a line of ours about the connection.
  func note(_ mark: FrameMark = [], event: String, of live: LiveChargePoint, at: Instant) {
    var line = event
    line.withUTF8 { append(mark.union(.event), UnsafeRawBufferPointer($0), of: live, at: at) }
  }

  /// Once a second: what has waited long enough, and what is full, goes to the file.
  func goRound() {
    round += 1
    var taken = 0
    while taken < listed.count, round - listed[taken].since >= limits.logHeldSeconds {
      listed[taken].live.messages.isListed = false
      seal(listed[taken].live)
      taken += 1
    }
    listed.removeFirst(taken)
    write(upTo: limits.logBytesPerSecond)
  }

  /// Everything goes to the file; returns when it is there.
  func close() async {
    for (live, _) in listed { seal(live) }
    listed = []
    write(upTo: .max)
    do {
      try await store.write { _ in }  // after those above
    } catch {
      failed(error)
    }
  }

  private func append(
    _ mark: FrameMark, _ text: UnsafeRawBufferPointer, of live: LiveChargePoint, at: Instant
  ) {
    if text.count > limits.loggedFrameBytes {
      let start = UnsafeRawBufferPointer(rebasing: text[..<limits.loggedFrameBytes])
      live.messages.append(mark.union(.cut), start, at: at)
    } else {
      live.messages.append(mark, text, at: at)
    }
    if live.messages.openBytes > limits.logBlockBytes { return seal(live) }
    if !live.messages.isListed {
      live.messages.isListed = true
      listed.append((live, round))
    }
  }

  private func seal(_ live: LiveChargePoint) {
    guard waitingBytes + live.messages.openBytes <= limits.logWaitingBytes else {
      return live.messages.drop()
    }
    guard let block = live.messages.seal() else { return }
    let row = MessageBlock(
      chargePointKey: live.record.key, firstAt: block.firstAt, lastAt: block.lastAt, frames: block.bytes)
    parcels.append(Parcel(live: live, block: block, row: row, trimTo: trimTarget(live)))
    waitingBytes += block.bytes.count
  }

  /// Trimmed a little further than it must be, so that not every block has to do it. `sealedBytes` counts
  /// this block and those before it.
  private func trimTarget(_ live: LiveChargePoint) -> Int? {
    let bound = live.record.state == .pending ? limits.pendingLogBytes : limits.logBytes
    if let kept = live.messages.bytesKept, kept + live.messages.sealedBytes <= bound { return nil }
    return bound / 8 * 7
  }

  private func write(upTo bytes: Int) {
    var (count, sum) = (0, 0)
    while count < parcels.count, sum < bytes {
      sum += parcels[count].block.bytes.count
      count += 1
    }
    guard count > 0 else { return }
    let batch = Array(parcels[..<count])
    parcels.removeFirst(count)
    waitingBytes -= sum
    store.submit({ file in
      let kept = try batch.map { parcel in try Self.write(parcel, to: file) }
      return { NetworkLoop.run { self.written(batch, kept) } }
    }) { error in
      NetworkLoop.run {
        for parcel in batch { parcel.live.messages.unseal(parcel.block) }
        self.failed(error)
      }
    }
  }

  /// The bytes of that log afterwards; nil: as before, and these.
  private nonisolated static func write(_ parcel: Parcel, to file: WriteConnection) throws -> Int? {
    try file.addMessageBlock(parcel.row)
    guard let target = parcel.trimTo else { return nil }
    try file.trimMessageBlocks(chargePointKey: parcel.row.chargePointKey, toBytes: target)
    return try file.messageBlockBytes(chargePointKey: parcel.row.chargePointKey)
  }

  private func written(_ batch: [Parcel], _ kept: [Int?]) {
    for (parcel, kept) in zip(batch, kept) {
      parcel.live.messages.unseal(parcel.block)
      let before = parcel.live.messages.bytesKept.map { $0 + parcel.block.bytes.count }
      parcel.live.messages.bytesKept = kept ?? before
    }
  }
}
