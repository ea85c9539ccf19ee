import Crypto
package import Domain
import Formats
package import Storage

/// A list of tenants as it would be taken now.
package struct ImportPreview: Sendable {
  package var job: Job
  package var options: ImportOptions
  package var headings: [String]
  package var rows: [ImportRow]
  /// Units and groups that would be made, in the order of the list.
  package var newUnits: [String]
  package var newGroups: [String]
}

extension ChargingSite {
  nonisolated static let tenantImportKind = "tenant_import"

  /// Takes a list of tenants in, as a draft: nothing of it counts before it is run.
  ///
  /// - Throws: `invalid` (it is no table, or an empty one), `disk`.
  package func draftImport(
    _ bytes: [UInt8], by: String, also note: (@Sendable (Job, WriteConnection) throws -> Void)? = nil
  ) async throws(SiteError) -> Job {
    let (at, id, longestCard) = (now(), randomToken(bits: 60), limits.idTagCharacters)
    let (text, options, count) = try await onDisk(reading: { _ in
      let decoded = DecodedText(bytes)
      let table = try Self.table { () throws(CSVError) in try CSVTable.parse(decoded.text) }
      let options = ImportOptions(guessing: table, encoding: decoded.encoding)
      let list = try Self.table { () throws(CSVError) in
        try ImportList(decoded.text, options, longestCard: longestCard)
      }
      guard !list.rows.isEmpty else {
        throw SiteError.invalid(
          path: "text", reason: Wording("import-empty", "has no row with a tenant in it"))
      }
      return (decoded.text, options, list.rows.count)
    })
    return try await onDisk { file in
      let job = try file.insertJob(
        id: id, kind: Self.tenantImportKind, input: Array(text.utf8), options: options.json.serializedText,
        total: count, by: by, at: at)
      try note?(job, file)
      return job
    }
  }

  /// Changes how a list that has not been run is read; nil leaves it as it is.
  ///
  /// - Throws: `unknownJob`, `invalid`, `conflict` (it was run), `disk`.
  package func changeImport(
    _ id: String, mapping: [ImportField: Int]?, hasHeader: Bool?, also note: Alongside? = nil
  ) async throws(SiteError) -> Job {
    let (at, longestCard) = (now(), limits.idTagCharacters)
    let changed = try await onDisk { file in
      guard var job = try file.job(id: id), job.kind == Self.tenantImportKind,
        var options = ImportOptions(job.options)
      else { throw SiteError.unknownJob }
      guard job.state == .draft || job.state == .undone else {
        throw SiteError.conflict(
          Wording("import-imported", "The list was imported. Undo that, then change it."))
      }
      options.mapping = mapping ?? options.mapping
      options.hasHeader = hasHeader ?? options.hasHeader
      let text = String(decoding: try file.jobInput(key: job.key), as: UTF8.self)
      let list = try Self.table { () throws(CSVError) in
        try ImportList(text, options, longestCard: longestCard)
      }
      if let column = options.mapping.values.first(where: { !list.headings.indices.contains($0) }) {
        throw SiteError.invalid(
          path: "mapping",
          reason: Wording(
            "import-column", "there is no column {column}; they count from 0", ["column": String(column)]))
      }
      (job.options, job.total) = (options.json.serializedText, list.rows.count)
      try file.updateJob(job, at: at)
      try note?(file)
      return job
    }
    events.note(.job(id))
    return changed
  }

  /// A list as it would be taken now; of one that was run, its rows as they were read. Nil when it is another
  /// kind of job, or what it worked on was forgotten.
  package func importPreview(_ job: Job) async throws(SiteError) -> ImportPreview? {
    guard job.kind == Self.tenantImportKind, let options = ImportOptions(job.options) else { return nil }
    let (zone, at, longestCard) = (settings.zone, now(), limits.idTagCharacters)
    return try await onDisk(reading: { file in
      let input = try file.jobInput(key: job.key)
      guard !input.isEmpty else { return nil }
      let list = try Self.table { () throws(CSVError) in
        try ImportList(String(decoding: input, as: UTF8.self), options, longestCard: longestCard)
      }
      var preview = ImportPreview(
        job: job, options: options, headings: list.headings, rows: list.rows, newUnits: [], newGroups: [])
      guard job.state == .draft || job.state == .undone else { return preview }
      let surroundings = try ImportSurroundings(file, zone: zone, at: at)
      for index in preview.rows.indices {
        preview.rows[index].complaints += try surroundings.complaints(about: preview.rows[index], in: file)
      }
      let good = preview.rows.filter(\.complaints.isEmpty)
      preview.newUnits = try Self.fresh(good.compactMap(\.unit)) { name in try file.unit(name: name) == nil }
      preview.newGroups = try Self.fresh(good.compactMap(\.group)) { name in
        try file.tenantGroup(name: name) == nil
      }
      return preview
    })
  }

  private nonisolated static func fresh(
    _ names: [String], _ isNew: (String) throws -> Bool
  ) rethrows -> [String] {
    var seen: Set<String> = []
    return try names.filter { name in
      guard seen.insert(ImportRow.folded(name)).inserted else { return false }
      return try isNew(name)
    }
  }

  private nonisolated static func table<T>(_ read: () throws(CSVError) -> T) throws(SiteError) -> T {
    do throws(CSVError) {
      return try read()
    } catch {
      throw .invalid(path: "text", reason: error.wording)
    }
  }
}

extension CSVError {
  fileprivate var wording: Wording {
    let values = ["line": String(line)]
    return switch reason {
    case .openQuote:
      Wording("table-quote", "A quotation mark is opened in line {line} and never closed.", values)
    case .tooManyRecords:
      Wording("table-rows", "The table has too many rows; the limit is passed in line {line}.", values)
    case .tooManyCells: Wording("table-cells", "Line {line} has too many cells.", values)
    case .cellTooLong: Wording("table-cell", "A cell in line {line} is too long.", values)
    }
  }
}
