import Crypto
import Domain
import Formats
import Storage

extension JobKind {
  /// Makes tenants, with their units, groups, cards and tenancies, out of a list.
  static let tenantImport = JobKind(
    prepare: { job, site, file, now in try TenantImport(job, site, file, at: now) },
    objection: { job, file in try TenantImport.objection(toUndoing: job, in: file) }, changesCards: true)
}

/// A list of tenants on its way into the site. `progress` counts its rows. A row that is wrong is passed
/// over, and told in the result by its line.
struct TenantImport: JobWork {
  private let list: ImportList
  private let surroundings: ImportSurroundings

  static let rowsPerSlice = 10
  static let productsPerSlice = 40

  init(_ job: Job, _ site: SiteSettings, _ file: ReadConnection, at now: Instant) throws {
    guard let options = ImportOptions(job.options) else {
      throw StoreError(.other, "The options of the job \(job.id) cannot be read.")
    }
    let text = String(decoding: try file.jobInput(key: job.key), as: UTF8.self)
    list = try ImportList(text, options, longestCard: Limits().idTagCharacters)
    surroundings = try ImportSurroundings(file, zone: site.zone, at: now)
  }

  func goOn(_ job: inout Job, in file: WriteConnection, at now: Instant) throws {
    var report = ImportReport(job.result)
    for row in list.rows.dropFirst(job.progress).prefix(Self.rowsPerSlice) {
      let complaints = try row.complaints + surroundings.complaints(about: row, in: file)
      if complaints.isEmpty {
        try make(row, for: job, in: file, at: now)
        report.made += 1
      } else {
        report.passedOver.append(row.line)
      }
      job.progress += 1
    }
    job.result = report.json.serializedText
    if job.progress >= list.rows.count { job.state = .done }
  }

  private func make(_ row: ImportRow, for job: Job, in file: WriteConnection, at now: Instant) throws {
    let unit = try row.unit.map { name in
      if let known = try file.unit(name: name) { return known.key }
      let added = try file.insertUnit(id: randomToken(bits: 60), name: name, at: now)
      try file.noteJobProduct(.unit, key: added.key, jobKey: job.key)
      return added.key
    }
    var tenant = try file.insertTenant(id: randomToken(bits: 60), name: row.name, at: now)
    tenant.groupKey = try row.group.map { name in
      if let known = try file.tenantGroup(name: name) { return known.key }
      let added = try file.insertTenantGroup(id: randomToken(bits: 60), name: name, at: now)
      try file.noteJobProduct(.tenantGroup, key: added.key, jobKey: job.key)
      return added.key
    }
    (tenant.email, tenant.phone, tenant.language) = (row.email, row.phone, row.language)
    try file.updateTenant(tenant)
    try file.noteJobProduct(.tenant, key: tenant.key, jobKey: job.key)
    _ = try PhoneTag.add(to: tenant, in: file, at: now)
    let note = AuditNote(subject: tenant.id, after: ["name": .string(row.name), "job": .string(job.id)])
    try AuditChain.append("tenant.create", by: AuditChain.appliance, note, at: now, in: file)
    for card in row.cards {
      let added = try file.insertIdTag(
        card, label: "", tenantKey: tenant.key, status: .accepted, expiresAt: nil, at: now)
      try file.noteJobProduct(.idTag, key: added.key, jobKey: job.key)
    }
    guard row.hasTenancy else { return }
    let tenancy = try TenancyDesk.begin(
      Tenancy(
        key: 0, id: randomToken(bits: 60), tenantKey: tenant.key, unitKey: unit,
        bayKeys: surroundings.bayKeys(of: row), from: surroundings.begin(of: row), to: nil, createdAt: now,
        createdBy: job.createdBy), entered: [:], zone: surroundings.zone, in: file)
    try file.noteJobProduct(.tenancy, key: tenancy.key, jobKey: job.key)
  }
}
