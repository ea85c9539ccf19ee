import Domain

/// Which form of profile one wallbox takes, as far as it has been tried with its present firmware.
struct FormSearch {
  private(set) var firmwareVersion: String?
  /// The form it took.
  private(set) var accepted: ProfileForm?
  /// It took none.
  private(set) var isHopeless = false
  let connectors: Int
  private var candidates: [ProfileForm]
  private var next = 0
  private var refusals = 0
  /// One that refuses what it took before may be busy; if it goes on, the search begins anew.
  private static let refusalsAllowed = 3

  /// - Parameters:
  ///   - kept: what the file knows, if it is of this firmware.
  init(connectors: Int, firmwareVersion: String?, kept: (form: ProfileForm?, firmwareVersion: String?)? = nil)
  {
    self.connectors = connectors
    candidates = ProfileForm.candidates(connectors: connectors)
    self.firmwareVersion = firmwareVersion
    guard let kept, kept.firmwareVersion == firmwareVersion else { return }
    accepted = kept.form.flatMap { candidates.contains($0) ? $0 : nil }
    isHopeless = kept.form == nil
  }

  /// What to send next; nil: nothing can be.
  func form(whileCharging: Bool) -> ProfileForm? {
    guard let form = accepted ?? (isHopeless || next >= candidates.count ? nil : candidates[next]) else {
      return nil
    }
    return form.isForCharge && !whileCharging ? nil : form
  }

  /// Returns whether that is news for the file.
  mutating func take(_ form: ProfileForm) -> Bool {
    refusals = 0
    defer { accepted = form }
    return accepted != form
  }

  /// Returns whether that is news for the file: it takes none.
  mutating func refuse(_ form: ProfileForm) -> Bool {
    if accepted != nil {
      refusals += 1
      if refusals >= Self.refusalsAllowed {
        self = FormSearch(connectors: connectors, firmwareVersion: firmwareVersion)
      }
      return false
    }
    guard next < candidates.count, candidates[next] == form else { return false }
    next += 1
    isHopeless = next >= candidates.count
    return isHopeless
  }

  /// Whether another form remains to be tried at once.
  var goesOn: Bool { accepted == nil && !isHopeless }
}
