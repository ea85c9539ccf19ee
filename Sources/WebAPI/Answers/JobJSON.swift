import Domain
import Formats
import Site

extension Job {
  /// How far it is; what kind of work it is tells more in its own member (see `importJSON`).
  var json: JSONValue {
    let result = result.flatMap { try? JSONValue.parse(Array($0.utf8)) }
    return [
      "id": .string(id), "kind": .string(kind), "state": .string(state.rawValue),
      "progress": .integer(progress), "total": .integer(total), "percent": .integer(percent),
      "result": result ?? .null, "created_by": .string(createdBy), "created_at": .instant(createdAt),
      "changed_at": .instant(changedAt),
    ]
  }

  private var percent: Int { total > 0 ? min(100, progress * 100 / total) : (state == .done ? 100 : 0) }
}

extension ImportPreview {
  /// The member `import` of a job of this kind.
  var json: JSONValue {
    let names = headings.enumerated().map { index, heading -> JSONValue in
      ["index": .integer(index), "heading": .string(heading)]
    }
    let wrong = rows.count { !$0.complaints.isEmpty }
    return options.json.adding([
      "columns": .array(names), "rows": .array(rows.map(\.json)),
      "counts": [
        "rows": .integer(rows.count), "ready": .integer(rows.count - wrong), "wrong": .integer(wrong),
      ],
      "new_units": .array(newUnits.map(JSONValue.string)),
      "new_groups": .array(newGroups.map(JSONValue.string)),
    ])
  }
}

extension ImportRow {
  fileprivate var json: JSONValue {
    let errors = complaints.map { complaint -> JSONValue in
      [
        "field": .string(complaint.field.rawValue), "problem": .string(complaint.problem.rawValue),
        "other": .string(complaint.other), "detail": .string(complaint.sentence),
      ]
    }
    return [
      "line": .integer(line), "cells": .array(cells.map(JSONValue.string)), "name": .string(name),
      "errors": .array(errors),
    ]
  }
}
