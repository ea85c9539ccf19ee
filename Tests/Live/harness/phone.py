"""A tenant's phone: opens invitations, signs what it asks for, proves PINs. Its sums are Python's own."""

import hashlib
import hmac
import json
import re
import secrets

import srp

from .api import API

srp.rfc5054_enable()


def mac(key, text):
    return hmac.new(key, text.encode(), hashlib.sha256)


class Phone(API):
    """Signed in: `key` signs what it changes, with a counter that rises."""

    def __init__(self, site, cookie, key=None):
        super().__init__(site.host, site.port, cookie=cookie)
        self.key, self.counter = key, 0

    def signature(self, method, path, body=b"", counter=None):
        if counter is None:
            self.counter += 1
            counter = self.counter
        text = f"{method}\n{path}\n{hashlib.sha256(body).hexdigest()}\n{counter}"
        return {"Wattkeeper-Signature": f"{counter}.{mac(self.key, text).hexdigest()}"}

    def request(self, method, path, body=None, headers=None, timeout=40):
        if method == "GET" or self.key is None:
            return super().request(method, path, body, headers, timeout)
        if path.startswith("//"):
            full = path[1:]
        else:
            full = path if path.startswith("/api/") else "/api/v1" + path
        data = body.encode() if isinstance(body, str) else body
        if data is not None and not isinstance(data, bytes):
            data = json.dumps(body).encode()
        sent = {"Content-Type": "application/json", **self.signature(method, full, data or b""),
                **(headers or {})}
        return super().request(method, path, data, sent, timeout)

    def choose_pin(self, pin):
        """The answer to the choice."""
        nonce = secrets.token_hex(16)
        cover = mac(self.key, f"pin\n{nonce}").digest()
        sealed = bytes(digit ^ byte for digit, byte in zip(pin.encode(), cover)).hex()
        return self.request("PUT", "/tenant/pin", {"nonce": nonce, "sealed": sealed})


def cookie_of(answer):
    return answer.headers["set-cookie"].split(";")[0]


def parts_of(link):
    """(id, secret) of an invitation."""
    found = re.fullmatch(r".*/i/([^#/]+)#(.+)", link["url"])
    assert found, link["url"]
    return found.groups()


def open_link(site, link, client=None):
    """What the page behind an invitation does; returns (answer, phone or None)."""
    place, secret = parts_of(link)
    client = client or site.anonymous()
    nonce = client.get(f"/links/{place}/challenge").json["nonce"]
    key = hashlib.sha256(secret.encode()).digest()
    answer = client.post(f"/links/{place}/open", {
        "nonce": nonce, "proof": mac(key, f"open\n{place}\n{nonce}").hexdigest()})
    if answer.status != 201:
        return answer, None
    signing = mac(key, f"sign-in\n{answer.json['sign_in_id']}\n{nonce}").digest()
    return answer, Phone(site, cookie_of(answer), signing)


def invite(site, tenant):
    answer = site.api.post(f"/tenants/{tenant['id']}/links")
    assert answer.status == 201, answer
    return answer.json


def phone_of(site, tenant):
    """A phone that has opened an invitation of this tenant."""
    answer, phone = open_link(site, invite(site, tenant))
    assert phone, answer
    return phone


def sign_in(site, code, pin):
    """With account code and PIN; returns (answer, phone or None). The agreement is that of the package srp."""
    client = site.anonymous()
    user = srp.User(code, pin, hash_alg=srp.SHA256, ng_type=srp.NG_2048)
    _, a = user.start_authentication()
    begun = client.post("/tenant-sign-in/challenge", {"code": code, "a": a.hex()})
    if begun.status != 201:
        return begun, None
    proof = user.process_challenge(bytes.fromhex(begun.json["salt"]), bytes.fromhex(begun.json["b"]))
    answer = client.post("/tenant-sign-in", {"id": begun.json["id"], "m1": proof.hex()})
    if answer.status != 201:
        return answer, None
    user.verify_session(bytes.fromhex(answer.json["m2"]))
    assert user.authenticated(), "the server does not know the PIN"
    key = mac(user.get_session_key(), f"sign-in\n{answer.json['sign_in_id']}").digest()
    return answer, Phone(site, cookie_of(answer), key)
