import Domain

/// Who may call a route.
enum Access: Sendable, Equatable {
  /// Anyone who can reach the appliance.
  case everyone
  /// Whoever has one of these roles, by cookie or token.
  case roles(Set<Role>)
  /// The owner, or a command on this machine through the control socket.
  case ownerOrControl
  /// A command on this machine through the control socket.
  case control

  // The names the route table uses.
  static let signedIn = roles(Set(Role.allCases))
  static let staff = roles([.owner, .manager, .accountant, .installer])
  static let readers = roles([.owner, .manager, .accountant])
  static let managers = roles([.owner, .manager])
  static let operators = roles([.owner, .manager, .installer])
  static let owner = roles([.owner])
  /// A tenant reads its own only; the handlers see to it.
  static let readersAndTenant = roles([.owner, .manager, .accountant, .tenant])
  static let tenant = roles([.tenant])

  enum Verdict { case allowed, signInFirst, forbidden }

  /// Whether a caller with this role (nil: nobody signed in) may pass.
  func verdict(role: Role?, isControl: Bool) -> Verdict {
    switch self {
    case .everyone: return .allowed
    case .control: return isControl ? .allowed : .forbidden
    case .ownerOrControl:
      if isControl || role == .owner { return .allowed }
    case .roles(let allowed):
      if let role, allowed.contains(role) { return .allowed }
    }
    return role == nil ? .signInFirst : .forbidden
  }
}
