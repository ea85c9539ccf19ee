import Crypto
import Domain
import Formats
import Net
import Site
import Storage

/// The minute in which the next unknown card becomes a registered one.
extension Call {
  func beginCardLearning() async throws -> HTTPResponse {
    var body = try fields()
    let tenantID = body.textOrNil("tenant_id")
    let bayID = body.textOrNil("bay", 1...20)
    var chargePoint = body.textOrNil("charge_point", 1...255)
    var connector = body.integerOrNil("connector", 1...256).map { Int($0) }
    let label = body.textOrNil("label", 0...100) ?? ""
    if let chargePoint, site.board.chargePoint(id: chargePoint)?.record.state != .accepted {
      body.refuse("charge_point", Wording("no-wallbox", "is no accepted wallbox's id"))
    }
    if connector != nil, chargePoint == nil {
      body.refuse("connector", Wording("needs-wallbox", "needs charge_point"))
    }
    if let bayID {
      (chargePoint, connector) = try await place(ofBay: bayID)
      if chargePoint == nil {
        body.refuse("bay", Wording("bay-without-wallbox", "is no bay at which a wallbox stands"))
      }
    }
    try body.finish()
    let tenant = try await site.reader.read { try $0.tenant(named: tenantID) }
    let learning = CardLearning(
      id: randomToken(bits: 60), tenant: tenant, chargePointID: chargePoint, connector: connector,
      label: label, by: caller.name, actor: caller.actor,
      expiresAt: application.settings.realNow().advanced(byMilliseconds: Int64(CardLearning.seconds) * 1000))
    try site.beginLearning(learning)
    try await audited("card_learning.begin", subject: learning.id) { _, note in note.after = learning.json }
    return .json(learning.json, status: 201)
  }

  func showCardLearning() throws -> HTTPResponse { .json(try learningOfPath().json) }

  func cancelCardLearning() async throws -> HTTPResponse {
    let id = try learningOfPath().id
    site.cancelLearning(id)
    try await audited("card_learning.end", subject: id) { _, _ in }
    return HTTPResponse(status: 204)
  }

  private func place(ofBay id: String) async throws -> (String?, Int?) {
    try await site.reader.read { connection in
      guard let bay = try connection.bay(id: id), let key = bay.chargePointKey else { return (nil, nil) }
      return (try connection.chargePoint(key: key)?.id, bay.connector)
    }
  }

  private func learningOfPath() throws(Problem) -> CardLearning {
    guard let learning = site.cardLearning(parameter()) else {
      throw .notFound("card that is being learnt under this id")
    }
    return learning
  }
}

extension CardLearning {
  var json: JSONValue {
    [
      "id": .string(id), "tenant_id": .text(tenantID), "charge_point": .text(chargePointID),
      "connector": .integer(connector), "label": .string(label), "expires_at": .instant(expiresAt),
      "state": .string(state.rawValue), "id_tag": .text(idTag),
    ]
  }
}
