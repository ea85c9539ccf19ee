"""Our QR codes beside those of PyPI's `qrcode`, module by module.

`qrcode` deviates from ISO/IEC 18004 in one point: while it looks for a mask it leaves the description of level
and mask light, and so counts points over a symbol that is never printed. Matrices are therefore compared with the
mask given; which mask is chosen is compared with `qrcode`'s own count over its finished symbols.
"""

import pathlib
import random
import subprocess

import pytest
import qrcode
import qrcode.constants
import qrcode.util
from harness.appliance import BINARY

LEVELS = {"L": qrcode.constants.ERROR_CORRECT_L, "M": qrcode.constants.ERROR_CORRECT_M,
          "Q": qrcode.constants.ERROR_CORRECT_Q, "H": qrcode.constants.ERROR_CORRECT_H}
DIGITS = "0123456789"
CAPITALS = DIGITS + "ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
BYTES = CAPITALS + "abcdefghijklmnopqrstuvwxyz#?&=_~äöüéèàçß€車🚗"
ALPHABETS = {"numeric": DIGITS, "alphanumeric": CAPITALS, "byte": BYTES}


@pytest.fixture(scope="module")
def ours():
    """Asks our encoder for many codes at once."""
    built = pathlib.Path(BINARY).parent.parent / "debug/QRMatrices"
    assert built.exists(), f"{built} is missing: swift build --product QRMatrices"

    def ask(questions):
        lines = [f"{level} {version or '-'} {'-' if mask is None else mask} {text.encode().hex() or '-'}"
                 for text, level, version, mask in questions]
        done = subprocess.run([built], input="\n".join(lines) + "\n", capture_output=True, text=True,
                              timeout=300, check=True)
        answers = done.stdout.splitlines()
        assert len(answers) == len(questions)
        return [answer if answer.startswith("refused") else _parsed(answer) for answer in answers]

    return ask


def _parsed(answer):
    version, mask, rows = answer.split(" ")
    return int(version), int(mask), rows.split("/")


def theirs(text, level, version=None, mask=0):
    """The version and the rows; one segment in the smallest mode, as ours."""
    code = qrcode.QRCode(version=version, error_correction=LEVELS[level], border=0, mask_pattern=mask)
    code.add_data(text.encode(), optimize=0)
    code.make(fit=True)
    return code.version, ["".join("01"[module] for module in row) for row in code.modules]


def text_for(generator, alphabet, version, level):
    """A text of about as much as a version holds, and by chance exactly that much."""
    room = qrcode.util.BIT_LIMIT_TABLE[LEVELS[level]][version]
    letters = ALPHABETS[alphabet]
    mode = {"numeric": qrcode.util.MODE_NUMBER, "alphanumeric": qrcode.util.MODE_ALPHA_NUM,
            "byte": qrcode.util.MODE_8BIT_BYTE}[alphabet]
    room -= 4 + qrcode.util.length_in_bits(mode, version)
    if alphabet == "numeric":
        most = room // 10 * 3 + {0: 0, 1: 0, 2: 0, 3: 0, 4: 1, 5: 1, 6: 1}.get(room % 10, 2)
    elif alphabet == "alphanumeric":
        most = room // 11 * 2 + (room % 11 >= 6)
    else:
        most = room // 8
    length = most - generator.choice([0, 0, 1, 2, 3, most // 8])
    text = "".join(generator.choices(letters, k=length))
    while len(text.encode()) > length:
        text = text[:-1]
    # So that the mode is this one, and not by chance a smaller one.
    return "a" + text[1:] if alphabet == "byte" else text[:-1] + ("9" if alphabet == "numeric" else "-")


@pytest.mark.parametrize("alphabet", ALPHABETS)
@pytest.mark.parametrize("level", LEVELS)
def test_every_version_equals(ours, level, alphabet):
    generator = random.Random(f"{level} {alphabet}")
    questions = [(text_for(generator, alphabet, version, level), level, version, (version + shift) % 8)
                 for version in range(1, 41) for shift in ([0, 3] if version < 15 else [0])]
    for question, (version, mask, rows) in zip(questions, ours(questions)):
        assert version >= question[2] and mask == question[3]
        assert (version, rows) == theirs(*question), question


@pytest.mark.parametrize("mask", range(8))
def test_every_mask_equals(ours, mask):
    generator = random.Random(mask)
    questions = [(text_for(generator, alphabet, version, level), level, version, mask)
                 for version in range(1, 8) for level in LEVELS for alphabet in ALPHABETS]
    for question, (version, _, rows) in zip(questions, ours(questions)):
        assert (version, rows) == theirs(*question), question


def test_the_version_is_the_smallest_that_holds_the_text_and_the_mask_the_one_with_the_fewest_points(ours):
    generator = random.Random(18004)
    texts = ["", "0", "7" * 41, "A", "HTTP://192.168.178.40/C/K7QM4X2P",
             "http://192.168.1.20:8080/c/K7QM4X2P", "WIFI:T:WPA;S:Keller\\;Gäste;P:c0rrect horse;;"]
    texts += ["".join(generator.choices(ALPHABETS[alphabet], k=generator.randint(1, 120)))
              for alphabet in ALPHABETS for _ in range(100)]
    questions = [(text, generator.choice(list(LEVELS)), None, None) for text in texts]
    questions += [(text_for(generator, "byte", version, level), level, version, None)
                  for version, level in [(15, "M"), (22, "Q"), (27, "L"), (33, "H"), (40, "M")]]
    for question, (version, mask, rows) in zip(questions, ours(questions)):
        symbols = [theirs(question[0], question[1], question[2], each) for each in range(8)]
        points = [qrcode.util.lost_point([[module == "1" for module in row] for row in symbol[1]])
                  for symbol in symbols]
        assert mask == points.index(min(points)), (question, points)
        assert (version, rows) == symbols[mask], question


def test_a_text_that_no_code_can_hold_is_refused_in_words(ours):
    for level, most in [("L", 2953), ("M", 2331), ("Q", 1663), ("H", 1273)]:
        held, refused = ours([("a" * most, level, None, 0), ("a" * (most + 1), level, None, 0)])
        assert held[0] == 40
        assert refused == (f"refused: the text has {most + 1} bytes, but a QR code of this level holds {most};"
                           " shorten it")
