import Domain
import Storage

/// What the site knows already, as far as a list of tenants can collide with it.
struct ImportSurroundings: Sendable {
  /// Tenants by folded name, and by folded e-mail address.
  private var names: [String: String] = [:]
  private var emails: [String: String] = [:]
  /// Bays by folded name.
  private var bays: [String: [Bay]] = [:]
  private let today: LocalDate
  let zone: TimeZoneRules

  init(_ file: ReadConnection, zone: TimeZoneRules, at now: Instant) throws {
    self.zone = zone
    today = zone.localDate(at: now)
    var cursor: PageCursor?
    repeat {
      let page = try file.tenants(after: cursor, limit: 500)
      for tenant in page.items where tenant.archivedAt == nil && tenant.kind == .tenant {
        names[ImportRow.folded(tenant.name)] = tenant.name
        if let email = tenant.email { emails[ImportRow.folded(email)] = tenant.name }
      }
      cursor = page.next
    } while cursor != nil
    for bay in try file.allBays() { bays[ImportRow.folded(bay.name), default: []].append(bay) }
  }

  /// When a row's tenancy begins: on the day it names, else today.
  func begin(of row: ImportRow) -> Instant { zone.startOfDay(row.from ?? today) }

  /// The keys of a row's bays, those that are found.
  func bayKeys(of row: ImportRow) -> [Int64] {
    row.bays.compactMap { name in
      let found = bays[ImportRow.folded(name)] ?? []
      return found.count == 1 ? found[0].key : nil
    }
  }

  /// What the site has against a row: tenants as they were when this was made, cards and bays as they
  /// are now.
  func complaints(about row: ImportRow, in file: ReadConnection) throws -> [ImportComplaint] {
    var found: [ImportComplaint] = []
    if let name = names[ImportRow.folded(row.name)] {
      found.append(ImportComplaint(.name, .tenantExists, name))
    }
    if let email = row.email, let name = emails[ImportRow.folded(email)] {
      found.append(ImportComplaint(.email, .tenantExists, name))
    }
    for card in row.cards where try file.idTag(canonical: IdTag.canonical(card)) != nil {
      found.append(ImportComplaint(.cards, .cardExists, card))
    }
    for name in row.bays {
      let known = bays[ImportRow.folded(name)] ?? []
      if known.count == 1 {
        let from = begin(of: row)
        let holders = try file.tenancies(ofBay: known[0].key, from: from, to: nil)
        if let first = holders.first, let holder = try file.tenant(key: first.tenantKey) {
          found.append(ImportComplaint(.bays, .bayTaken, holder.name))
        }
      } else {
        found.append(ImportComplaint(.bays, known.isEmpty ? .unknownBay : .ambiguousBay, name))
      }
    }
    return found
  }
}
