/// A current that several connectors share: the whole site's, or a circuit's.
///
/// Amperes per phase. Every connector counts as if it loaded every phase: which phases a car really uses is
/// seldom known, and a wire that carries less than it may harms nobody.
package struct CurrentLimit: Sendable, Equatable {
  package let amps: Int
  package let members: Set<ConnectorID>

  package init(amps: Int, members: Set<ConnectorID>) {
    self.amps = amps
    self.members = members
  }
}

/// The smallest current that a car may be offered (IEC 61851-1, table A.8); less than this is a pause.
package let minimumAmps = 6
