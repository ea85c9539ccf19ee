"""Subprotocols and passwords at the door."""

import pytest
from harness.charge_point import basic
from harness.wait import until
from harness.wire import Wire
from websockets.exceptions import InvalidStatus


@pytest.mark.parametrize("offered, chosen", [
    (["Sec-WebSocket-Protocol: ocpp1.6"], "ocpp1.6"),
    (["Sec-WebSocket-Protocol: ocpp2.0.1, ocpp1.6"], "ocpp1.6"),
    (["Sec-WebSocket-Protocol: ocpp1.6,ocpp1.5"], "ocpp1.6"),
    (["Sec-WebSocket-Protocol: ocpp1.5", "Sec-WebSocket-Protocol: ocpp1.6"], "ocpp1.6"),
    (["Sec-WebSocket-Protocol:   ,ocpp1.6  ,"], "ocpp1.6"),
    (["sec-websocket-protocol: OCPP1.6"], "OCPP1.6"),
])
def test_ocpp_1_6_is_chosen_from_what_is_offered(site, identity, offered, chosen):
    site.api.accept(identity)
    wire = Wire(site)
    status, headers = wire.upgrade(f"/ocpp/{identity}", protocols=offered)
    assert (status, headers.get("sec-websocket-protocol")) == (101, chosen)
    wire.frame(1, '[2,"1","Heartbeat",{}]')
    assert wire.next_text().startswith('[3,"1",')
    point = site.api.get(f"/charge-points/{identity}").json
    assert (point["online"], point["protocol"]) == (True, "ocpp1.6")


@pytest.mark.parametrize("offered", [
    [], ["Sec-WebSocket-Protocol: ocpp1.5"], ["Sec-WebSocket-Protocol: soap, ocpp2.0"]])
def test_without_a_common_subprotocol_the_connection_opens_and_is_closed(site, identity, offered):
    site.api.accept(identity)
    wire = Wire(site)
    status, headers = wire.upgrade(f"/ocpp/{identity}", protocols=offered)
    assert status == 101 and "sec-websocket-protocol" not in headers
    assert wire.close_code() == 1002
    until(lambda: site.api.to_check(kind="handshake_refused", charge_point=identity),
          what="a line under to check that names the wallbox")


def test_the_line_under_to_check_says_which_version_to_set(site, identity):
    site.api.accept(identity)
    Wire(site).upgrade(f"/ocpp/{identity}", protocols=["Sec-WebSocket-Protocol: ocpp2.0.1"])
    lines = until(lambda: site.api.to_check(kind="handshake_refused", charge_point=identity))
    assert "ocpp2.0.1" in lines[0]["details"]["cause"] and "1.6" in lines[0]["details"]["cause"]


def test_a_wallbox_that_names_no_subprotocol_gets_in_when_the_manager_allows_it(site, identity):
    site.api.accept(identity)
    assert site.api.patch(f"/charge-points/{identity}", {"accepts_no_subprotocol": True}).status == 200
    wire = Wire(site)
    status, headers = wire.upgrade(f"/ocpp/{identity}", protocols=[])
    assert status == 101 and "sec-websocket-protocol" not in headers
    wire.frame(1, '[2,"1","Heartbeat",{}]')
    assert wire.next_text().startswith('[3,"1",')
    assert Wire(site).upgrade(f"/ocpp/{identity}", protocols=["Sec-WebSocket-Protocol: ocpp2.0"])[0] == 101
    assert site.api.get(f"/charge-points/{identity}").json["accepts_no_subprotocol"] is True


def test_the_subprotocol_is_chosen_anew_for_every_connection(site, identity):
    site.api.accept(identity)
    for offered, chosen in [(["ocpp2.0.1"], None), (["ocpp2.0.1", "ocpp1.6"], "ocpp1.6"), (["ocpp1.6"], "ocpp1.6"),
                            (["ocpp2.1"], None), (["ocpp1.6"], "ocpp1.6")]:
        wire = Wire(site)
        _, headers = wire.upgrade(f"/ocpp/{identity}",
                                  protocols=["Sec-WebSocket-Protocol: " + ", ".join(offered)])
        assert headers.get("sec-websocket-protocol") == chosen
        wire.close()


def test_a_message_of_a_later_version_gets_an_error_and_keeps_the_connection(site, identity):
    site.api.accept(identity)
    wire = Wire(site)
    wire.upgrade(f"/ocpp/{identity}")
    wire.frame(1, '[2,"1","BootNotification",{"reason":"PowerUp","chargingStation":{"model":"M","vendorName":"V"}}]')
    wire.frame(1, '[2,"2","TransactionEvent",{"eventType":"Started","seqNo":0}]')
    answers = [wire.next_text(), wire.next_text()]
    assert answers[0].startswith('[3,"1",') or '"FormationViolation"' in answers[0]
    assert answers[1].startswith('[4,"2","NotImplemented"')
    wire.frame(1, '[2,"3","Heartbeat",{}]')
    assert wire.next_text().startswith('[3,"3",')


@pytest.mark.parametrize("without", ["Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13"])
def test_a_handshake_that_lacks_a_header_is_refused_in_words(site, identity, without):
    site.api.accept(identity)
    lines = [f"GET /ocpp/{identity} HTTP/1.1", "Host: x", "Upgrade: websocket", "Connection: Upgrade",
             "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Version: 13",
             "Sec-WebSocket-Protocol: ocpp1.6"]
    lines.remove(without)
    status, _, body = Wire(site).send("\r\n".join(lines) + "\r\n\r\n").response()
    assert status in (400, 404, 426) and len(body) > 20
    assert Wire(site).upgrade(f"/ocpp/{identity}")[0] == 101


def test_a_handshake_that_forgets_its_connection_header_is_noted_and_the_next_one_opens(site, plug, identity):
    site.api.accept(identity)
    status, _, body = Wire(site).send(
        f"GET /ocpp/{identity} HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: ocpp1.6\r\n\r\n").response()
    assert status == 400 and b"Connection" in body
    until(lambda: [line for line in site.api.to_check(kind="handshake_refused")
                   if line["details"]["asked"].endswith(f"/ocpp/{identity}")], what="a line under to check")
    assert plug(site, identity).boot()["status"] == "Accepted"


def test_header_words_are_lists_in_any_case(site, identity):
    site.api.accept(identity)
    status, _ = Wire(site).send(
        f"GET /ocpp/{identity} HTTP/1.1\r\nhost: x\r\nUPGRADE: WebSocket\r\n"
        "connection: keep-alive , uPgrade\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
        "Sec-Websocket-Version:13\r\nSEC-WEBSOCKET-PROTOCOL: ocpp1.6\r\n\r\n").head()
    assert status == 101


RAW = bytes([0x00, 0x3A, 0xFF, 0xC3, 0x28, 0x0A] + list(range(0x80, 0x8E)))
HEX = "00112233445566778899aAbBcCdDeEfF01234567"


@pytest.mark.parametrize("stored, offered", [
    ({"password": "correct horse battery"}, "correct horse battery"),
    ({"password": "with:colon:inside"}, "with:colon:inside"),
    ({"password": "Grüße aus der Garage"}, "Grüße aus der Garage"),
    ({"password_hex": RAW.hex()}, RAW),
    ({"password_hex": RAW.hex().upper()}, RAW.hex()),
    ({"password": HEX}, HEX),
    ({"password": HEX}, HEX.lower()),
    ({"password": HEX}, bytes.fromhex(HEX)),
])
def test_the_right_password_opens(site, plug, identity, stored, offered):
    site.api.accept(identity, **stored)
    assert plug(site, identity, password=offered).boot()["status"] == "Accepted"
    assert site.api.get(f"/charge-points/{identity}").json["online"]
    assert site.api.to_check(kind="handshake_refused", charge_point=identity) == []


@pytest.mark.parametrize("header", [
    None,
    lambda me: basic(me, "wrong"),
    lambda me: basic(me, ""),
    lambda me: basic("someone-else", "the right password"),
    lambda me: basic(me.lower(), "the right password"),
    lambda me: "Basic " + "!!!not base64!!!",
    lambda me: "Bearer the right password",
], ids=["none", "wrong", "empty", "other user", "user in lower case", "not base64", "bearer"])
def test_anything_else_gets_401_and_is_told_how(site, identity, header):
    site.api.accept(identity, password="the right password")
    wire = Wire(site)
    status, headers = wire.upgrade(
        f"/ocpp/{identity}", more=[f"Authorization: {header(identity)}"] if header else [])
    assert status == 401
    assert headers["www-authenticate"].lower().startswith("basic")
    line = until(lambda: site.api.to_check(kind="handshake_refused", charge_point=identity))[0]
    assert "password" in line["details"]["cause"] and "the right password" not in str(line)
    assert not site.api.get(f"/charge-points/{identity}").json["online"]


@pytest.mark.parametrize("password, is_short", [("short 8!", True), ("0123456789abcdef", False)])
def test_a_short_password_works_and_is_called_short(site, plug, identity, password, is_short):
    assert site.api.accept(identity, password=password)["password_is_short"] is is_short
    assert plug(site, identity, password=password).boot()["status"] == "Accepted"
    assert site.api.get(f"/charge-points/{identity}").json["password_is_short"] is is_short


def test_without_a_password_credentials_are_ignored(site, plug, identity):
    site.api.accept(identity)
    assert plug(site, identity, password="whatever").boot()["status"] == "Accepted"
    assert plug(site, identity, headers={"Authorization": "Basic %%%"}).boot()["status"] == "Accepted"


def test_a_password_is_never_shown(site, identity):
    answer = site.api.accept(identity, password="the right password")
    assert "the right password" not in str(answer)
    assert "the right password" not in site.api.get(f"/charge-points/{identity}").text


def test_a_password_can_be_changed(site, plug, identity):
    site.api.accept(identity, password="the first password")
    assert site.api.patch(f"/charge-points/{identity}", {"password": "the second password"}).status == 200
    with pytest.raises(InvalidStatus):
        plug(site, identity, password="the first password")
    plug(site, identity, password="the second password")


def test_someone_with_the_wrong_password_does_not_push_out_the_wallbox(site, plug, identity):
    site.api.accept(identity, password="the right password")
    box = plug(site, identity, password="the right password")
    with pytest.raises(InvalidStatus):
        plug(site, identity, password="wrong")
    assert box.call("Heartbeat", {})
