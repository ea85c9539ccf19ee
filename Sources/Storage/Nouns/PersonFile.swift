/// Everything known about a tenant, table by table. SQLite writes the JSON: instants as the API does, energy
/// in Wh, money in minor units.
package struct PersonFile: Sendable {
  /// What the rows are, and each row as a JSON object.
  package var parts: [(name: String, rows: [String])]
}

extension ReadConnection {
  package func personFile(tenantKey: Int64) throws(StoreError) -> PersonFile {
    var file = PersonFile(parts: [])
    for (name, query) in PersonFileSQL.parts {
      file.parts.append((name, try database.rows(query, tenantKey) { row in row.text() }))
    }
    return file
  }
}

/// In each query `?1` is the tenant's key.
private enum PersonFileSQL {
  static let parts: [(String, Query)] = [
    ("person", person), ("guests", guests), ("tenancies", tenancies), ("cards", cards),
    ("cards_held", cardsHeld), ("charges", charges), ("disputes", disputes), ("reservations", reservations),
    ("starts_when_plugged_in", armed), ("budgets", budgets), ("sign_ins", signIns), ("pin", pin),
    ("invitations", links), ("audit", audit), ("imports", imports), ("erasures", erasures),
  ]

  private static func instant(_ column: String) -> String {
    "strftime('%Y-%m-%dT%H:%M:%fZ', \(column) / 1000.0, 'unixepoch')"
  }
  private static func list(_ object: String, _ source: String) -> String {
    "json((SELECT json_group_array(json_object(\(object))) FROM \(source)))"
  }

  private static let person = Query(
    """
    SELECT json_object('id', t.id, 'kind', t.kind, 'name', p.name, 'email', p.email, 'phone', p.phone,
      'language', p.language, 'group', g.name, 'host_tenant_id', h.id,
      'valid_from', \(instant("t.valid_from")), 'valid_until', \(instant("t.valid_until")),
      'created_at', \(instant("t.created_at")), 'archived_at', \(instant("t.archived_at")))
    FROM tenant t LEFT JOIN tenant_person p ON p.tenant_key = t.key
    LEFT JOIN tenant_group g ON g.key = t.group_key LEFT JOIN tenant h ON h.key = t.host_tenant_key
    WHERE t.key = ?1
    """)
  /// Guests are persons of their own: no names.
  private static let guests = Query(
    """
    SELECT json_object('id', id, 'valid_from', \(instant("valid_from")),
      'valid_until', \(instant("valid_until")))
    FROM tenant WHERE host_tenant_key = ?1
    """)
  private static let tenancies = Query(
    """
    SELECT json_object('id', y.id, 'unit', u.name, 'from', \(instant("y.from_at")),
      'to', \(instant("y.to_at")), 'created_by', y.created_by, 'ended_by', y.ended_by,
      'bays', \(list("'id', b.id, 'name', b.name",
        "tenancy_bay x JOIN bay b ON b.key = x.bay_key WHERE x.tenancy_key = y.key")),
      'readings', \(list("""
        'bay', b.name, 'event', r.event, 'energy_wh', r.energy_milliwh / 1000.0, 'at', \(instant("r.at")),
        'source', r.source
        """, "tenancy_reading r JOIN bay b ON b.key = r.bay_key WHERE r.tenancy_key = y.key")))
    FROM tenancy y LEFT JOIN unit u ON u.key = y.unit_key WHERE y.tenant_key = ?1 ORDER BY y.key
    """)
  private static let cards = Query(
    """
    SELECT json_object('number', p.entered, 'printed_number', p.printed_number, 'label', p.label,
      'status', i.status, 'expires_at', \(instant("i.expires_at")),
      'created_at', \(instant("i.created_at")), 'blocked_at', \(instant("i.blocked_at")),
      'aliases', \(list("'number', a.entered", "id_tag_alias a WHERE a.id_tag_key = i.key")),
      'bays', \(list("'name', b.name",
        "id_tag_bay x JOIN bay b ON b.key = x.bay_key WHERE x.id_tag_key = i.key")),
      'starts_by_itself_at', \(list("'id', c.id, 'sends', c.auto_start_presented",
        "charge_point c WHERE c.auto_start_id_tag_key = i.key")))
    FROM id_tag i LEFT JOIN id_tag_person p ON p.id_tag_key = i.key WHERE i.tenant_key = ?1 ORDER BY i.key
    """)
  /// A card that went on to somebody else is theirs: no number.
  private static let cardsHeld = Query(
    """
    SELECT json_object('number', p.entered, 'from', \(instant("h.from_at")))
    FROM id_tag_holder h JOIN id_tag i ON i.key = h.id_tag_key
    LEFT JOIN id_tag_person p ON p.id_tag_key = i.key AND i.tenant_key = ?1
    WHERE h.tenant_key = ?1 ORDER BY h.from_at
    """)
  private static let charges = Query(
    """
    SELECT json_object('transaction_id', t.id, 'charge_point', c.id, 'connector', t.connector,
      'bay', b.name, 'as_guest', t.guest_key IS ?1,
      'card_sent', CASE WHEN i.tenant_key IS ?1 THEN s.text END,
      'card_sent_at_stop', CASE WHEN i.tenant_key IS ?1 THEN e.text END,
      'started_at', \(instant("t.started_at")), 'stopped_at', \(instant("t.stopped_at")),
      'meter_start_wh', t.meter_start_milliwh / 1000.0, 'meter_stop_wh', t.meter_stop_milliwh / 1000.0,
      'stop_reason', t.stop_reason, 'state', t.cost_state, 'currency', t.currency,
      'net_minor', t.net_minor, 'vat_minor', t.vat_minor, 'gross_minor', t.gross_minor,
      'flags', \(list("'flag', f.flag, 'at', \(instant("f.at")), 'resolution', f.resolution",
        "transaction_flag f WHERE f.transaction_id = t.id")),
      'to_check', \(list("'kind', k.kind, 'at', \(instant("k.first_at")), 'resolution', k.resolution",
        "to_check k WHERE k.transaction_id = t.id")),
      'odd_stops', \(list(
        "'kind', o.kind, 'stopped_at', \(instant("o.stopped_at")), 'wh', o.meter_stop_text",
        "odd_stop o WHERE o.transaction_id = t.id")),
      'states', \(list("'at', \(instant("w.at")), 'status', w.status",
        "transaction_status w WHERE w.transaction_id = t.id")),
      'records', json((
        SELECT json_group_array(json(d.body)) FROM cdr d WHERE d.transaction_id = t.id)),
      'readings', \(list("'at', \(instant("r.at")), 'wh', r.energy_milliwh / 1000.0",
        "reading r WHERE r.series = t.id")))
    FROM transactions t JOIN charge_point c ON c.key = t.charge_point_key
    LEFT JOIN bay b ON b.key = t.bay_key LEFT JOIN id_tag i ON i.key = t.id_tag_key
    LEFT JOIN presented_id_tag s ON s.key = t.presented_id_tag_key
    LEFT JOIN presented_id_tag e ON e.key = t.stop_presented_id_tag_key
    WHERE t.id IN (
      SELECT id FROM transactions WHERE tenant_key = ?1
      UNION SELECT id FROM transactions WHERE guest_key = ?1)
    ORDER BY t.started_at
    """)
  private static let disputes = Query(
    """
    SELECT json_object('id', id, 'transaction_id', transaction_id, 'reason', reason, 'text', text,
      'opened_at', \(instant("opened_at")), 'answer', answer, 'answered_at', \(instant("answered_at")))
    FROM dispute WHERE tenant_key = ?1 ORDER BY key
    """)
  /// A card may have been somebody else's when it was reserved for.
  private static let reservations = Query(
    """
    SELECT json_object('charge_point', c.id, 'connector', r.connector, 'until', \(instant("r.expires_at")),
      'requested_at', \(instant("r.requested_at")), 'ended_as', r.ended_as,
      'transaction_id', r.transaction_id)
    FROM reservation r JOIN charge_point c ON c.key = r.charge_point_key
    JOIN presented_id_tag s ON s.key = r.presented_id_tag_key
    JOIN id_tag_person p ON p.canonical = upper(s.text) JOIN id_tag i ON i.key = p.id_tag_key
    WHERE (
      SELECT h.tenant_key FROM id_tag_holder h WHERE h.id_tag_key = i.key AND h.from_at <= max(
        r.requested_at, (SELECT min(from_at) FROM id_tag_holder WHERE id_tag_key = i.key))
      ORDER BY h.from_at DESC LIMIT 1) = ?1
    ORDER BY r.key
    """)
  private static let armed = Query(
    """
    SELECT json_object('bay', b.name, 'requested_at', \(instant("a.requested_at")),
      'expires_at', \(instant("a.expires_at")))
    FROM armed_start a JOIN bay b ON b.key = a.bay_key WHERE a.tenant_key = ?1
    """)
  private static let budgets = Query(
    """
    SELECT json_object('period', g.period, 'energy_wh', g.energy_milliwh / 1000.0,
      'amount_minor', g.amount_minor, 'warns_at_percent', g.warns_at_percent, 'stops', g.stops,
      'notices', \(list("'kind', n.kind, 'at', \(instant("n.at"))",
        "budget_notice n WHERE n.tenant_key = g.tenant_key AND n.period = g.period")))
    FROM budget g WHERE g.tenant_key = ?1
    """)
  /// Hashes and keys of phones are no information about a person, but open doors: they stay here.
  private static let signIns = Query(
    """
    SELECT json_object('device', device, 'created_at', \(instant("created_at")),
      'last_used_at', \(instant("last_used_at")), 'expires_at', \(instant("expires_at")),
      'signed_requests', counter)
    FROM sign_in WHERE tenant_key = ?1 ORDER BY key
    """)
  private static let pin = Query(
    """
    SELECT json_object('code', code, 'set_at', \(instant("set_at")), 'failures', failures,
      'failed_at', \(instant("failed_at")))
    FROM tenant_pin WHERE tenant_key = ?1
    """)
  private static let links = Query(
    """
    SELECT json_object('id', id, 'created_at', \(instant("created_at")),
      'expires_at', \(instant("expires_at")), 'used_at', \(instant("used_at")),
      'revoked_at', \(instant("revoked_at")))
    FROM tenant_link WHERE tenant_key = ?1 ORDER BY key
    """)
  /// What was changed of a card that others have had before tells of them, too: without details.
  private static let audit = Query(
    """
    SELECT json_object('seq', a.seq, 'at', \(instant("a.at")), 'by', a.by, 'action', a.action,
      'before', json(d.before), 'after', json(d.after))
    FROM audit a LEFT JOIN audit_detail d ON d.seq = a.seq AND NOT (
      a.action LIKE 'id_tag.%' AND EXISTS (
        SELECT 1 FROM id_tag_holder h
        WHERE h.id_tag_key = CAST(a.subject AS INTEGER) AND h.tenant_key IS NOT ?1))
    WHERE a.seq IN (
      SELECT l.seq FROM audit l JOIN tenant t ON t.key = ?1
      WHERE l.subject = t.id OR l.by = 'tenant ' || t.id
      UNION SELECT l.seq FROM audit l JOIN id_tag c ON l.subject = CAST(c.key AS TEXT)
      WHERE c.tenant_key = ?1 AND l.action LIKE 'id_tag.%'
      UNION SELECT l.seq FROM audit l JOIN dispute d ON l.subject = d.id WHERE d.tenant_key = ?1
      UNION SELECT l.seq FROM audit l JOIN tenancy y ON l.subject = y.id WHERE y.tenant_key = ?1)
    ORDER BY a.seq
    """)
  private static let imports = Query(
    """
    SELECT json_object('kind', j.kind, 'created_at', \(instant("j.created_at")))
    FROM job_product x JOIN job j ON j.key = x.job_key WHERE x.kind = 'tenant' AND x.product_key = ?1
    """)
  private static let erasures = Query(
    """
    SELECT json_object('reason', e.reason, 'announced_at', \(instant("e.announced_at")),
      'due_at', \(instant("e.due_at")), 'done_at', \(instant("e.done_at")),
      'cancelled_at', \(instant("e.cancelled_at")), 'cancel_reason', e.cancel_reason)
    FROM erasure e JOIN tenant t ON t.id = e.subject WHERE e.kind = 'tenant' AND t.key = ?1 ORDER BY e.key
    """)
}
