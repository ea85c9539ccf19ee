import Glibc

/// Looks host names up. The C library waits for the network while it does, so each look-up has a thread of
/// its own.
enum Resolver {
  private struct Question {
    let host: String
    let port: Int
    let answer: CheckedContinuation<ResolvedAddress?, Never>
  }

  /// The first address of a name; nil when there is none.
  static func find(_ host: String, port: Int) async -> ResolvedAddress? {
    await withCheckedContinuation { answer in
      let question = UnsafeMutablePointer<Question>.allocate(capacity: 1)
      question.initialize(to: Question(host: host, port: port, answer: answer))
      var thread = pthread_t()
      let failure = pthread_create(&thread, nil, { Resolver.work($0) }, question)
      guard failure == 0 else {
        question.move().answer.resume(returning: nil)
        question.deallocate()
        return
      }
      pthread_detach(thread)
    }
  }

  private static func work(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let pointer = context?.assumingMemoryBound(to: Question.self) else { return nil }
    let question = pointer.move()
    pointer.deallocate()
    question.answer.resume(returning: ResolvedAddress.lookUp(question.host, port: question.port))
    return nil
  }
}
