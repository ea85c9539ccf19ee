// swift-tools-version: 6.3
import PackageDescription

// Settings of every room: Swift 6, all warnings are errors, imports are private unless a room says otherwise.
let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

func room(_ name: String, knows: [Target.Dependency]) -> Target {
  .target(name: name, dependencies: knows, swiftSettings: strict)
}

func tests(of name: String, with more: [Target.Dependency] = []) -> Target {
  .testTarget(name: name + "Tests", dependencies: [.byName(name: name)] + more, swiftSettings: strict)
}

// The arrows below are the house. TidyTests reads every import and holds it against the same table.
let package = Package(
  name: "wattkeeper",
  targets: [
    .executableTarget(
      name: "wattkeeper",
      dependencies: [
        "Simulator", "WebAPI", "Site", "Storage", "Net", "Crypto", "Billing", "OCPP", "Formats",
        "Concurrency", "Domain", "CLinux",
      ],
      swiftSettings: strict),
    room("Simulator", knows: ["OCPP", "Net", "Formats", "Domain"]),
    room(
      "WebAPI",
      knows: [
        "Site", "Billing", "LoadManagement", "Storage", "Net", "Crypto", "Documents", "Formats", "OCPP",
        "Domain",
      ]),
    room(
      "Site",
      knows: [
        "OCPP", "Billing", "LoadManagement", "Storage", "Net", "Crypto", "Formats", "Domain",
      ]),
    room("Storage", knows: ["Concurrency", "CSQLite", "Domain"]),
    room("Net", knows: ["Crypto", "CLinux", "Domain"]),
    room("Crypto", knows: ["COpenSSL", "Domain"]),
    room("Billing", knows: ["Formats", "Domain"]),
    room("OCPP", knows: ["Formats", "Domain"]),
    room("Formats", knows: ["Domain"]),
    room("LoadManagement", knows: ["Domain"]),
    room("Documents", knows: ["Domain"]),
    room("Concurrency", knows: ["CLinux"]),
    room("Domain", knows: []),

    .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
    .systemLibrary(name: "COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(name: "CLinux"),

    tests(of: "Domain"),
    tests(of: "Formats", with: ["Domain"]),
    tests(of: "OCPP", with: ["Formats", "Domain"]),
    tests(of: "Billing", with: ["Formats", "Domain"]),
    tests(of: "LoadManagement", with: ["Domain"]),
    tests(of: "Documents"),
    tests(of: "Crypto", with: ["Domain"]),
    tests(of: "Storage", with: ["Domain", "CSQLite"]),
    tests(of: "Net", with: ["Domain", "CLinux"]),
    tests(
      of: "Site",
      with: [
        "Simulator", "OCPP", "Billing", "LoadManagement", "Storage", "Net", "Crypto", "Formats", "Domain",
      ]),
    tests(
      of: "WebAPI",
      with: ["wattkeeper", "Site", "Storage", "Net", "Crypto", "Formats", "Simulator", "Domain"]),
    tests(of: "Simulator", with: ["OCPP", "Net", "Formats", "Domain"]),
    // What Tests/Live/test_qr_codes.py asks for codes.
    .executableTarget(
      name: "QRMatrices", dependencies: ["Documents"], path: "Tests/QRMatrices", swiftSettings: strict),
    .testTarget(name: "TidyTests", swiftSettings: strict),
  ]
)
