"""What comes out of the printer: Chromium prints, poppler draws the pages, and a reader that others wrote reads
every code."""

import subprocess

import pytest
from harness.codes import add_bays, pgm, read
from playwright.sync_api import expect
from test_access import serious

DPI = 200
MM = DPI / 25.4
WIFI = "WIFI:T:WPA;S:Lindenhof Gäste;P:twelve letters;;"
NAMES = [f"Bay {number:02}" for number in range(1, 27)]
LOOKS = [(False, "en", 1280), (True, "de", 1280), (True, "fr", 360), (False, "it", 360)]


@pytest.fixture
def house(appliance):
    """A site with 26 bays, two tenants, a Wi-Fi and a number to call."""
    appliance.ids = add_bays(appliance, NAMES)
    settings = {"name": "Lindenhof 12", "help_phone": "+41 44 123 45 67", "wifi_ssid": "Lindenhof Gäste",
                "wifi_password": "twelve letters", "wifi_on_stickers": "yes"}
    assert appliance.api.patch("/settings", settings).status == 200
    for name in "Keller, 2nd floor left", "Okafor":
        appliance.api.post("/tenants", {"name": name})
    return appliance


@pytest.fixture
def printed(tmp_path):
    """Prints a page as it stands; each sheet as a grey picture and as text."""

    def print_page(page):
        page.emulate_media(media="print")
        sheets = tmp_path / "sheets.pdf"
        sheets.write_bytes(page.pdf(prefer_css_page_size=True, print_background=False))
        page.emulate_media(media="screen")
        subprocess.run(["pdftoppm", "-gray", "-r", str(DPI), sheets, tmp_path / "sheet"], check=True)
        text = subprocess.run(
            ["pdftotext", "-layout", sheets, "-"], check=True, capture_output=True, text=True)
        pictures = [pgm(file.read_bytes()) for file in sorted(tmp_path.glob("sheet-*.pgm"))]
        for file in tmp_path.glob("sheet-*.pgm"):
            file.unlink()
        return list(zip(pictures, text.stdout.split("\f")))

    return print_page


def choose(manager, format):
    manager.page.locator(f"input[name=format][value='{format}']").check()


def url(house, name):
    return f"HTTP://127.0.0.1:{house.port}/C/{house.ids[name]}"


@pytest.mark.parametrize("format, label, has_wifi", [
    ("2x4", (105, 74), True), ("3x8", (70, 37), False), ("large", (210, 297), True)])
def test_every_printed_code_leads_to_the_bay_it_is_for(house, owner, printed, format, label, has_wifi):
    width, height = label
    columns = 210 // width
    manager = owner()
    manager.open("stickers")
    choose(manager, format)
    sheets = printed(manager.page)
    a_sheet = columns * (297 // height)
    assert len(sheets) == -(-len(NAMES) // a_sheet)
    left = list(NAMES)
    for picture, text in sheets:
        assert abs(picture.shape[1] - 210 * MM) < 3 and abs(picture.shape[0] - 297 * MM) < 3
        expected, left = left[:a_sheet], left[a_sheet:]
        # Which label a code lies on tells which bay it must name.
        found = {}
        for code, x, y in read(picture):
            place = int(y / MM / height) * columns + int(x / MM / width)
            found.setdefault(place, []).append(code)
        assert found == {
            place: sorted([url(house, name)] + ([WIFI] if has_wifi else []), key=found[place].index)
            for place, name in enumerate(expected)}
        for name in expected:
            assert name in text and f"127.0.0.1:{house.port}/c/{house.ids[name]}" in text.replace("\n", "")
        assert text.count("+41 44 123 45 67") == len(expected)
        for line in ["In the house Wi-Fi: scan and start", "Im Haus-WLAN: scannen und starten",
                     "Wi-Fi maison : scannez, démarrez", "Wi-Fi di casa: scansioni e avvii"]:
            assert text.count(line) == len(expected), line


def test_only_chosen_bays_are_printed(house, owner, printed):
    manager = owner()
    manager.open("stickers")
    manager.page.get_by_text(manager.say("stickers.choose"), exact=True).click()
    for name in NAMES[2:]:
        manager.page.get_by_role("checkbox", name=name, exact=True).uncheck()
    (picture, _), = printed(manager.page)
    assert {code for code, _, _ in read(picture)} == {WIFI, url(house, "Bay 01"), url(house, "Bay 02")}


def test_printing_notes_the_address(house, owner):
    manager = owner()
    manager.page.add_init_script("window.print = () => { document.title = 'printed' }")
    manager.open("stickers")
    manager.button("paper.print").click()
    expect(manager.page).to_have_title("printed")
    assert house.api.get("/addresses").json["printed"] == house.url


def test_a_letter_is_one_page_whose_code_opens_the_tenants_page(house, owner, visit, printed):
    manager = owner()
    manager.open("letters")
    manager.button("letters.make").click()
    expect(manager.page.locator(".letter")).to_have_count(2)
    sheets = printed(manager.page)
    assert len(sheets) == 2
    for (picture, text), name in zip(sheets, ["Keller, 2nd floor left", "Okafor"]):
        codes = [code for code, _, _ in read(picture)]
        assert len(codes) == 2 and WIFI in codes
        link = next(code for code in codes if code != WIFI)
        assert name in text and "Lindenhof 12" in text and "+41 44 123 45 67" in text
        assert link in text.replace("\n", "").replace(" ", "")
        tenant = next(each["id"] for each in house.api.items("/tenants") if each["name"] == name)
        assert house.api.get(f"/tenants/{tenant}/pin").json["code"] in text
        phone = visit(house)
        phone.enter(link)


@pytest.mark.parametrize("dark, language, width", LOOKS)
def test_the_pages_for_paper(house, owner, dark, language, width):
    manager = owner(dark=dark, language=language, width=width)
    manager.open("stickers")
    expect(manager.page.locator("main#content h1")).to_have_text(manager.say("stickers.title"))
    assert serious(manager.page) == [] and manager.wide() <= 0
    manager.open("letters")
    manager.button("letters.make").click()
    expect(manager.page.locator(".letter").first).to_be_visible()
    assert serious(manager.page) == [] and manager.wide() <= 0
