import Billing
import Domain

extension Command {
  static let price = Command(
    name: "price", words: "FILE", summary: "prices one transaction from a JSON file (- is standard input)",
    options: [],
    notes: [
      "Touches no database. FILE holds one JSON object, decimals and VAT rates as strings, instants in UTC:",
      "  timezone: an IANA name",
      "  tariff: in OCPI 2.2.1's names: currency, elements[].price_components[]{type FLAT|ENERGY|TIME|",
      "    PARKING_TIME, price, step_size, vat}, min_price and max_price {excl_vat, incl_vat}; and",
      "    tax_included YES|NO, default_vat, waive_if_energy_below_wh",
      "  session: start, stop, readings[]{t, wh}, states[]{from, to, state charging|idle},",
      "    register_modulus_wh",
      "It prints net, vat and gross, the lines and VAT rates they are made of, and a sentence for each step.",
      "What is wrong with FILE is told with its path; the exit code is 2 then.",
    ]
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
