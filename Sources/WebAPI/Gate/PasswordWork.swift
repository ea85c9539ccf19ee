/// Makes and checks what passwords and PINs leave behind, somewhere else than on the network loop: a password
/// takes a tenth of a second. It takes all it is given: whoever calls counts first how many wait.
package protocol PasswordWork: Sendable {
  /// A hash to keep.
  func make(_ password: String) async -> String
  /// Whether the password belongs to the kept hash.
  func verify(_ password: String, against kept: String) async -> Bool
  /// What PINs are proved by, some milliseconds each; never behind a password.
  func compute<Result: Sendable>(_ work: @escaping @Sendable () -> Result) async -> Result
}
