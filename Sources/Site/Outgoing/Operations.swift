import Domain
package import Formats
import Net
import OCPP
import Storage

/// What is asked of a wallbox. A person's intent is on disk before anything is sent; what came of it, and
/// what it set in the wallbox (`Effect`), before anyone hears of it.
extension ChargingSite {
  /// Sends any operation that OCPP 1.6 knows and waits for the answer.
  ///
  /// - Throws: `unknownChargePoint`, `notAccepted`, `invalidPayload` (nothing was sent), `offline`,
  ///   `timeout`, `disk`.
  package func send(
    action: String, payload: JSONValue, to chargePointID: String, timeoutMs: Int?, by: String,
    also note: Alongside? = nil
  ) async throws(SiteError) -> OperationOutcome {
    let live = try accepted(chargePointID)
    do {
      try OperationPayload.validate(action: action, payload: payload)
    } catch {
      throw .invalidPayload(path: error.path, reason: error.reason)
    }
    guard live.link != nil else { throw .offline }
    let passwordChange = PasswordChange(action: action, payload: payload)
    let shown = payload.withoutPasswords
    let key = try await noteIntent(action, shown, live, by: by, also: note)
    if let passwordChange { try await passwordChange.begin(live, on: self) }
    let start = await expectStart(action, payload, at: live)
    let result = await answer(
      to: action, payload, from: live, timeoutMs: timeoutMs ?? limits.callTimeoutMs, isOwn: false
    ).map(\.withoutPasswords)
    if let start { noteStartAnswer(start, result, at: live) }
    noteProfilesChanged(by: action, at: live)
    if let passwordChange { try await passwordChange.end(result, live, on: self) }
    let at = now()
    let effect = Effect(action, shown, result, from: live.record, person: by, at: at)
    await keep(outcomeOf: action) { file in
      try file.completeOperation(key: key, outcome: result.word, response: result.response, at: at)
      try effect?.keep(in: file)
    }
    return try result.get()
  }

  /// Sends a call that the appliance makes on its own account: nobody waits for it on a page, so that it is
  /// not on the list of operations.
  func ask(
    _ request: some OperationRequest, of live: LiveChargePoint, timeoutMs: Int? = nil
  ) async -> Result<OperationOutcome, SiteError> {
    let action = type(of: request).action
    let operation: JSONValue
    do {
      operation = try JSONValue.parse(Operation(request).payload)
    } catch {
      return .failure(.conflict("\(action) cannot be sent: \(error)"))
    }
    let result = await answer(
      to: action, operation, from: live, timeoutMs: timeoutMs ?? limits.callTimeoutMs, isOwn: true
    ).map(\.withoutPasswords)
    if let effect = Effect(action, operation, result, from: live.record, person: nil, at: now()) {
      await keep(outcomeOf: action, effect.keep)
    }
    return result
  }

  /// Asks the wallbox to start a charge for a card (OCPP 1.6, 5.11). The transaction begins when the wallbox
  /// says so.
  ///
  /// - Throws: as `send`; `mayNotCharge` when the card would be refused.
  package func startCharge(
    at chargePointID: String, connector: Int, idTag: String, by: String, also note: Alongside? = nil
  ) async throws(SiteError) -> OperationOutcome {
    guard connector >= 1 else { throw .unknownConnector }
    _ = try accepted(chargePointID)
    let right = try await right(of: idTag, at: chargePointID, connector: connector)
    if let refusal = right.refusal { throw .mayNotCharge(refusal) }
    return try await send(
      action: "RemoteStartTransaction",
      payload: ["connectorId": .number(String(connector)), "idTag": .string(idTag)], to: chargePointID,
      timeoutMs: nil, by: by, also: note)
  }

  /// Asks the wallbox to stop a charge (OCPP 1.6, 5.12).
  package func stopCharge(
    _ transactionID: Int64, by: String, also note: Alongside? = nil
  ) async throws(SiteError) -> OperationOutcome {
    guard let live = board.chargePoint(running: transactionID) else {
      throw try await isKnown(transactionID)
        ? .conflict(Wording("ended-already", "This charge has ended already.")) : .unknownTransaction
    }
    return try await send(
      action: "RemoteStopTransaction", payload: ["transactionId": .number(String(transactionID))],
      to: live.record.id, timeoutMs: nil, by: by, also: note)
  }

  private func accepted(_ chargePointID: String) throws(SiteError) -> LiveChargePoint {
    guard let live = board.chargePoint(id: chargePointID) else { throw .unknownChargePoint }
    guard live.record.state == .accepted else { throw .notAccepted }
    return live
  }

  private func isKnown(_ transactionID: Int64) async throws(SiteError) -> Bool {
    try await onDisk(reading: { file in try file.transaction(id: transactionID) != nil })
  }

  private func answer(
    to action: String, _ payload: JSONValue, from live: LiveChargePoint, timeoutMs: Int, isOwn: Bool
  ) async -> Result<OperationOutcome, SiteError> {
    guard let link = live.link else { return .failure(.offline) }
    do throws(SiteError) {
      return .success(try await link.calls.call(action, payload, timeoutMs: timeoutMs, isOwn: isOwn))
    } catch {
      return .failure(error)
    }
  }

  private func noteIntent(
    _ action: String, _ payload: JSONValue, _ live: LiveChargePoint, by: String,
    also note: Alongside?
  ) async throws(SiteError) -> Int64 {
    let (key, at) = (live.record.key, now())
    let text = String(decoding: payload.serialized, as: UTF8.self)
    return try await onDisk { file in
      let operation = try file.insertOperation(
        chargePointKey: key, action: action, payload: text, requestedBy: by, at: at)
      try note?(file)
      return operation
    }
  }

  /// The wallbox has done it, whether it can be written down or not: its answer is passed on all the same.
  private func keep(
    outcomeOf action: String, _ body: @escaping @Sendable (WriteConnection) throws -> Void
  ) async {
    do {
      try await store.write(body)
    } catch {
      report(error, while: "keeping what \(action) came to")
    }
  }

  /// A write whose failure a person hears of.
  func onDisk<T: Sendable>(
    _ body: @escaping @Sendable (WriteConnection) throws -> T
  ) async throws(SiteError) -> T {
    do {
      return try await store.write(body)
    } catch {
      throw SiteError(error)
    }
  }

  /// A read whose failure a person hears of.
  func onDisk<T: Sendable>(
    reading body: @escaping @Sendable (ReadConnection) throws -> T
  ) async throws(SiteError) -> T {
    do {
      return try await reader.read(body)
    } catch {
      throw SiteError(error)
    }
  }
}

extension Result<OperationOutcome, SiteError> {
  /// As it stands in the operation's row.
  fileprivate var word: String {
    switch self {
    case .success(.answered): "answered"
    case .success(.error): "error"
    case .failure: "no_answer"
    }
  }

  fileprivate var response: String? {
    switch self {
    case .success(.answered(let payload)): String(decoding: payload.serialized, as: UTF8.self)
    case .success(.error(let code, let description)): "\(code): \(description)"
    case .failure: nil
    }
  }
}

extension SiteError {
  init(_ error: any Error) {
    switch error {
    case let error as SiteError: self = error
    case let error as StoreError: self = .disk(error)
    default: self = .conflict("\(error)")
    }
  }
}
