"""The connect guide: the address in every form that makers ask for."""

from urllib.parse import urlsplit

from playwright.sync_api import expect


def test_the_address_in_every_form(appliance, owner):
    manager = owner()

    def with_addresses(route):
        health = {**route.fetch().json(), "addresses": ["192.0.2.7"]}
        route.fulfill(json=health)

    manager.page.route("**/api/v1/health", with_addresses)
    manager.open("wallboxes")
    expect(manager.page.get_by_text(manager.say("connect.versions"))).to_be_visible()
    manager.page.get_by_text(manager.say("connect.forms")).click()
    manager.label("connect.id").fill("GARAGE 1")
    place = urlsplit(appliance.url)
    told = manager.page.locator("details code.address").all_inner_texts()
    assert told == [
        f"ws://{place.netloc}/ocpp/", f"ws://{place.netloc}/ocpp/GARAGE%201", f"{place.netloc}/ocpp/",
        f"{place.netloc}/ocpp/GARAGE%201", place.hostname, str(place.port), "/ocpp/", "/ocpp/GARAGE%201",
        f"ws://192.0.2.7:{place.port}/ocpp/",
    ]
    button = manager.page.locator("details").get_by_role("button", name=manager.say("action.copy")).nth(5)
    button.click()
    assert manager.page.evaluate("getSelection().toString()") == str(place.port)
