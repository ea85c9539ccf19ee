/// Makes and checks password hashes somewhere else than on the network loop: one takes a tenth of a second.
package protocol PasswordWork: Sendable {
  /// A hash to keep.
  func make(_ password: String) async -> String
  /// Whether the password belongs to the kept hash.
  func verify(_ password: String, against kept: String) async -> Bool
}
