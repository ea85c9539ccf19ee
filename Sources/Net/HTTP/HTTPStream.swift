/// The body of an answer while it is being written.
@NetworkLoop
package final class HTTPStream {
  /// Called once when the client has gone or was too slow, not after `close()`, and never from inside
  /// `write`.
  package var onClose: (@NetworkLoop () -> Void)?

  /// Nil once the stream has ended.
  private var connection: HTTPConnection?

  init(connection: HTTPConnection?) { self.connection = connection }

  package var isOpen: Bool { connection != nil }

  /// Writes a piece of the body. False: nothing more can be written, because the client has gone, or because
  /// more than `Limits.responseBacklogBytes` would wait for it and it was dropped.
  @discardableResult
  package func write(_ bytes: [UInt8]) -> Bool {
    guard let connection else { return false }
    if connection.writeChunk(bytes) { return true }
    self.connection = nil
    return false
  }

  /// Ends the body.
  package func close() {
    onClose = nil
    connection?.endStream()
    connection = nil
  }

  func connectionEnded() {
    connection = nil
    let notify = onClose
    onClose = nil
    notify?()
  }
}
