"""What stands on paper: bays to print for, and a reader of QR codes that somebody else wrote."""

import zxingcpp


def add_bays(appliance, names):
    """Bays without a wallbox; returns their ids by name."""
    return {name: _made(appliance.api.post("/bays", {"name": name}))["id"] for name in names}


def _made(answer):
    assert answer.status == 201, answer
    return answer.json


def drawn(qr, scale=4):
    """A code as the API draws it, as a grey picture."""
    edge = (qr["size"] + 8) * scale
    picture = bytearray(b"\xff" * edge * edge)
    for run in filter(None, qr["path"].split("M")):
        place, width = run.split("h")[0], int(run.split("h")[1].split("v")[0])
        column, row = map(int, place.split(" "))
        for y in range((row + 4) * scale, (row + 5) * scale):
            start = y * edge + (column + 4) * scale
            picture[start:start + width * scale] = b"\x00" * (width * scale)
    return memoryview(bytes(picture)).cast("B", shape=[edge, edge])


def read(picture):
    """The texts of all QR codes in a grey picture, and where each begins, as (text, x, y)."""
    found = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode)
    return [(code.text, code.position.top_left.x, code.position.top_left.y) for code in found]


def pgm(data):
    """A grey picture in the format that pdftoppm writes."""
    kind, width, height, most, _ = data.split(maxsplit=4)
    assert kind == b"P5" and most == b"255"
    size = int(width) * int(height)
    return memoryview(data[-size:]).cast("B", shape=[int(height), int(width)])


def text_of(qr):
    """The text of one code as the API draws it."""
    codes = read(drawn(qr))
    assert len(codes) == 1
    return codes[0][0]
