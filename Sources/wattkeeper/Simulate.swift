import Net
import Simulator

extension Command {
  static let simulate = Command(
    name: "simulate", words: "", summary: "wallboxes that pretend, for trying and for load",
    options: [
      Option("--url", "URL", "the OCPP address, ws://HOST:PORT/ocpp; only near hosts"),
      Option("--charge-points", "N", "how many"),
      Option("--scenario", "NAME", LoadScenario.allCases.map(\.rawValue).joined(separator: ", ")),
      Option("--duration", "SECONDS", "how long to measure (default 10)"),
      Option("--id-prefix", "TEXT", "their ids begin so (default CP)"),
      Option("--id-tag", "TAG", "the card they present (default TAG0001)"),
      Option("--rate", "N", "messages per second in all, at fixed times"),
      Option("--json", nil, "report as JSON"),
    ]
  ) { arguments in
    try arguments.expectNoWords(of: "simulate")
    let options: LoadOptions
    do throws(LoadOptionProblem) {
      var wanted = try LoadOptions { arguments[$0] }
      wanted.target.host = try NearbyHost.resolve(wanted.target.host)
      options = wanted
    } catch {
      throw Complaint.usage(error.option, error.why, fix: error.fix)
    }
    let report = await LoadRun(options).run()
    output(arguments.has("--json") ? String(decoding: report.json, as: UTF8.self) + "\n" : report.text)
    guard report.errors == 0, report.accepted > 0 else {
      throw Complaint.failed(
        "simulate", "\(report.errors) errors, \(report.accepted) of \(options.chargePoints) accepted",
        fix: "look at the report and at the service's log")
    }
  }
}
