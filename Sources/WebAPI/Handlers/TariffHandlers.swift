import Billing
import Domain
import Formats
import Net
import Site
import Storage

extension Call {
  func listTariffs() async throws -> HTTPResponse {
    let limit = try pageLimit()
    let cursor = try pageCursor()
    let page = try await site.reader.read { try $0.tariffVersions(after: cursor, limit: limit) }
    return .list(try page.items.map { try $0.json }, next: page.next?.text)
  }

  func createTariff() async throws -> HTTPResponse {
    var body = try fields()
    let name = body.text("name", 1...100)
    let validFrom = body.instantOrNil("valid_from")
    let json = body.objectValue("tariff")
    try body.finish()
    let tariff: Tariff
    do throws(InvalidInput) {
      tariff = try Tariff.parse(json)
    } catch {
      throw Problem.invalid(error.path.isEmpty ? "tariff" : "tariff.\(error.path)", "\(error.reason)")
    }
    let version = try await site.addTariff(
      name: name, validFrom: validFrom, tariff: tariff, by: caller.name,
      also: auditMade("tariff.create") { version in
        (version.tariffID, ["name": .string(version.name), "version": .integer(version.version)])
      })
    return .json(try version.json, status: 201)
  }
}

extension TariffVersion {
  var json: JSONValue {
    get throws {
      [
        "tariff_id": .string(tariffID), "name": .string(name), "version": .integer(version),
        "valid_from": .instant(validFrom), "tariff": try JSONValue.parse(tariffJSON),
        "created_at": .instant(createdAt),
      ]
    }
  }
}
