import Domain
import Formats
import Storage

extension TenantImport {
  private static let namesTold = 5

  /// Takes back the newest of what was made; `progress` falls with it. Units and groups that somebody else
  /// uses by now stay.
  func undo(_ job: inout Job, in file: WriteConnection, at now: Instant) throws {
    let some = try file.jobProducts(jobKey: job.key, limit: Self.productsPerSlice)
    for product in some {
      switch product.kind {
      case .tenancy: try file.deleteTenancy(key: product.key)
      case .idTag: try file.deleteIdTag(key: product.key)
      case .tenant:
        let note = AuditNote(
          subject: try file.tenant(key: product.key)?.id ?? "", before: ["job": .string(job.id)])
        try AuditChain.append("tenant.delete", by: AuditChain.appliance, note, at: now, in: file)
        try file.deleteTenant(key: product.key)
        job.progress = max(0, job.progress - 1)
      case .unit: if try !file.isUsed(unitKey: product.key) { try file.deleteUnit(key: product.key) }
      case .tenantGroup:
        if try !file.isUsed(tenantGroupKey: product.key) { try file.deleteTenantGroup(key: product.key) }
      }
      try file.removeJobProduct(n: product.n, jobKey: job.key)
    }
    guard some.count < Self.productsPerSlice else { return }
    (job.state, job.progress, job.result) = (.undone, 0, nil)
  }

  /// Names the tenants who are more by now than what the list made of them.
  static func objection(toUndoing job: Job, in file: ReadConnection) throws -> Wording? {
    var used: [String] = []
    for key in try file.tenantKeys(madeByJob: job.key) {
      guard try file.isUsed(tenantKey: key, beyondJob: job.key) else { continue }
      used.append(try file.tenant(key: key)?.name ?? "")
    }
    guard !used.isEmpty else { return nil }
    let more = used.count > namesTold ? " (+ \(used.count - namesTold))" : ""
    return Wording(
      "import-depended-on",
      "It cannot be undone: these tenants have charged or signed in, or were given more since: {names}.",
      ["names": used.prefix(namesTold).joined(separator: "; ") + more])
  }
}
