import CLinux
import Glibc

/// Something with a descriptor that epoll watches.
@NetworkLoop
protocol Pollable: AnyObject {
  var descriptor: Int32 { get }
  /// The events of epoll_wait(2) for the descriptor.
  func ready(_ events: UInt32)
}

/// The loop's own state: what epoll watches, the timers, and the two buffers that all connections share.
@NetworkLoop
final class Reactor {
  static let shared = Reactor()

  let timers = TimerHeap()
  /// Work that must not run inside the call that caused it.
  var deferred: [@NetworkLoop () -> Void] = []
  /// CLOCK_MONOTONIC in milliseconds, read once per turn: good enough for what counts in seconds.
  private(set) var now = Reactor.clock()
  /// All sockets are read into this one buffer; idle connections hold none.
  let readBuffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 * 1024, alignment: 64)
  /// Frames and responses are put together here.
  let writeBuffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 * 1024, alignment: 64)

  private struct Slot {
    var target: (any Pollable)?
    var generation: UInt32 = 0
  }

  private static let batch = 512
  private let epoll: Int32
  /// By descriptor.
  private var slots: [Slot] = []
  private var generation: UInt32 = 0
  private let events = UnsafeMutablePointer<epoll_event>.allocate(capacity: Reactor.batch)
  private var eventCount = 0

  private init() {
    epoll = epoll_create1(Int32(EPOLL_CLOEXEC))
    precondition(epoll >= 0, "the system gives no epoll to the network loop")
  }

  /// CLOCK_MONOTONIC in milliseconds.
  static func clock() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
  }

  /// Watches `target` for `interest` until `forget`. False: the system refused (out of memory or watches).
  @discardableResult
  func watch(_ target: any Pollable, for interest: UInt32 = EPOLLIN.rawValue) -> Bool {
    let index = Int(target.descriptor)
    if index >= slots.count {
      slots.append(contentsOf: repeatElement(Slot(), count: max(64, index + 1 - slots.count)))
    }
    // An event of the same batch that was meant for an earlier owner of this descriptor carries its number.
    generation &+= 1
    slots[index] = Slot(target: target, generation: generation)
    if control(EPOLL_CTL_ADD, target.descriptor, interest) { return true }
    slots[index].target = nil
    return false
  }

  func change(_ target: any Pollable, to interest: UInt32) {
    _ = control(EPOLL_CTL_MOD, target.descriptor, interest)
  }

  /// To be called before the descriptor is closed; closing it takes it out of epoll.
  func forget(_ descriptor: Int32) {
    slots[Int(descriptor)].target = nil
  }

  /// Ends watching a descriptor that stays open.
  func release(_ descriptor: Int32) {
    _ = control(EPOLL_CTL_DEL, descriptor, 0)
    forget(descriptor)
  }

  private func control(_ operation: Int32, _ descriptor: Int32, _ interest: UInt32) -> Bool {
    var event = epoll_event()
    event.events = interest
    event.data.u64 = UInt64(slots[Int(descriptor)].generation) << 32 | UInt64(UInt32(descriptor))
    return epoll_ctl(epoll, operation, descriptor, &event) == 0
  }
}

// One turn of the loop.
extension Reactor {
  /// Deferred work and timers that are due.
  func settle() {
    repeat {
      while !deferred.isEmpty {
        let work = deferred
        deferred.removeAll()
        for body in work { body() }
      }
      if !timers.isEmpty { timers.fire(at: Reactor.clock()) }
    } while !deferred.isEmpty
  }

  /// Waits until a descriptor is ready, a timer is due or the bell rings.
  func wait(mayBlock: Bool) {
    var timeout: Int32 = mayBlock ? -1 : 0
    if mayBlock, let due = timers.nextDue {
      timeout = Int32(clamping: max(0, due - Reactor.clock()))
    }
    eventCount = max(0, Int(epoll_wait(epoll, events, Int32(Reactor.batch), timeout)))
    now = Reactor.clock()
  }

  /// Calls what epoll_wait reported.
  func dispatch() {
    for index in 0..<eventCount {
      let key = events[index].data.u64
      let descriptor = Int(key & 0xFFFF_FFFF)
      guard slots[descriptor].generation == UInt32(key >> 32), let target = slots[descriptor].target
      else { continue }
      target.ready(events[index].events)
    }
    eventCount = 0
  }
}
