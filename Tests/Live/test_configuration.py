"""What a wallbox is set to: read, shown, and set without pestering it (OCPP 1.6, chapter 9)."""

from harness.card_keeper import CardKeeper
from harness.charge_point import CallError
from harness.wait import until


def configuration(site, identity):
    return site.api.items(f"/charge-points/{identity}/configuration")


def read(site, identity):
    return site.api.post(f"/charge-points/{identity}/configuration/read")


def test_nothing_is_known_before_it_was_read(site, wallbox):
    assert configuration(site, wallbox.identity) == []


def test_all_keys_are_read_and_shown(site, wallbox):
    wallbox.answers.update(CardKeeper(at_once=7).answers)
    answer = read(site, wallbox.identity)
    assert answer.status == 200, answer
    assert answer.json["items"] == configuration(site, wallbox.identity)
    [key] = [item for item in answer.json["items"] if item["key"] == "SendLocalListMaxLength"]
    assert key.pop("read_at")
    assert key == {"key": "SendLocalListMaxLength", "value": "7", "readonly": True, "wanted": None,
                   "answer": None, "answered_at": None}
    assert wallbox.next_call("GetConfiguration")[1] == {}


def test_a_wallbox_that_lists_no_keys_is_asked_for_a_few_by_name(site, wallbox):
    asked = CardKeeper().read
    wallbox.answers["GetConfiguration"] = lambda payload: (
        {**asked(payload), "unknownKey": None} if payload.get("key") else CallError("NotSupported", "no", {}))
    answer = read(site, wallbox.identity)
    assert answer.status == 200, answer
    assert {item["key"] for item in answer.json["items"]} == set(CardKeeper().keys)


def test_the_password_is_never_shown(site, wallbox):
    wallbox.answers.update(CardKeeper(AuthorizationKey="a-secret-of-the-wallbox").answers)
    answer = read(site, wallbox.identity)
    assert b"a-secret-of-the-wallbox" not in answer.body
    [key] = [item for item in answer.json["items"] if item["key"] == "AuthorizationKey"]
    assert key["value"] is None


def test_a_wallbox_that_is_away_cannot_be_read(site, identity):
    site.api.accept(identity)
    answer = read(site, identity)
    assert answer.status == 409 and answer.json["fix"]
    assert read(site, "NOBODY").status == 404


def test_what_was_refused_twice_is_not_asked_again(site, plug, identity):
    keeper = CardKeeper()
    keeper.readonly = set()
    answers = {**keeper.answers, "ChangeConfiguration": lambda payload: (
        keeper.changes.append(payload["key"]) or {"status": "Rejected"})}
    site.api.accept(identity)
    wallbox = plug(site, identity, answers=answers)
    wallbox.boot()
    shown = site.api.patch(f"/charge-points/{identity}/local-list", {"enabled": True}).json
    assert keeper.changes == ["LocalAuthListEnabled", "LocalAuthorizeOffline"]
    assert [key["answer"] for key in shown["keys"]] == ["Rejected", "Rejected", None, None]
    site.api.patch(f"/charge-points/{identity}/local-list", {"enabled": True})
    assert keeper.changes[2:] == ["LocalPreAuthorize", "AllowOfflineTxForUnknownId"]
    site.api.patch(f"/charge-points/{identity}/local-list", {"enabled": True})
    assert len(keeper.changes) == 4


def test_a_person_sets_what_the_appliance_may_not(site, plug, identity):
    keeper = CardKeeper()
    site.api.accept(identity)
    site.api.patch(f"/charge-points/{identity}", {"may_be_configured": False})
    wallbox = plug(site, identity, answers=keeper.answers)
    wallbox.boot()
    shown = site.api.patch(f"/charge-points/{identity}/local-list", {"enabled": True}).json
    assert keeper.changes == []
    assert shown["keys"][0] == {"key": "LocalAuthListEnabled", "wanted": "true", "value": "false",
                                "answer": None}
    site.api.post(f"/charge-points/{identity}/operations", {
        "action": "ChangeConfiguration", "payload": {"key": "LocalAuthListEnabled", "value": "true"}})
    assert keeper.changes == [("LocalAuthListEnabled", "true")]
    until(lambda: any(item["wanted"] == "true" for item in configuration(site, identity)))


def test_a_hundred_and_fifty_keys_in_one_answer_are_all_kept(site, wallbox):
    keys = {f"Vendor.Key.{n:03}": "v" * 500 for n in range(150)}
    wallbox.answers.update(CardKeeper(**keys).answers)
    assert read(site, wallbox.identity).status == 200
    kept = {item["key"]: item["value"] for item in configuration(site, wallbox.identity)}
    assert {key: kept[key] for key in keys} == keys


def test_keys_are_asked_for_in_portions_that_the_wallbox_takes(site, wallbox):
    portions = []
    keeper = CardKeeper(GetConfigurationMaxKeys="4")

    def by_name(payload):
        portions.append(len(payload.get("key", [])))
        return keeper.read(payload) if payload.get("key") else {"configurationKey": []}

    wallbox.answers["GetConfiguration"] = by_name
    assert read(site, wallbox.identity).status == 200
    del portions[:]
    assert read(site, wallbox.identity).status == 200
    assert max(portions) == 4
    assert {item["key"] for item in configuration(site, wallbox.identity)} == set(keeper.keys)


def test_what_a_wallbox_says_of_its_profiles_is_a_hint_only(site, plug, identity):
    keeper = CardKeeper(SupportedFeatureProfiles=" Core , Firmware Management")
    site.api.accept(identity)
    box = plug(site, identity, answers=keeper.answers)
    box.boot()
    shown = site.api.patch(f"/charge-points/{identity}/local-list", {"enabled": True}).json
    assert shown["state"] == "current" and keeper.cards["good"] == "Accepted"
    assert box.call("Heartbeat", {})
