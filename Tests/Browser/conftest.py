import json
import re
from urllib.parse import urlsplit

import pytest
from harness.appliance import ROOT, Appliance
from playwright.sync_api import sync_playwright

CHROMIUM = "/usr/bin/chromium"
NAME, PASSWORD = "Hausverwaltung", "long enough to remember"


class Words:
    """The words of a language, by the keys the pages use."""

    def __init__(self, language="en"):
        self.words = json.loads((ROOT / f"Web/i18n/{language}.json").read_text())

    def __call__(self, key, **values):
        text = self.words[key]
        return re.sub(r"\{(\w+)\}", lambda gap: str(values.get(gap[1], gap[0])), text)


class Visitor:
    """A browser of its own (cookies, size, language) on the appliance, that minds whom it talks to."""

    def __init__(self, browser, appliance, width=1280, height=900, dark=False, language="en", scripts=True):
        self.appliance = appliance
        self.say = Words(language)
        self.context = browser.new_context(
            viewport={"width": width, "height": height}, color_scheme="dark" if dark else "light",
            locale=language, java_script_enabled=scripts, base_url=appliance.url, reduced_motion="reduce")
        self.elsewhere, self.errors = [], []
        self.context.on("request", self._mind)
        self.page = self.context.new_page()
        self.page.set_default_timeout(8_000)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))

    def _mind(self, request):
        address = urlsplit(request.url)
        if address.scheme not in ("data", "blob") and address.netloc != urlsplit(self.appliance.url).netloc:
            self.elsewhere.append(request.url)

    def button(self, key, **values):
        return self.page.get_by_role("button", name=self.say(key, **values), exact=True)

    def label(self, key):
        return self.page.get_by_label(self.say(key), exact=True)

    def open(self, tab):
        """A tab of the manager's page."""
        self.page.goto(f"/#/{tab}")
        self.page.wait_for_selector("main#content h1")

    def wide(self):
        """By how much the page is wider than its window."""
        return self.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth")


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture
def appliance(tmp_path):
    running = Appliance(tmp_path / "data").start()
    yield running
    running.kill()


@pytest.fixture
def visit(browser):
    """Makes visitors; at the end none of them may have talked to another host or met an error."""
    visitors = []

    def make(appliance, **more):
        visitors.append(Visitor(browser, appliance, **more))
        return visitors[-1]

    yield make
    for visitor in visitors:
        visitor.context.close()
    assert [url for visitor in visitors for url in visitor.elsewhere] == []
    assert [error for visitor in visitors for error in visitor.errors] == []


def claim_code(appliance):
    return (appliance.data / "claim-code").read_text().strip()


@pytest.fixture
def owner(appliance, visit):
    """The owner of a site that was just claimed, signed in."""
    answer = appliance.anonymous().post("/claim", {
        "code": claim_code(appliance), "name": NAME, "password": PASSWORD, "country": "DE"})
    assert answer.status in (200, 201), answer

    def make(**more):
        visitor = visit(appliance, **more)
        signed = visitor.context.request.post("/api/v1/sign-in", data={"name": NAME, "password": PASSWORD})
        assert signed.ok, signed.text()
        return visitor

    return make
