import Domain
import Formats
import Storage
import WebAPI

extension Command {
  static let userList = Command(
    name: "user list", words: "", summary: "lists who has access: name, role and state, one a line",
    options: [dataOption]
  ) { arguments in
    try arguments.expectNoWords(of: "user list")
    let answer = try await OfflineOrOnline(arguments).perform(
      online: { service in
        let items = try service.get("/api/v1/accounts")["items"]?.arrayValue ?? []
        let lines = items.map { item in
          let state =
            item["disabled_at"] != .null ? "disabled" : item["has_password"] == true ? "active" : "invited"
          return line(item["name"]?.stringValue ?? "", item["role"]?.stringValue ?? "", state)
        }
        return .string(lines.joined())
      },
      offline: { store, _ in
        try await store.write { try $0.accounts() }.map { account in
          let state = account.disabledAt != nil ? "disabled" : account.password.isEmpty ? "invited" : "active"
          return line(account.name, account.role.rawValue, state)
        }.joined()
      })
    output(answer)
  }

  static let userResetPassword = Command(
    name: "user reset-password", words: "NAME",
    summary: "prints a link with which NAME chooses a new password (7 days, once)", options: [dataOption],
    notes: [
      "Put the address of this appliance before the link, if it does not begin with http."
    ]
  ) { arguments in
    guard arguments.words.count == 1, let name = arguments.words.first else {
      throw Complaint.usage("NAME", "one name is needed", fix: "wattkeeper user list")
    }
    let answer = try await OfflineOrOnline(arguments).perform(
      online: { service in
        let made = try service.post("/api/v1/account-links", ["name": .string(name)])
        guard let path = made["path"]?.stringValue else { return nil }
        return .string((made["public_url"]?.stringValue ?? "") + path)
      },
      offline: { store, _ in
        try await AccountDesk.resetPassword(
          of: name, by: AccessDesk.machine, in: store, at: SystemClock.now())
      })
    output(answer + "\n")
  }

  private static func line(_ name: String, _ role: String, _ state: String) -> String {
    "\(name)\t\(role)\t\(state)\n"
  }
}
