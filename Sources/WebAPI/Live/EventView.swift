import Domain

/// A changed thing as JSON, once for each kind of audience.
struct EventView: Sendable {
  let kind: String
  /// For owner, manager and accountant.
  var managers: [UInt8]?
  /// For the installer: without people and their charges.
  var installers: [UInt8]?
  /// For every tenant: without anyone's identity.
  var anyTenant: [UInt8]?
  /// For the one tenant whose it is.
  var ownTenant: (tenantID: String, data: [UInt8])?

  init(kind: String) { self.kind = kind }

  /// For what is gone: no JSON of it is left to send.
  static var readAgain: EventView {
    var view = EventView(kind: "reset")
    let nothing = Array("{}".utf8)
    view.managers = nothing
    view.installers = nothing
    view.anyTenant = nothing
    return view
  }

  /// Nil when it is not for them.
  func data(for audience: EventAudience) -> [UInt8]? {
    switch audience.role {
    case .owner, .manager, .accountant: managers
    case .installer: installers
    case .tenant:
      if let ownTenant, ownTenant.tenantID == audience.tenantID { ownTenant.data } else { anyTenant }
    }
  }
}
