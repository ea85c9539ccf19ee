import Net
import Site

/// Looks from time to time whether the address on the stickers still leads here; when it does not, that is a
/// line to check.
@NetworkLoop
final class AddressGuard {
  private unowned let application: WebApplication
  private var timer: LoopTimer?

  private static let everyMs = 60_000

  init(application: WebApplication) { self.application = application }

  /// Looks now and then every minute.
  func start() {
    look()
    timer = NetworkLoop.after(milliseconds: Self.everyMs) { [weak self] in self?.start() }
  }

  func stop() { timer?.cancel() }

  func look() {
    let printed = application.site.settings.printedBase
    guard !printed.isEmpty, let isOurs = application.isOurs(base: printed) else { return }
    let current = application.paperBases(host: nil).first ?? ""
    application.site.notePrintedAddress(isOurs: isOurs, current: current)
  }
}
