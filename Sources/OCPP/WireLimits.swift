/// How long a text from a wallbox may be, in bytes. The standard allows far less (20 to 500 characters); real
/// ones exceed that and must be answered all the same, so these only keep out what is absurd.
package enum WireLimits {
  package static let textBytes = 4096
  /// Signed meter values and vendor data.
  package static let longTextBytes = 1024 * 1024
  package static let messageIDBytes = 1024
  package static let actionBytes = 255
  /// `errorDescription` of what we send, in characters.
  package static let errorDescriptionCharacters = 255
}
