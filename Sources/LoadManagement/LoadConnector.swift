/// One connector under a limit, as the site knows it now.
package struct LoadConnector: Sendable {
  package let id: ConnectorID
  /// The most it can draw, amperes per phase.
  package var maxAmps: Int
  package var mayBePaused: Bool
  /// Connected, and past its greeting.
  package var isReachable: Bool
  /// False: it takes no charging profile of any form, so that it draws what it likes.
  package var takesProfiles: Bool
  package var signs: ConnectorSigns

  package init(
    id: ConnectorID, maxAmps: Int, mayBePaused: Bool, isReachable: Bool, takesProfiles: Bool,
    signs: ConnectorSigns
  ) {
    self.id = id
    self.maxAmps = maxAmps
    self.mayBePaused = mayBePaused
    self.isReachable = isReachable
    self.takesProfiles = takesProfiles
    self.signs = signs
  }
}

/// How it stands with a connector under a limit. The raw values stand in the API.
package enum LoadState: String, Sendable {
  case unmanaged, idle, charging, waiting, unreachable, unsupported, disobeying
}

/// What was decided for a connector.
package struct LoadShare: Sendable, Equatable {
  package let state: LoadState
  /// What counts for it towards its limits: its share, or what it may draw where it cannot be told.
  package let amps: Int
  package let fallbackAmps: Int
}

/// What to tell a wallbox about one of its connectors.
package struct LoadOrder: Sendable, Equatable {
  package let id: ConnectorID
  /// Nil: our limit is no more; take the profile away.
  package let allotment: Allotment?
}
