/// Makes and checks password hashes somewhere else than on the network loop: one takes a tenth of a second.
package protocol PasswordWork: Sendable {
  /// A hash to keep.
  func make(_ password: String) async -> String
  /// Whether the password belongs to the kept hash.
  func verify(_ password: String, against kept: String) async -> Bool
  /// Other sums of the kind: what PINs are proved by.
  func compute<Result: Sendable>(_ work: @escaping @Sendable () -> Result) async -> Result
}
