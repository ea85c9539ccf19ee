"""Holds what the server sends against the JSON schemas of OCPP 1.6 that PyPI's `ocpp` ships."""

import functools
import json
import pathlib

import jsonschema
import ocpp.v16

FOLDER = pathlib.Path(ocpp.v16.__file__).parent / "schemas"
ERROR_CODES = {
    "NotImplemented", "NotSupported", "InternalError", "ProtocolError", "SecurityError", "FormationViolation",
    "PropertyConstraintViolation", "OccurenceConstraintViolation", "TypeConstraintViolation", "GenericError"}


@functools.cache
def validator(name):
    schema = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8-sig"))
    return jsonschema.Draft4Validator(schema, format_checker=jsonschema.FormatChecker())


def complaints(frame, pending):
    """Why a server's frame is not allowed; `pending` maps the ids of open calls to their actions."""
    if not isinstance(frame, list) or not frame:
        return ["not an array"]
    if frame[0] == 2:
        if len(frame) != 4 or not isinstance(frame[1], str) or not 0 < len(frame[1]) <= 36:
            return ["a CALL has four elements and a message id of at most 36 characters"]
        if not (FOLDER / f"{frame[2]}.json").exists():
            return [f"there is no action {frame[2]}"]
        return [error.message for error in validator(frame[2]).iter_errors(frame[3])]
    if frame[0] == 3:
        action = pending.get(json.dumps(frame[1]))
        if len(frame) != 3:
            return ["a CALLRESULT has three elements"]
        if action is None:
            return ["a result that nobody asked for"]
        return [error.message for error in validator(action + "Response").iter_errors(frame[2])]
    if frame[0] == 4:
        if len(frame) != 5 or frame[2] not in ERROR_CODES:
            return ["a CALLERROR has five elements and a code of the standard"]
        if not isinstance(frame[3], str) or len(frame[3]) > 255 or not isinstance(frame[4], dict):
            return ["a CALLERROR has a description of at most 255 characters and details"]
        return []
    return [f"no such message type: {frame[0]}"]
