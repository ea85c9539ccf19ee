/// Who decides about the tenants' data (GDPR, article 4 number 7), as the privacy notice names them. Empty:
/// nobody has said.
package struct DataController: Sendable, Equatable {
  package internal(set) var name = ""
  package internal(set) var address = ""
  /// How to reach them: a telephone number, an e-mail address.
  package internal(set) var contact = ""
  package internal(set) var officer = ""
}
