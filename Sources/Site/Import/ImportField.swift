/// What a column of a list of tenants can say (API: the names in `mapping`).
package enum ImportField: String, Sendable, CaseIterable {
  case name
  case firstName = "first_name"
  case unit
  case bays, group, email, phone, language
  case cards
  /// The day the tenancy begins.
  case from

  /// How people head such a column, in the languages of the pages; compared without case, spaces and signs.
  private var headings: [String] {
    switch self {
    case .name:
      [
        "name", "tenant", "mieter", "mieterin", "mieterinnen", "nachname", "familienname", "lastname",
        "surname", "nom",
        "locataire", "nome", "cognome", "inquilino", "conduttore", "fullname", "person", "bewohner", "kunde",
      ]
    case .firstName: ["vorname", "firstname", "givenname", "prénom", "prenom"]
    case .unit:
      [
        "unit", "flat", "apartment", "wohnung", "einheit", "mietobjekt", "objekt", "whg", "logement",
        "appartement", "appartamento", "unità", "unita", "lage", "wohnungsnr", "wohnungsnummer",
      ]
    case .bays:
      [
        "bay", "bays", "parking", "parkingspace", "stellplatz", "stellplätze", "parkplatz", "platz",
        "place", "placedeparc", "posto", "postoauto", "parcheggio", "garage", "wallbox",
      ]
    case .group: ["group", "gruppe", "groupe", "gruppo", "building", "haus", "gebäude"]
    case .email:
      [
        "email", "mail", "emailadresse", "mailadresse", "emailaddress", "courriel", "adresseemail",
        "postaelettronica",
      ]
    case .phone:
      [
        "phone", "telephone", "mobile", "telefon", "tel", "handy", "mobil", "natel", "telefonnummer",
        "téléphone",
        "telefono", "cellulare", "portable",
      ]
    case .language: ["language", "sprache", "langue", "lingua"]
    case .cards:
      [
        "card", "cards", "idtag", "idtags", "uid", "rfid", "karte", "karten", "ladekarte", "kartennummer",
        "badge", "carte", "cartes", "tessera", "tessere", "cardnumber", "tag",
      ]
    case .from:
      [
        "from", "since", "movein", "moveindate", "start", "einzug", "mietbeginn", "beginn", "ab", "seit",
        "von",
        "entrée", "début", "depuis", "dal", "inizio", "ingresso",
      ]
    }
  }

  /// The field that a heading names.
  init?(heading: String) {
    let plain = heading.lowercased().filter { $0.isLetter }
    guard let field = Self.allCases.first(where: { $0.headings.contains(plain) }) else { return nil }
    self = field
  }
}
