import Domain
import Formats
import Net
import Site

/// One request on its way through a handler. The handlers stand in extensions, one file per noun.
@NetworkLoop
struct Call {
  let request: HTTPRequest
  let exchange: HTTPExchange
  let application: WebApplication
  let caller: Caller
  /// What stood at the places of the route's pattern.
  let parameters: [String]

  var site: ChargingSite { application.site }

  /// The same call as whoever it has turned out to come from.
  func acting(as actor: String) -> Call {
    var caller = caller
    caller.actor = actor
    return Call(
      request: request, exchange: exchange, application: application, caller: caller, parameters: parameters)
  }

  /// The place with this index; the route table guarantees it for the patterns it lists.
  func parameter(_ index: Int = 0) -> String { index < parameters.count ? parameters[index] : "" }

  /// The JSON body; an empty one counts as `{}`.
  func fields() throws(Problem) -> BodyFields {
    if request.body.isEmpty { return try BodyFields(.object(JSONObject())) }
    guard Self.isJSON(request.header("content-type")) else { throw .notJSON }
    let body: JSONValue
    do throws(JSONError) {
      body = try JSONValue.parse(request.body)
    } catch {
      throw .unreadable(error.reason, path: error.path)
    }
    return try BodyFields(body)
  }

  /// A whole number at a place of the pattern, such as a transaction's id.
  func number(_ index: Int = 0, _ what: String) throws(Problem) -> Int64 {
    guard let number = Int64(parameter(index)), number > 0 else { throw .notFound(what) }
    return number
  }

  /// Whether a Content-Type header says JSON.
  static func isJSON(_ contentType: String?) -> Bool {
    guard let type = contentType?.split(separator: ";").first else { return false }
    return type.filter { !$0.isWhitespace }.lowercased() == "application/json"
  }
}
