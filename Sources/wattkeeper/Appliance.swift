import Domain
import Net
import Site
import Storage
import WebAPI

/// Everything that runs while the service runs, wired together.
@NetworkLoop
final class Appliance {
  let site: ChargingSite
  /// Where it listens, with the port it really got.
  let address: ListenAddress
  let clock: SiteClock
  let passwords: any PasswordWork
  private let folder: DataDirectory
  private let lock: DataLock
  private let web: WebApplication
  private let server: HTTPServer

  private static let closingGraceMs = 800

  private init(
    site: ChargingSite, address: ListenAddress, clock: SiteClock, passwords: any PasswordWork,
    folder: DataDirectory, lock: DataLock, web: WebApplication, server: HTTPServer
  ) {
    self.site = site
    self.address = address
    self.clock = clock
    self.passwords = passwords
    self.folder = folder
    self.lock = lock
    self.web = web
    self.server = server
  }

  /// Opens the data directory and listens. Throws a `Complaint`.
  static func start(_ options: ServeOptions) async throws -> Appliance {
    let webFolder = try Self.webFolder(options)
    let folder = try DataDirectory(path: options.dataFolder)
    let lock = try folder.lock()
    let clock = SiteClock()
    let zones = Zones()
    let store = try Store(path: folder.databasePath) { clock.now() }
    let reader = try StoreReader(path: folder.databasePath)
    try await clock.settle(options.clock, store: store, reader: reader)
    let limits = Limits()
    let site = try await ChargingSite.open(
      store: store, reader: reader, cards: try StoreReader(path: folder.databasePath), limits: limits,
      now: { clock.now() }, zone: { zones.rules($0) }, log: { tell($0) })
    let listen = options.listen
    let passwords = SecretThreads()
    let web = WebApplication(
      site: site,
      settings: WebApplication.WebSettings(
        webFolder: webFolder, publicURL: options.publicURL, version: Wattkeeper.version,
        claimCodeFile: ClaimCodeFile(path: folder.claimCodePath), hasTestClock: clock.isPretended,
        realNow: { SystemClock.now() }, addresses: { listen.reachableHosts },
        hosts: { listen.ownHosts }, hostName: NetworkAddresses.hostName(), log: { tell($0) }),
      passwords: passwords)
    let server = HTTPServer(limits: limits, application: web)
    let bound = try server.listen(host: options.listen.host, port: options.listen.port)
    try server.listen(unixPath: folder.controlSocketPath)
    web.port = bound.port
    web.open()
    return Appliance(
      site: site, address: ListenAddress(host: bound.host, port: bound.port), clock: clock,
      passwords: passwords, folder: folder, lock: lock, web: web, server: server)
  }

  /// Stops accepting, lets running writes finish, tells everyone goodbye, and closes the file.
  func stop() async {
    web.close()
    await server.close(graceMilliseconds: Self.closingGraceMs)
    await site.close()
    await site.reader.close()
    await site.store.close()
    removeFile(folder.controlSocketPath)
    withExtendedLifetime(lock) {}
  }

  /// The claim code while nobody owns the site: the one in the file if it still works, else a new one.
  func claimCode() async throws -> String? {
    let file = ClaimCodeFile(path: folder.claimCodePath)
    let now = SystemClock.now()
    guard try await !AccessDesk.isClaimed(site.reader) else {
      file.remove()
      return nil
    }
    if let kept = file.read(), let code = try await AccessDesk.validClaimCode(kept, in: site.reader, at: now)
    {
      return code
    }
    let code = try await AccessDesk.makeClaimCode(
      by: AuditChain.appliance, in: site.store, at: now)
    guard file.write(code) else {
      throw Complaint.failed(file.path, "it cannot be written", fix: "check the folder's owner and space")
    }
    return code
  }

  private static func webFolder(_ options: ServeOptions) throws(Complaint) -> String {
    guard let given = options.webFolder else {
      return try DefaultFolders.web(binary: DefaultFolders.binary())
    }
    guard canRead(given + "/index.html") else {
      throw .failed("web files", "there is no index.html in \(given)", fix: "--web DIR")
    }
    return given
  }
}
