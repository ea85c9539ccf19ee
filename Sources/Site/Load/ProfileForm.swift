import OCPP

/// The forms in which wallboxes take a limit, in the order in which they are tried: firmware differs in the
/// purposes and units it understands. Kept by their raw values.
enum ProfileForm: String, CaseIterable {
  case defaultAmperes = "tx_default_a"
  case defaultWatts = "tx_default_w"
  case wholeAmperes = "charge_point_max_a"
  case wholeWatts = "charge_point_max_w"
  case chargeAmperes = "tx_a"
  case chargeWatts = "tx_w"

  /// The forms that can be tried on a wallbox: one for the whole wallbox only where it has one connector.
  static func candidates(connectors: Int) -> [ProfileForm] {
    allCases.filter { connectors == 1 || !$0.isForWhole }
  }

  var isForWhole: Bool { self == .wholeAmperes || self == .wholeWatts }

  /// It holds only while a charge runs. Between charges such a wallbox gives what it likes, and its maximum
  /// is reserved; after a charge the others make room within seconds, before the next car is plugged in.
  var isForCharge: Bool { self == .chargeAmperes || self == .chargeWatts }

  var unit: ChargingSchedule.RateUnit {
    switch self {
    case .defaultAmperes, .wholeAmperes, .chargeAmperes: .amperes
    case .defaultWatts, .wholeWatts, .chargeWatts: .watts
    }
  }

  var purpose: ChargingProfile.Purpose {
    switch self {
    case .defaultAmperes, .defaultWatts: .txDefaultProfile
    case .wholeAmperes, .wholeWatts: .chargePointMaxProfile
    case .chargeAmperes, .chargeWatts: .txProfile
    }
  }
}
