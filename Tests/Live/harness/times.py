"""Instants as wallboxes write them."""

import datetime


def stamp(at, milliseconds=False):
    return at.strftime("%Y-%m-%dT%H:%M:%S") + (f".{at.microsecond // 1000:03}" if milliseconds else "") + "Z"


def ago(**length):
    """The instant this long ago, in whole seconds: ago(hours=2)."""
    now = datetime.datetime.now(datetime.timezone.utc)
    return stamp(now - datetime.timedelta(**length))


def ahead(**length):
    """The instant so long from now, in whole seconds: ahead(hours=2)."""
    return ago(**{unit: -amount for unit, amount in length.items()})
