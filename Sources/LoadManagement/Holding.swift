import Domain

/// What a connector may draw, as far as its wallbox has said: the last allotment it confirmed, and those of
/// which nobody knows whether it took them. Nothing known: whatever it can draw.
package struct Holding: Sendable {
  package private(set) var confirmed: Allotment?
  /// On its way; its answer is awaited.
  package private(set) var inFlight: Allotment?
  /// Sent since the last confirmation without any answer.
  private var unanswered: CurrentCourse?
  /// It was told something before it was forgotten, and many keep that over a reboot.
  private var mayHaveOlder = false

  package init(_ confirmed: Allotment? = nil) { self.confirmed = confirmed }

  /// Whether it is known for sure.
  package var isCertain: Bool { confirmed != nil && unanswered == nil }

  /// Whether the wallbox may have a profile of ours.
  var mayHaveOurs: Bool { confirmed != nil || unanswered != nil || inFlight != nil || mayHaveOlder }

  /// The most it may draw at any time, when nothing more is sent. An increase counts from the moment it is
  /// sent, a decrease only once it is confirmed.
  package func course(maxAmps: Int) -> CurrentCourse {
    var course = confirmed?.course ?? CurrentCourse(maxAmps)
    for other in [unanswered, inFlight?.course].compactMap(\.self) {
      course = course.combined(with: other, max)
    }
    return course.combined(with: CurrentCourse(maxAmps), min)
  }

  mutating func send(_ allotment: Allotment) { inFlight = allotment }

  mutating func accept() {
    guard let inFlight else { return }
    confirmed = inFlight
    unanswered = nil
    mayHaveOlder = false
    self.inFlight = nil
  }

  mutating func refuse() { inFlight = nil }

  mutating func loseAnswer() {
    guard let lost = inFlight?.course else { return }
    unanswered = unanswered?.combined(with: lost, max) ?? lost
    inFlight = nil
  }

  /// The wallbox may have lost what it was told, as after a reboot.
  mutating func forget() {
    mayHaveOlder = mayHaveOurs
    confirmed = nil
    unanswered = nil
  }
}
