"""HTTP that no browser would send (RFC 9112)."""

import json

import pytest
from harness.wait import until
from harness.wire import Wire

GET = "GET /healthz HTTP/1.1\r\nHost: x\r\n"


def refused(site, text, *statuses):
    wire = Wire(site)
    try:
        wire.send(text)
    except (BrokenPipeError, ConnectionResetError):
        pass
    status, headers = wire.head()
    assert status in statuses, (status, headers)
    assert headers.get("connection", "").lower() == "close"
    assert site.anonymous().get("/healthz").status == 200


@pytest.mark.parametrize("text", [
    "nonsense\r\n\r\n",
    "GET\r\n\r\n",
    "GET /healthz\r\n\r\n",
    "GET /healthz HTTP/9.9\r\nHost: x\r\n\r\n",
    "GET /healthz HTTP/1.1\r\nno colon here\r\n\r\n",
    "GET /healthz HTTP/1.1\r\nHost : x\r\n\r\n",
    "GET /healthz HTTP/1.1\r\nHost: x\r\n folded: y\r\n\r\n",
    "GET /healthz HTTP/1.1\r\nHost: x\r\nA\0B: y\r\n\r\n",
    "POST /api/v1/sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
    "POST /api/v1/sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n",
    "POST /api/v1/sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: +5\r\n\r\nhello",
    "POST /api/v1/sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999\r\n\r\n",
    "POST /api/v1/sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
    "POST /api/v1/sign-in HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\n\r\n",
])
def test_a_broken_request_is_refused_and_the_connection_closed(site, text):
    refused(site, text, 400, 404, 411, 413, 501, 505)


def test_a_body_over_the_limit_is_413(site):
    refused(site, "POST /api/v1/sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: 2000000\r\n\r\n", 413)


def test_headers_over_the_limit_are_431(site):
    refused(site, GET + "X: " + "y" * 20_000 + "\r\n\r\n", 431)
    refused(site, GET + "".join(f"X{n}: y\r\n" for n in range(200)) + "\r\n", 431)


def test_a_target_over_the_limit_is_414_or_431(site):
    refused(site, "GET /" + "a" * 20_000 + " HTTP/1.1\r\nHost: x\r\n\r\n", 414, 431, 400)


def test_requests_in_a_row_are_answered_in_order(site):
    wire = Wire(site)
    wire.send((GET + "\r\n") * 5)
    for _ in range(5):
        assert wire.response()[0] == 200


def test_a_request_in_single_bytes_is_a_request(site):
    wire = Wire(site)
    for letter in GET + "\r\n":
        wire.send(letter)
    assert wire.response()[0] == 200


def test_a_chunked_body_is_read_or_refused_cleanly(site):
    wire = Wire(site)
    wire.send("POST /api/v1/sign-in HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
              "Transfer-Encoding: chunked\r\n\r\n5\r\n{\"nam\r\n7\r\ne\":\"x\"}\r\n0\r\n\r\n")
    assert wire.head()[0] in (401, 403, 411, 422, 501)


def test_http_1_0_closes(site):
    wire = Wire(site)
    wire.send("GET /healthz HTTP/1.0\r\n\r\n")
    assert wire.response()[0] == 200
    assert wire.socket.recv(1) == b""


def test_head_has_no_body(site):
    wire = Wire(site)
    wire.send("HEAD /healthz HTTP/1.1\r\nHost: x\r\n\r\n" + GET + "\r\n")
    assert wire.head()[0] in (200, 405)


@pytest.mark.parametrize("lines", [
    ["Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13"],
    ["Upgrade: websocket", "Connection: keep-alive", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
     "Sec-WebSocket-Version: 13"],
    ["Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
     "Sec-WebSocket-Version: 8"],
])
def test_a_broken_upgrade_is_refused_and_shown(site, lines):
    wire = Wire(site)
    wire.send("\r\n".join(["GET /ocpp/BROKEN HTTP/1.1", "Host: x", "Sec-WebSocket-Protocol: ocpp1.6", *lines])
              + "\r\n\r\n")
    assert wire.head()[0] in (400, 404, 426)
    until(lambda: "127.0.0.1" in json.dumps(site.api.to_check(kind="handshake_refused")))


def test_the_answer_to_an_upgrade_is_that_of_the_rfc(site):
    """RFC 6455, 1.3: the example key and its answer."""
    site.api.accept("RFC")
    wire = Wire(site)
    wire.send("GET /ocpp/RFC HTTP/1.1\r\nhost: x\r\nupgrade: WebSocket\r\nconnection: keep-alive, Upgrade\r\n"
              "sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\nsec-websocket-version: 13\r\n"
              "sec-websocket-protocol: ocpp1.6\r\n\r\n")
    status, headers = wire.head()
    assert status == 101 and headers["sec-websocket-accept"] == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="


@pytest.mark.parametrize("path", ["/../../../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/..%2f..%2fetc/passwd",
                                  "/i18n/../../Package.swift", "/.git/config"])
def test_no_file_outside_the_pages_is_served(site, path):
    wire = Wire(site)
    wire.send(f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    status, _, body = wire.response()
    assert status in (400, 403, 404) or b"<html" in body.lower()
    assert b"root:" not in body and b"PackageDescription" not in body and b"[core]" not in body


def test_pages_forbid_what_they_do_not_need(site):
    answer = site.anonymous().get("//")
    assert "default-src" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_many_idle_connections_do_not_keep_others_out(site):
    idle = [Wire(site) for _ in range(200)]
    assert site.anonymous().get("/healthz").status == 200
    for wire in idle:
        wire.close()
