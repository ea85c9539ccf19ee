import Foundation
import Testing

@Suite("The rooms") struct RoomsTests {
  @Test("every import is an arrow of the house")
  func imports() {
    let forbidden = Tree.sources.flatMap { file in Rooms.forbiddenImports(file).map { "\(file.path): \($0)" }
    }
    #expect(forbidden == [])
  }

  @Test("every folder of Sources is a room of the table, and every room has files")
  func table() {
    #expect(Set(Tree.folders(in: "Sources")) == Set(Rooms.all.map(\.name) + Rooms.libraries))
    for room in Rooms.all {
      #expect(Tree.sources.contains { $0.room == room.name }, "\(room.name) is empty")
    }
  }

  @Test("the table says what Package.swift says")
  func twin() throws {
    let package = try #require(Tree.read("Package.swift")).text.filter { !$0.isWhitespace }
    for room in Rooms.all where room.name != "wattkeeper" {
      let mark = "room(\"\(room.name)\",knows:["
      let start = try #require(package.range(of: mark), "Package.swift has no room \(room.name)")
      let list = package[start.upperBound...].prefix { $0 != "]" }
      let knows = Set(list.split(separator: "\"").filter { $0.first?.isLetter == true }.map(String.init))
      #expect(knows == room.knows, "\(room.name)")
    }
  }

  @Test(
    "each library of the system has one door",
    arguments: [
      ("CSQLite", ["Storage"]), ("COpenSSL", ["Crypto"]), ("CLinux", ["Concurrency", "Net", "wattkeeper"]),
    ])
  func doors(_ library: String, _ rooms: [String]) {
    let users = Tree.sources.filter { $0.lines.compactMap(Rooms.imported).contains(library) }
    #expect(Set(users.compactMap(\.room)).isSubset(of: Set(rooms)))
    #expect(!users.isEmpty)
  }

  @Test("Foundation stays outside: one call would take the binary from 14 to 58 MB")
  func foundation() {
    let users = Tree.sources.filter { file in
      file.lines.compactMap(Rooms.imported).contains { $0.hasPrefix("Foundation") }
    }
    #expect(users.map(\.path) == [])
  }

  @Test("no room bears the name of a type in it, which would hide the room's name")
  func names() {
    #expect(Tree.sources.filter(Self.declaresItsRoom).map(\.path) == [])
  }

  private static func declaresItsRoom(_ file: Tree.File) -> Bool {
    guard let room = file.room else { return false }
    return file.lines.contains { line in
      let words = line.split(whereSeparator: { " :<{(".contains($0) })
      return zip(words, words.dropFirst()).contains { kind, name in
        ["struct", "class", "enum", "actor", "protocol", "typealias"].contains(kind) && name == room
      }
    }
  }

  @Test("the map in README.md names every room")
  func map() throws {
    let readme = try #require(Tree.read("README.md"))
    let first = Set(readme.lines.compactMap { $0.split(whereSeparator: { " |`".contains($0) }).first })
    #expect(Rooms.all.map(\.name).filter { !first.contains(Substring($0)) } == [])
  }

  // That these can fail

  @Test(
    "an arrow that is not in the table is seen",
    arguments: [
      ("import Storage", "Billing"), ("package import Glibc", "Domain"),
      ("  internal import Dispatch", "OCPP"),
      ("@preconcurrency import Foundation", "Net"), ("import struct Storage.Row", "Formats"),
      ("import FoundationEssentials", "wattkeeper"),
    ])
  func planted(_ line: String, _ room: String) {
    let file = Tree.File(path: "Sources/\(room)/Planted.swift", text: "// import Fine\n\(line)\n")
    #expect(Rooms.forbiddenImports(file).count == 1)
  }

  @Test("a type with its room's name is seen")
  func plantedName() {
    #expect(
      Self.declaresItsRoom(Tree.File(path: "Sources/Site/A.swift", text: "package final class Site: X {")))
    #expect(!Self.declaresItsRoom(Tree.File(path: "Sources/Site/A.swift", text: "struct SiteClock {}")))
  }
}
