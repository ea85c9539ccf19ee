import Billing
import Domain

extension Command {
  static let price = Command(
    name: "price", words: "FILE", summary: "prices one transaction from a JSON file (- is standard input)",
    options: [], notes: ["Touches no database. Input and output are described in the interface document."]
  ) { arguments in
    guard let path = arguments.words.first, arguments.words.count == 1 else {
      throw Complaint.usage("price", "exactly one FILE is needed", fix: "wattkeeper price - < charge.json")
    }
    guard let bytes = readWholeFile(path, limit: 16 << 20) else {
      throw Complaint.failed(path, "it cannot be read, or is larger than 16 MiB", fix: "check the path")
    }
    let zones = Zones()
    do throws(InvalidInput) {
      let result = try priceFile(bytes) { name in
        guard let rules = zones.rules(name) else { throw UnknownZone() }
        return rules
      }
      output(String(decoding: result, as: UTF8.self))
    } catch {
      let place = error.path.isEmpty ? path : error.path
      throw Complaint.usage(place, error.reason, fix: "correct it and run wattkeeper price again")
    }
  }

  private struct UnknownZone: Error {}
}
