import Domain

extension ChargingSite {
  /// Puts on the list that so many wrong PINs came that tries are let through one by one.
  package func notePinGuessing() {
    note(ToCheckNote(kind: ToCheckItem.Kind.pinGuessing, about: "pin guessing"))
  }
}
