import Domain
import Glibc
import Net
import Simulator

extension Command {
  static let demo = Command(
    name: "demo", words: "", summary: "a site with a past to look at: serve, with wallboxes that pretend",
    options: [
      Option(
        "--data", "DIR", "keep it in DIR, which must be new (default: a temporary one, removed at the end)"),
      Option("--listen", "HOST:PORT", "as for serve (default 0.0.0.0:8080)"),
      Option("--web", "DIR", "as for serve"),
    ],
    notes: ["The site's clock starts a month ago, runs in fast motion to now, then 30 times as fast as life."]
  ) { arguments in
    try arguments.expectNoWords(of: "demo")
    var options = try ServeOptions(arguments, environment: environment()) { path throws(Complaint) in
      try textOfFile(path)
    }
    let folder = try DemoFolder(arguments["--data"])
    options.dataFolder = folder.path
    do {
      try await play(options)
    } catch {
      folder.removeIfTemporary()
      throw error
    }
    folder.removeIfTemporary()
  }

  /// Serves, and lets wallboxes pretend, until the process is asked to stop.
  private static func play(_ options: ServeOptions) async throws {
    var options = options
    let stop = try StopSignals()
    let present = SystemClock.now().advanced(byMilliseconds: DemoSite.fastMotionMs)
    let house = DemoHouse.lindenhof
    options.clock = .course(DemoSite.course(to: present), present: present)
    let appliance = try await Appliance.start(options)
    let site = DemoSite(appliance: appliance, house: house, present: present)
    let lines = try await site.furnish()
    try await announce(appliance, options)
    tell(lines.joined(separator: "\n"))
    let world = await site.world()
    await world.switchOn()
    let progress = Task { try await site.tellProgress() }
    await stop.wait()
    progress.cancel()
    await world.switchOff()
    await appliance.stop()
  }
}

/// Where the demo lies.
private struct DemoFolder {
  let path: String
  private let isTemporary: Bool

  init(_ given: String?) throws(Complaint) {
    if let given {
      path = given
      isTemporary = false
      return
    }
    var template = Array("/tmp/wattkeeper-demo-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else {
      throw .failed("/tmp", String(cString: strerror(errno)), fix: "wattkeeper demo --data DIR")
    }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    isTemporary = true
  }

  func removeIfTemporary() {
    guard isTemporary else { return }
    for name in ["wattkeeper.db", "wattkeeper.db-wal", "wattkeeper.db-shm", "lock", "claim-code"] {
      removeFile(path + "/" + name)
    }
    rmdir(path)
  }
}
