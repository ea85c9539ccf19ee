import Crypto
import Domain
import Formats
import Net
import OCPP
import Storage

/// A card that is not on a local list, and why.
package struct LeftOutCard: Sendable, Equatable {
  /// API: `reason`.
  package enum Reason: String, Sendable {
    /// More than 20 characters, which no message of the standard holds.
    case tooLong = "too_long"
    /// The wallbox holds fewer cards.
    case noRoom = "no_room"
  }

  package let idTag: String
  package let reason: Reason
}

/// The local list as one wallbox should have it: the cards that may charge at one of its bays, under each of
/// their numbers, as it spells them. Of the others those that are blocked, and those that were used there, as
/// refused: the wallbox may take in cards that it does not know, or remember that they might charge, and its
/// list outweighs both (OCPP 1.6, 3.5.2).
struct CardList: Sendable {
  let entries: [AuthorizationData]
  let leftOut: [LeftOutCard]
  /// The most that the wallbox holds; nil: it did not say.
  let mostEntries: Int?
  /// How many it takes at once.
  let entriesAtOnce: Int

  /// OCPP 1.6, 7.28: CiString20Type.
  private static let longest = 20
  /// A wallbox that does not tell how many it takes at once is likely a small one. Twenty cards are some
  /// 2 KB, which fits the receive buffers of small firmware.
  private static let fewEntries = 20
  /// How far back it is looked how cards are spelt, and which are used.
  private static let transactionsSearched = 10_000

  /// Of a wallbox whose list is to be empty.
  static let empty = CardList(entries: [], leftOut: [], mostEntries: nil, entriesAtOnce: fewEntries)

  private init(entries: [AuthorizationData], leftOut: [LeftOutCard], mostEntries: Int?, entriesAtOnce: Int) {
    self.entries = entries
    self.leftOut = leftOut
    self.mostEntries = mostEntries
    self.entriesAtOnce = entriesAtOnce
  }

  /// Reads what a wallbox should have. With more cards than it holds, those that may charge come first, and
  /// of these the most recently used.
  init(of chargePointKey: Int64, _ access: AccessCheck, at now: Instant, in file: ReadConnection) throws {
    let keys = try file.configurationKeys(chargePointKey: chargePointKey)
    let habits = Habits(
      try file.presentedTexts(chargePointKey: chargePointKey, inNewest: Self.transactionsSearched))
    var cards: [(entry: AuthorizationData, card: IdTag, lastUse: Int64)] = []
    var leftOut: [LeftOutCard] = []
    let aliases = Dictionary(grouping: try file.allAliases(), by: \.idTagKey)
    for card in try file.idTags(after: nil, limit: Int(Int32.max)).items where !card.isPhone {
      let right = try access.bestRight(of: card, on: now, in: file)
      for number in [card.idTag] + (aliases[card.key] ?? []).map(\.idTag) {
        let canonical = IdTag.canonical(number)
        guard right.mayCharge || card.status == .blocked || habits.usedHere.contains(canonical) else {
          continue
        }
        let spelt = habits.spelling[canonical] ?? canonical
        guard Self.fits(spelt) else {
          leftOut.append(LeftOutCard(idTag: number, reason: .tooLong))
          continue
        }
        let entry = AuthorizationData(idTag: spelt, idTagInfo: IdTagInfo(of: right))
        cards.append((entry, card, habits.lastUse[canonical] ?? 0))
      }
    }
    cards.sort { a, b in
      let (aMay, bMay) = (a.entry.mayCharge, b.entry.mayCharge)
      if aMay != bMay { return aMay }
      return a.lastUse != b.lastUse ? a.lastUse > b.lastUse : a.card.key < b.card.key
    }
    mostEntries = keys.number(LocalListKeys.mostCards)
    entriesAtOnce = keys.number(LocalListKeys.mostCardsAtOnce) ?? Self.fewEntries
    let room = mostEntries ?? cards.count
    // In an order of their own, so that a list does not look new because a card was used.
    entries = cards.prefix(room).map(\.entry).sorted { $0.idTag < $1.idTag }
    self.leftOut =
      leftOut + cards.dropFirst(room).map { LeftOutCard(idTag: $0.card.idTag, reason: .noRoom) }
  }

  /// SHA-256 of the whole list as it would stand in one message.
  var digest: [UInt8] { sha256(request(version: 0, isFirst: true, entries).json) }

  /// The messages that make the wallbox have this list and no other: the first replaces what it has, the
  /// others add to it. An empty list is one message too.
  func requests(firstVersion: Int) -> [SendLocalList.Request] {
    guard !entries.isEmpty else { return [request(version: firstVersion, isFirst: true, [])] }
    return entries.chunks(of: entriesAtOnce).enumerated().map { number, some in
      request(version: firstVersion + number, isFirst: number == 0, some)
    }
  }

  var requestCount: Int { max(1, (entries.count + entriesAtOnce - 1) / entriesAtOnce) }

  private func request(
    version: Int, isFirst: Bool, _ entries: [AuthorizationData]
  ) -> SendLocalList.Request {
    SendLocalList.Request(
      listVersion: version, updateType: isFirst ? "Full" : "Differential", localAuthorizationList: entries)
  }

  private static func fits(_ text: String) -> Bool { text.unicodeScalars.count <= longest }

  /// How a wallbox spells cards, and when cards were used, by their canonical form.
  private struct Habits {
    private(set) var spelling: [String: String] = [:]
    private(set) var lastUse: [String: Int64] = [:]
    /// The cards that charged at this wallbox.
    private(set) var usedHere: Set<String> = []

    /// Spellings with bytes that no keyboard has, or too long for the list, are passed over: wallboxes that
    /// send such do not compare them either.
    init(_ texts: [PresentedText]) {
      var newest: [String: Int64] = [:]
      for presented in texts {
        let canonical = IdTag.canonical(presented.text)
        lastUse[canonical] = max(lastUse[canonical] ?? 0, presented.lastTransactionID)
        if presented.lastTransactionIDHere != nil { usedHere.insert(canonical) }
        guard let here = presented.lastTransactionIDHere, here > newest[canonical] ?? 0,
          CardList.fits(presented.text),
          presented.text.unicodeScalars.allSatisfy({ (0x20...0x7E).contains($0.value) })
        else { continue }
        newest[canonical] = here
        spelling[canonical] = presented.text
      }
    }
  }
}

extension AuthorizationData {
  fileprivate var mayCharge: Bool { idTagInfo?.status == .accepted }
}
