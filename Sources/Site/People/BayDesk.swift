package import Domain
package import Storage

/// Changes bays in the caller's write. What contradicts what is there is said in a `SiteError`.
package enum BayDesk {
  /// Makes room for a bay at a connector: one that stands there goes, unless somebody reckons with it.
  package static func clear(
    chargePointKey: Int64, connector: Int, for bayKey: Int64?, at now: Instant, in file: WriteConnection
  ) throws {
    guard var other = try file.bay(chargePointKey: chargePointKey, connector: connector),
      other.key != bayKey
    else { return }
    let isPlain = other.unitKey == nil && other.access == .tenants && other.groupKeys.isEmpty
    guard isPlain, try !file.hasTenancies(bayKey: other.key) else {
      throw SiteError.conflict(
        Wording(
          "connector-taken", "This connector belongs to {bay}, which is in use. Move that bay first.",
          ["bay": other.name]))
    }
    (other.chargePointKey, other.connector, other.archivedAt) = (nil, nil, now)
    try file.updateBay(other)
  }

  /// Takes a bay out of all lists.
  package static func archive(_ bay: Bay, at now: Instant, in file: WriteConnection) throws {
    guard bay.chargePointKey == nil else {
      throw SiteError.conflict(
        Wording("wallbox-stands-there", "A wallbox stands at this bay. Remove or move the wallbox first."))
    }
    let tenancies = try file.tenancies(ofBay: bay.key, from: now, to: nil)
    guard tenancies.isEmpty else {
      throw SiteError.conflict(
        Wording("bay-in-use", "A tenancy holds this bay now or later. End it first."))
    }
    var archived = bay
    archived.archivedAt = now
    try file.updateBay(archived)
  }
}
