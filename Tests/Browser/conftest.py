import pytest
from harness.appliance import Appliance
from playwright.sync_api import sync_playwright
from visitor import NAME, PASSWORD, Visitor, claim_code

CHROMIUM = "/usr/bin/chromium"


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
