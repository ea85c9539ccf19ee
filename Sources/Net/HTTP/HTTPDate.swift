import Glibc

/// The Date header (RFC 9110, 5.6.7), written anew once a second.
@NetworkLoop
enum HTTPDate {
  private static var second: time_t = 0
  private static var text: [UInt8] = []

  static var current: [UInt8] {
    let now = time(nil)
    if now != second {
      second = now
      text = formatted(now)
    }
    return text
  }

  /// "Sun, 06 Nov 1994 08:49:37 GMT"
  nonisolated static func formatted(_ time: time_t) -> [UInt8] {
    var time = time
    var parts = tm()
    gmtime_r(&time, &parts)
    let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    let date = [days[Int(parts.tm_wday)] + ",", two(parts.tm_mday), months[Int(parts.tm_mon)]]
    let clock = [two(parts.tm_hour), two(parts.tm_min), two(parts.tm_sec)].joined(separator: ":")
    let words = date + [String(1900 + Int(parts.tm_year)), clock, "GMT"]
    return [UInt8](words.joined(separator: " ").utf8)
  }

  private nonisolated static func two(_ number: Int32) -> String {
    number < 10 ? "0\(number)" : "\(number)"
  }
}
