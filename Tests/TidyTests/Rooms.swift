/// Who may know whom: the twin of Package.swift, held against the imports of every file, because the compiler
/// lets undeclared imports of sibling rooms, Dispatch and Glibc pass.
enum Rooms {
  struct Room {
    let name: String
    let knows: Set<String>
    /// What it may take from the system.
    let system: Set<String>
  }

  /// Reads no file and no clock, waits for nothing: values in, values out.
  private static func pure(_ name: String, knows: Set<String>) -> Room {
    Room(name: name, knows: knows, system: [])
  }

  static let all = [
    Room(
      name: "wattkeeper",
      knows: [
        "Simulator", "WebAPI", "Site", "Storage", "Net", "Crypto", "Billing", "OCPP", "Formats",
        "Concurrency", "Domain", "CLinux",
      ],
      system: ["Glibc", "Dispatch", "Synchronization"]),
    Room(name: "Simulator", knows: ["OCPP", "Net", "Formats", "Domain"], system: ["Glibc"]),
    Room(
      name: "WebAPI",
      knows: [
        "Site", "Billing", "LoadManagement", "Storage", "Net", "Crypto", "Documents", "Formats", "OCPP",
        "Domain",
      ],
      system: ["Glibc"]),
    Room(
      name: "Site",
      knows: ["OCPP", "Billing", "LoadManagement", "Storage", "Net", "Crypto", "Formats", "Domain"],
      system: ["Glibc", "Synchronization"]),
    Room(
      name: "Storage", knows: ["Concurrency", "CSQLite", "Domain"],
      system: ["Glibc", "Dispatch", "Synchronization"]),
    Room(
      name: "Net", knows: ["Crypto", "CLinux", "Domain"],
      system: ["Glibc", "Dispatch", "Synchronization"]),
    Room(name: "Crypto", knows: ["COpenSSL", "Domain"], system: ["Glibc"]),
    pure("Billing", knows: ["Formats", "Domain"]),
    pure("OCPP", knows: ["Formats", "Domain"]),
    pure("LoadManagement", knows: ["Domain"]),
    pure("Documents", knows: ["Domain"]),
    pure("Formats", knows: ["Domain"]),
    Room(name: "Concurrency", knows: ["CLinux"], system: ["Glibc", "Dispatch", "Synchronization"]),
    pure("Domain", knows: []),
  ]

  /// System libraries are named like rooms but hold no Swift.
  static let libraries = ["CLinux", "COpenSSL", "CSQLite"]

  static func named(_ name: String) -> Room? { all.first { $0.name == name } }

  /// The module of an import line; nil for other lines.
  static func imported(by line: Substring) -> String? {
    var words = line.split(separator: " ")
    while let word = words.first, word.hasPrefix("@") || modifiers.contains(word) { words.removeFirst() }
    guard words.first == "import", words.count > 1 else { return nil }
    if kinds.contains(words[1]), words.count > 2 { words.removeFirst() }
    return String(words[1].split(separator: ".")[0])
  }

  private static let modifiers: Set<Substring> = ["public", "package", "internal", "fileprivate", "private"]
  private static let kinds: Set<Substring> = ["struct", "class", "enum", "protocol", "func", "var", "let"]

  static func forbiddenImports(_ file: Tree.File) -> [String] {
    guard let name = file.room, let room = named(name) else { return [] }
    return file.lines.compactMap(imported).filter { !room.knows.contains($0) && !room.system.contains($0) }
  }
}
