import Crypto
package import Domain
import Net
package import Storage

extension ChargingSite {
  /// Announces that a person is to be erased.
  ///
  /// - Parameter note: what is written along with it.
  /// - Throws: `conflict` when it is announced already, `unknownItem` when the person is erased, `disk`.
  package func announceErasure(
    of tenant: Tenant, also note: Alongside? = nil
  ) async throws(SiteError) -> Erasure {
    let at = now()
    return try await onDisk { file in
      guard try !file.isErased(tenantKey: tenant.key) else { throw SiteError.unknownItem }
      let made = try file.announceErasure(
        id: randomToken(bits: 60), .tenant, of: tenant.id, because: .request, at: at,
        dueAt: at.advanced(byDays: Erasure.noticeDays))
      guard let made else {
        throw SiteError.conflict(Wording("erasure-announced", "This erasure is announced already."))
      }
      try note?(file)
      return made
    }
  }

  /// Takes an erasure back.
  ///
  /// - Throws: `unknownItem`, `conflict` when it is done or was taken back, `disk`.
  package func cancelErasure(
    id: String, by: String, reason: String, also note: @escaping Alongside
  ) async throws(SiteError) -> Erasure {
    let at = now()
    return try await onDisk { file in
      guard let erasure = try file.erasure(id: id) else { throw SiteError.unknownItem }
      guard try file.cancelErasure(key: erasure.key, by: by, reason: reason, at: at) else {
        throw SiteError.conflict(Wording("erasure-over", "This erasure is done or was taken back already."))
      }
      try note(file)
      return try file.erasure(id: id) ?? erasure
    }
  }

  /// Announces those whose time is over by the settings.
  func announceErasures(at now: Instant) async throws {
    let retention = settings.retention
    let subjects = try await reader.read { file -> [(Erasure.Kind, String)] in
      let since = now.advanced(byDays: -Self.daysUntilProposedAgain)
      let left = try file.leftTenants(
        before: retention.end(of: .formerTenants, at: now), guestsBefore: retention.end(of: .guests, at: now),
        keptSince: since, limit: Self.announcementsPerDay)
      var subjects = left.map { (Erasure.Kind.tenant, $0) }
      let end = retention.end(of: .charges, at: now)
      if let oldest = try file.oldestChargeWithReadings(before: end)?.year,
        Instant.newYear(oldest + 1) <= end,
        try !file.wasErasureCancelled(.charges, of: String(oldest), since: since)
      {
        subjects.append((.charges, String(oldest)))
      }
      return subjects
    }
    guard !subjects.isEmpty else { return }
    try await store.write { file in
      for (kind, subject) in subjects {
        _ = try file.announceErasure(
          id: randomToken(bits: 60), kind, of: subject, because: .retention, at: now,
          dueAt: now.advanced(byDays: Erasure.noticeDays))
      }
    }
  }

  private nonisolated static let announcementsPerDay = 50
  /// What somebody wanted to keep is announced again after a year.
  private nonisolated static let daysUntilProposedAgain = 365
}

extension Instant {
  /// When a year begins, in UTC.
  static func newYear(_ year: Int) -> Instant {
    let days = LocalDate(year: year, month: 1, day: 1).daysSince1970
    return Instant(millisecondsSince1970: 0).advanced(byDays: days)
  }

  /// In UTC.
  fileprivate var year: Int {
    LocalDate(daysSince1970: Int((Double(millisecondsSince1970) / 86_400_000).rounded(.down))).year
  }
}
