"""A person in front of the pages."""

import json
import re
from urllib.parse import urlsplit

from harness.appliance import ROOT

NAME, PASSWORD = "Hausverwaltung", "long enough to remember"


class Words:
    """The words of a language, by the keys the pages use."""

    def __init__(self, language="en"):
        self.words = {}
        for file in (f"Web/i18n/{language}.json", f"Web/i18n/tenant/{language}.json"):
            self.words |= json.loads((ROOT / file).read_text())

    def __call__(self, key, /, **values):
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
        self.context.add_init_script(f"localStorage.setItem('language', '{language}')")
        self.elsewhere, self.errors = [], []
        self.context.on("request", self._mind)
        self.page = self.context.new_page()
        self.page.set_default_timeout(8_000)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))

    def _mind(self, request):
        address = urlsplit(request.url)
        if address.scheme not in ("data", "blob") and address.netloc != urlsplit(self.appliance.url).netloc:
            self.elsewhere.append(request.url)

    def button(self, key, /, **values):
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


def claim_code(appliance):
    return (appliance.data / "claim-code").read_text().strip()
