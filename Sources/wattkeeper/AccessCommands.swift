import Domain
import Formats
import Storage
import WebAPI

extension Command {
  private static let dataOption = Option("--data", "DIR", "the data directory (default: as for serve)")

  static let tokenCreate = Command(
    name: "token create", words: "", summary: "makes a token for scripts and prints only the token",
    options: [
      Option("--name", "NAME", "what it is for; stands in the records of what it did"),
      Option("--role", "ROLE", Role.allCases.map(\.rawValue).joined(separator: ", ")), dataOption,
    ]
  ) { arguments in
    try arguments.expectNoWords(of: "token create")
    guard let name = arguments["--name"], !name.isEmpty, name.count <= 100 else {
      throw Complaint.usage(
        "--name", "a name of 1 to 100 characters is needed", fix: "--name backup --role accountant")
    }
    guard let word = arguments["--role"], let role = Role(rawValue: word) else {
      let roles = Role.allCases.map(\.rawValue).joined(separator: ", ")
      throw Complaint.usage("--role", "it must be one of \(roles)", fix: "--role manager")
    }
    let answer = try await OfflineOrOnline(arguments).perform(
      online: {
        try $0.post("/api/v1/tokens", ["name": .string(name), "role": .string(role.rawValue)])["token"]
      },
      offline: { store, _ in
        try await AccessDesk.makeToken(
          name: name, role: role, by: AccessDesk.machine, in: store, at: SystemClock.now()
        ).token
      })
    output(answer + "\n")
  }

  static let claim = Command(
    name: "claim", words: "", summary: "makes a new claim code (24 hours, 5 tries) and prints only the code",
    options: [dataOption]
  ) { arguments in
    try arguments.expectNoWords(of: "claim")
    let code = try await OfflineOrOnline(arguments).perform(
      online: { try $0.post("/api/v1/claim-codes", [:])["code"] },
      offline: { store, folder in
        let code = try await AccessDesk.makeClaimCode(
          by: AccessDesk.machine, in: store, at: SystemClock.now())
        guard ClaimCodeFile(path: folder.claimCodePath).write(code) else {
          throw Complaint.failed(
            folder.claimCodePath, "it cannot be written", fix: "check the folder's owner")
        }
        return code
      })
    output(code + "\n")
  }
}

/// Commands that write go through the running service while there is one, and open the file themselves else.
private struct OfflineOrOnline {
  let folder: String

  init(_ arguments: Arguments) {
    folder =
      arguments["--data"] ?? environment()["WATTKEEPER_DATA"]
      ?? DefaultFolders.data(environment: environment())
  }

  func perform(
    online: (ControlClient) throws -> JSONValue?,
    offline: @Sendable (Store, DataDirectory) async throws -> String
  ) async throws -> String {
    let directory = try DataDirectory(path: folder)
    let service = ControlClient(path: directory.controlSocketPath)
    var held = try Self.lock(directory)
    // A service that just starts does not listen yet; one that just ends does no more.
    for _ in 0..<50 where held == nil {
      guard try service.isDeserted() else { break }
      try await Task.sleep(for: .milliseconds(100))
      held = try Self.lock(directory)
    }
    guard let lock = held else {
      guard let text = try online(service)?.stringValue else {
        throw Complaint.failed(
          folder, "the running service gave an answer without it", fix: "the same version of both")
      }
      return text
    }
    let store = try Store(path: directory.databasePath) { SystemClock.now() }
    let result = try await offline(store, directory)
    await store.close()
    withExtendedLifetime(lock) {}
    return result
  }

  /// Nil while a service holds the directory.
  private static func lock(_ directory: DataDirectory) throws(StoreError) -> DataLock? {
    do throws(StoreError) {
      return try directory.lock()
    } catch {
      if error.kind == .locked { return nil }
      throw error
    }
  }
}
