package import Domain

/// Which form of charging profile a charge point takes.
package struct KeptProfileForm: Sendable, Equatable {
  package var chargePointKey: Int64
  /// Nil: none that we know.
  package var form: String?
  /// Another firmware may take another form.
  package var firmwareVersion: String?

  package init(chargePointKey: Int64, form: String?, firmwareVersion: String?) {
    self.chargePointKey = chargePointKey
    self.form = form
    self.firmwareVersion = firmwareVersion
  }
}

/// A charging profile that a charge point has accepted, as it was sent.
package struct SetProfile: Sendable, Equatable {
  package var chargePointKey: Int64
  package var profileID: Int
  /// JSON.
  package var profile: String
  package var setAt: Instant
}

extension ReadConnection {
  package func profileForms() throws(StoreError) -> [KeptProfileForm] {
    try database.rows(ProfileFormSQL.all) { row in
      KeptProfileForm(
        chargePointKey: row.int64(), form: row.textOrNil(), firmwareVersion: row.textOrNil())
    }
  }

  /// The profiles whose ids lie in a range, of all charge points.
  package func setProfiles(ids: ClosedRange<Int>) throws(StoreError) -> [SetProfile] {
    try database.rows(ProfileFormSQL.set, ids.lowerBound, ids.upperBound) { row in
      SetProfile(
        chargePointKey: row.int64(), profileID: row.int(), profile: row.text(), setAt: row.instant())
    }
  }
}

extension WriteConnection {
  package func saveProfileForm(_ form: KeptProfileForm, at: Instant) throws(StoreError) {
    try database.run(ProfileFormSQL.save, form.chargePointKey, form.form, form.firmwareVersion, at)
  }
}

private enum ProfileFormSQL {
  static let all = Query("SELECT charge_point_key, form, firmware_version FROM profile_form")
  static let set = Query(
    """
    SELECT charge_point_key, profile_id, profile, set_at FROM charging_profile
    WHERE profile_id BETWEEN ? AND ?
    """)
  static let save = Query(
    """
    INSERT INTO profile_form (charge_point_key, form, firmware_version, at) VALUES (?, ?, ?, ?)
    ON CONFLICT (charge_point_key) DO UPDATE SET form = excluded.form,
      firmware_version = excluded.firmware_version, at = excluded.at
    """)
}
