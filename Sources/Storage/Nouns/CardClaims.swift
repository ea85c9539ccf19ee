package import Domain

extension ReadConnection {
  /// A card with whoever answered for it at an instant, by two keys in one query: every card that is held to
  /// a reader asks for it.
  package func claim(of card: IdTag, at instant: Instant) throws(StoreError) -> CardClaim {
    let read = try database.one(CardClaimSQL.one, card.key, instant, as: CardClaimSQL.read)
    return CardClaim(card: card, holder: read?.holder, bayKeys: read?.bayKeys ?? [])
  }
}

private enum CardClaimSQL {
  static func read(_ row: inout Row) throws(StoreError) -> (bayKeys: [Int64], holder: CardHolder?) {
    let bayKeys = row.keys()
    guard let tenantKey = row.int64OrNil() else { return (bayKeys, nil) }
    let kind = try row.value(Tenant.Kind.self)
    let hostKey = row.int64OrNil()
    let groups = [row.int64OrNil(), row.int64OrNil()].compactMap(\.self)
    let (from, until, archivedAt) = (row.instantOrNil(), row.instantOrNil(), row.instantOrNil())
    let hasTenancies = row.bool()
    let holdsUntil = row.int64OrNil()
    return (
      bayKeys,
      CardHolder(
        tenantKey: tenantKey, kind: kind, hostKey: hostKey, groupKeys: groups, validFrom: from,
        validUntil: until, archivedAt: archivedAt,
        tenancies: hasTenancies ? tenancies(holdsUntil) : .none)
    )
  }

  private static func tenancies(_ until: Int64?) -> CardHolder.Tenancies {
    guard let until else { return .noneNow }
    return .holds(until: until == .max ? nil : Instant(millisecondsSince1970: until))
  }

  /// The first one who held a card counts for all time before, too.
  static let one = Query(
    """
    SELECT
      (SELECT group_concat(bay_key) FROM id_tag_bay WHERE id_tag_key = ?1),
      n.key, n.kind, n.host_tenant_key, n.group_key, host.group_key, n.valid_from, n.valid_until,
      min(coalesce(n.archived_at, host.archived_at), coalesce(host.archived_at, n.archived_at)),
      EXISTS (SELECT 1 FROM tenancy WHERE tenant_key = coalesce(n.host_tenant_key, n.key)),
      (SELECT max(coalesce(to_at, 9223372036854775807)) FROM tenancy
        WHERE tenant_key = coalesce(n.host_tenant_key, n.key) AND from_at <= ?2 AND coalesce(to_at > ?2, 1))
    FROM (
      SELECT tenant_key FROM id_tag_holder WHERE id_tag_key = ?1
      ORDER BY from_at <= ?2 DESC, abs(from_at - ?2) LIMIT 1
    ) h
    LEFT JOIN tenant n ON n.key = h.tenant_key
    LEFT JOIN tenant host ON host.key = n.host_tenant_key
    """)
}
