"""People with accounts: how they come in."""

import urllib.parse

from .api import API

PASSWORD = "long enough to remember"


def by_cookie(appliance, answer):
    return API(appliance.host, appliance.port, cookie=answer.headers["set-cookie"].split(";")[0])


def sign_in(appliance, name, password=PASSWORD, **more):
    return appliance.anonymous().post("/sign-in", {"name": name, "password": password, **more})


def signed_in(appliance, name, password=PASSWORD, **more):
    answer = sign_in(appliance, name, password, **more)
    assert answer.status == 201, answer
    return by_cookie(appliance, answer)


def use(appliance, url, password=PASSWORD):
    link, secret = urllib.parse.urlsplit(url).path.split("/")[-1], urllib.parse.urlsplit(url).fragment
    return appliance.anonymous().post(f"/account-links/{link}/use", {"secret": secret, "password": password})


def claimed(appliance, name="Owner"):
    """The owner's own browser, on an appliance that nobody has claimed yet."""
    code = (appliance.data / "claim-code").read_text().strip()
    answer = appliance.anonymous().post("/claim", {
        "code": code, "name": name, "password": PASSWORD, "country": "DE"})
    assert answer.status == 201, answer
    return by_cookie(appliance, answer)


def invite(owner, name, role="manager", **more):
    answer = owner.post("/accounts", {"name": name, "role": role, **more})
    assert answer.status == 201, answer
    return answer.json


def member(fresh, owner, name, role="manager", **more):
    """Someone who was invited and has come in."""
    made = invite(owner, name, role, **more)
    answer = use(fresh, made["link"]["url"])
    assert answer.status == 201, answer
    return made["id"], by_cookie(fresh, answer)


def named(owner, name):
    return next(each for each in owner.items("/accounts") if each["name"] == name)
