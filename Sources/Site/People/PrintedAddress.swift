import Domain
import Net
import Storage

extension ChargingSite {
  /// The address on the stickers is this machine's, or is not any more: that is a line to check until it is
  /// again, or until somebody prints anew. Writes only when it has changed.
  ///
  /// - Parameter current: an address that would be right.
  package func notePrintedAddress(isOurs: Bool, current: String) {
    guard printedAddressIsOurs != isOurs else { return }
    printedAddressIsOurs = isOurs
    let kind = ToCheckItem.Kind.addressChanged
    guard !isOurs else { return resolveAddressChanged(about: kind) }
    let details = ["printed": settings.printedBase, "current": current]
    note(ToCheckNote(kind: kind, about: kind, details: details))
  }

  private func resolveAddressChanged(about: String) {
    let at = now()
    Task { @NetworkLoop in
      do {
        let key = try await self.store.write { file in
          try file.resolveToCheck(coalescingKey: about, at: at, resolution: "right again", by: "appliance")
        }
        if let key { self.events.note(.toCheck(key)) }
      } catch {
        self.report(error, while: "noting that the printed address is right")
      }
    }
  }
}
