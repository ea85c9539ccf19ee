import Crypto
import Domain
import Formats
import LoadManagement
import Site
import Storage

// What people decide of a thing, as the audit keeps it before and after.

extension ChargePoint {
  var auditJSON: JSONValue {
    [
      "name": .string(name), "state": .string(state.rawValue),
      // Another one with every password; tells nothing of it.
      "password": .text(credential.map { hex(Array($0.salt.prefix(4))) }),
      "accepts_no_subprotocol": .bool(settings.acceptsNoSubprotocol),
      "clock": .string(settings.clock.rawValue),
      "energy_correction": .string(settings.energyCorrection.rawValue),
      "may_be_configured": .bool(settings.mayBeConfigured),
      "may_be_paused": .bool(settings.mayBePaused),
      "auto_start_card": .integer(settings.autoStart?.idTagKey),
      "keeps_local_list": .bool(settings.keepsLocalList),
    ]
  }
}

extension LoadGroup {
  var auditJSON: JSONValue { ["name": .string(name), "limit_a": .integer(limitA)] }
}

extension LoadView.Connector {
  var auditJSON: JSONValue {
    ["group": .text(groupID), "max_a": .integer(maxA), "phases": .integer(phases)]
  }
}

extension Account {
  var auditJSON: JSONValue { ["name": .string(name), "role": .string(role.rawValue)] }
}

extension APIToken {
  var auditJSON: JSONValue { ["name": .string(name), "role": .string(role.rawValue)] }
}
