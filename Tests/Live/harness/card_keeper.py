"""A wallbox's own memory: its configuration keys, its list of cards, and what it could not deliver."""


class CardKeeper:
    """Lives longer than its connections; `answers` are for a ChargePoint."""

    def __init__(self, at_once=2, room=50, **keys):
        self.keys = {
            "LocalAuthListEnabled": "false", "LocalAuthorizeOffline": "false", "LocalPreAuthorize": "true",
            "AllowOfflineTxForUnknownId": "true", "SendLocalListMaxLength": str(at_once),
            "LocalAuthListMaxLength": str(room), **keys}
        self.readonly = {"SendLocalListMaxLength", "LocalAuthListMaxLength"}
        self.version = 0
        self.cards = {}
        self.updates = []
        self.changes = []
        self.queue = []

    @property
    def answers(self):
        return {
            "GetConfiguration": self.read, "ChangeConfiguration": self.change, "SendLocalList": self.take,
            "GetLocalListVersion": lambda _: {"listVersion": self.version if self.cards else 0}}

    def read(self, payload):
        names = payload.get("key") or sorted(self.keys)
        return {
            "configurationKey": [{"key": name, "readonly": name in self.readonly, "value": self.keys[name]}
                                 for name in names if name in self.keys],
            "unknownKey": [name for name in names if name not in self.keys]}

    def change(self, payload):
        name, value = payload["key"], payload["value"]
        self.changes.append((name, value))
        if name not in self.keys:
            return {"status": "NotSupported"}
        if name in self.readonly:
            return {"status": "Rejected"}
        self.keys[name] = value
        return {"status": "Accepted"}

    def take(self, payload):
        """OCPP 1.6, 5.15: all of it or nothing."""
        self.updates.append((payload["updateType"], payload["listVersion"]))
        sent = payload.get("localAuthorizationList", [])
        if self.keys["LocalAuthListEnabled"] != "true":
            return {"status": "NotSupported"}
        if len(sent) > int(self.keys["SendLocalListMaxLength"]):
            return {"status": "Failed"}
        if payload["updateType"] == "Differential" and payload["listVersion"] <= self.version:
            return {"status": "VersionMismatch"}
        cards = {} if payload["updateType"] == "Full" else dict(self.cards)
        for card in sent:
            cards[card["idTag"].lower()] = card.get("idTagInfo", {}).get("status")
        if len(cards) > int(self.keys["LocalAuthListMaxLength"]):
            return {"status": "Failed"}
        self.cards, self.version = cards, payload["listVersion"]
        return {"status": "Accepted"}

    # While nobody answers

    def lets_charge(self, id_tag):
        """OCPP 1.6, 3.4: who may charge without a connection."""
        listed = self.cards.get(id_tag.lower()) if self.keys["LocalAuthListEnabled"] == "true" else None
        if listed is None:
            return self.keys["AllowOfflineTxForUnknownId"] == "true"
        return listed == "Accepted" and self.keys["LocalAuthorizeOffline"] == "true"

    def keep_charge(self, id_tag, start, stop, meter_start, meter_stop, connector=1):
        """Charges a car and keeps the messages for later."""
        self.queue.append((id_tag, start, stop, meter_start, meter_stop, connector))

    def deliver(self, wallbox):
        """Sends what was kept, oldest first; returns the transaction ids."""
        ids = []
        while self.queue:
            id_tag, start, stop, meter_start, meter_stop, connector = self.queue[0]
            transaction = wallbox.start(id_tag, start, meter_start, connector)["transactionId"]
            wallbox.stop(transaction, stop, meter_stop, idTag=id_tag, reason="Local")
            self.queue.pop(0)
            ids.append(transaction)
        return ids
