import Glibc
import Simulator

/// `wattkeeper simulate`: wallboxes that pretend, for trying and for load.
enum SimulateCommand {
  static let options = [
    Option(
      "--url", "ws://HOST:PORT/ocpp", "the server's OCPP address; on this machine or in a private network"),
    Option("--charge-points", "N", "how many wallboxes connect"),
    Option("--scenario", "NAME", "heartbeat, session, idle or storm"),
    Option("--duration", "S", "how many seconds are measured, after a warm-up (default 10)"),
    Option("--id-prefix", "TEXT", "ids are this and six digits (default CP: CP000001, …)"),
    Option("--id-tag", "TAG", "the card that charges (default TAG0001)"),
    Option("--rate", "R", "messages per second in all (default: as fast as answers come)"),
    Option("--json", nil, "report as JSON"),
  ]

  /// Returns the exit code: 0, or 1 when anything went wrong under load.
  static func run(_ words: [String]) async throws(Complaint) -> Int32 {
    let arguments = try Arguments(words, options: options, of: "simulate")
    try arguments.expectNoWords(of: "simulate")
    var load: LoadOptions
    do throws(LoadOptionProblem) {
      load = try LoadOptions { arguments[$0] }
      load.target.host = try NearbyHost.resolve(load.target.host)
    } catch {
      throw .usage(error.option, error.why, fix: error.fix)
    }
    let report = await LoadRun(load).run()
    print(report, asJSON: arguments.has("--json"))
    return report.errors == 0 && report.accepted == load.chargePoints ? 0 : Complaint.failedCode
  }

  private static func print(_ report: LoadReport, asJSON: Bool) {
    let bytes = asJSON ? report.json + [UInt8(ascii: "\n")] : Array(report.text.utf8)
    var start = 0
    while start < bytes.count {
      let written = bytes.withUnsafeBytes {
        write(STDOUT_FILENO, $0.baseAddress?.advanced(by: start), bytes.count - start)
      }
      guard written > 0 else { return }
      start += written
    }
  }
}
