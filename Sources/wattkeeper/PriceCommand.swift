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
      "    PARKING_TIME, price, step_size, vat}, elements[].restrictions{start_time, end_time HH:MM,",
      "    start_date, end_date, day_of_week[], min_kwh, max_kwh, min_power, max_power (kW), min_current,",
      "    max_current (A), min_duration, max_duration (s), reservation RESERVATION|RESERVATION_EXPIRES},",
      "    min_price and max_price {excl_vat, incl_vat}; and tax_included YES|NO, default_vat,",
      "    vat_changes[]{from, vat}, waive_if_energy_below_wh, dynamic{slots[]{from, to, price_per_mwh},",
      "    markup_percent, surcharge_per_kwh, floor_per_kwh, vat} for energy that no element prices",
      "  session: start, stop, readings[]{t, wh}, states[]{from, to, state charging|idle, current_a},",
      "    register_modulus_wh, reservation{from, to, expired}",
      "It prints net, vat and gross, the lines and VAT rates they are made of, and a sentence for each step.",
      "Flags: meter_reset, no_readings, waived, and interpolated: a price changed between readings that lie",
      "more than 15 minutes apart.",
      "What is wrong with FILE is told with its path; the exit code is 2 then. A missing market price is too",
      "(tariff.dynamic.slots): the charge is not priceable yet.",
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
