"""Twelve tenants pasted, or as a file: two rows are marked, ten are added, taken back, added again."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

LIST = """Name;E-Mail;Wohnung;Karte;Einzug
Müller, Anna;anna@example.org;1. OG links;04 A1 B2 C3;1.3.2026
Öztürk, Bülent;buelent@example.org;1. OG rechts;04:A1:B2:C4;1.3.2026
Çelik, Defne;defne@example.org;2. OG links;;
Weiß, Erik;erik@example.org;2. OG rechts;;
Günther, Frieda;frieda.example.org;3. OG links;;
Süß, Hanna;hanna@example.org;3. OG rechts;;
Jäger, Ida;ida@example.org;4. OG links;;
müller,  anna;anna.zwei@example.org;4. OG rechts;;
Köhler, Jan;jan@example.org;5. OG links;;
Løvås, Kari;kari@example.org;5. OG rechts;;
Noël, Léa;lea@example.org;EG links;;
"Schön ""der Große"", Mert";mert@example.org;EG rechts;;
"""


def serious(page):
    return [one["id"] for one in Axe().run(page).response["violations"] if one["impact"] in ("serious", "critical")]


@pytest.mark.parametrize("way, dark, language, width", [
    ("paste", False, "en", 1280), ("file", True, "de", 360), ("file", False, "fr", 1280), ("paste", True, "it", 360)])
def test_twelve_rows_of_which_two_are_wrong(appliance, owner, tmp_path, way, dark, language, width):
    manager = owner(dark=dark, language=language, width=width)
    page, say = manager.page, manager.say
    manager.open("import")
    assert serious(page) == [] and manager.wide() <= 0
    if way == "paste":
        manager.label("import.text").fill(LIST)
    else:
        file = tmp_path / "Mieter.csv"
        file.write_bytes(LIST.replace("\n", "\r\n").encode("cp1252"))
        manager.label("import.file").set_input_files(file)
    manager.button("import.check").click()

    wrong = page.get_by_role("table", name=say("import.wrong.other", n=2)).locator("tbody tr")
    expect(wrong).to_have_count(2)
    expect(wrong.nth(0)).to_contain_text(say("import.problem.bad_email", other="frieda.example.org"))
    expect(wrong.nth(1)).to_contain_text(say("import.problem.twice", field=say("import.field.name"), other=2))
    expect(page.get_by_role("table", name=say("import.good.other", n=10)).locator("tbody tr")).to_have_count(10)
    expect(page.get_by_text("Çelik, Defne")).to_be_visible()
    assert serious(page) == [] and manager.wide() <= 0
    assert appliance.api.items("/tenants") == []

    manager.button("import.add.other", n=10).click()
    expect(page.get_by_role("heading", name=say("import.ended.done.other", n=10))).to_be_visible()
    names = sorted(tenant["name"] for tenant in appliance.api.items("/tenants"))
    assert len(names) == 10 and 'Schön "der Große", Mert' in names
    page.reload()
    manager.button("import.undo.other", n=10).click()
    expect(manager.button("import.add-again.other", n=10)).to_be_visible()
    assert appliance.api.items("/tenants") == []
    manager.button("import.add-again.other", n=10).click()
    expect(page.get_by_role("heading", name=say("import.ended.done.other", n=10))).to_be_visible()
    assert sorted(tenant["name"] for tenant in appliance.api.items("/tenants")) == names
    assert serious(page) == [] and manager.wide() <= 0


def test_a_column_that_was_guessed_wrong_is_chosen_by_hand(appliance, owner):
    manager = owner()
    manager.open("import")
    manager.label("import.text").fill("Wer;Wo\nKeller;EG\nOkafor;OG\n")
    manager.button("import.check").click()
    expect(manager.page.get_by_role("heading", name=manager.say("import.would-add.other", n=3))).to_be_visible()
    manager.page.get_by_text(manager.say("import.columns"), exact=True).click()
    manager.label("import.field.unit").select_option("1")
    manager.label("import.has-header").check()
    manager.button("import.read-again").click()
    expect(manager.page.get_by_role("heading", name=manager.say("import.good.other", n=2))).to_be_visible()


def test_a_long_list_tells_how_far_it_is_and_can_be_stopped(appliance, owner):
    manager = owner()
    page, say = manager.page, manager.say
    rows = "Name\n" + "".join(f"Tenant {n}\n" for n in range(3_000))
    job = appliance.api.post("/imports", {"text": rows}).json
    manager.page.goto(f"/#/import/{job['id']}")
    manager.button("import.add.other", n=3_000).click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    manager.button("job.stop").click()
    expect(manager.button("import.go-on")).to_be_visible()
    made = len(appliance.api.items("/tenants?limit=500"))
    assert 0 <= made < 3_000
    expect(page.get_by_role("heading", name=say("import.ended.cancelled", n=made, total=3_000))).to_be_visible()


def test_what_is_no_list_is_said_in_the_readers_language(owner):
    manager = owner(language="de")
    manager.open("import")
    manager.button("import.check").click()
    expect(manager.page.get_by_text(manager.say("import.nothing")).first).to_be_visible()
    manager.label("import.text").fill('Name\n"Keller')
    manager.button("import.check").click()
    expect(manager.page.get_by_text(manager.say("said.table-quote", line=2)).first).to_be_visible()
