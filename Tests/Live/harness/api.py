"""The HTTP API over http.client: says what came back, judges nothing."""

import http.client
import json
from dataclasses import dataclass, field


@dataclass
class Answer:
    status: int
    headers: dict
    body: bytes = field(repr=False)

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def text(self):
        return self.body.decode()

    def __repr__(self):
        return f"<{self.status} {self.body[:600]!r}>"


class API:
    def __init__(self, host, port, token=None, cookie=None):
        self.host, self.port, self.token, self.cookie = host, port, token, cookie

    def request(self, method, path, body=None, headers=None, timeout=40):
        """`path` starts with / and is below /api/v1 unless it names another place."""
        if not path.startswith(("/api/", "/healthz", "/readyz", "/metrics", "//", "/i/")):
            path = "/api/v1" + path
        if path.startswith("//"):
            path = path[1:]
        sent = {"Accept": "application/json"}
        if self.token:
            sent["Authorization"] = "Bearer " + self.token
        if self.cookie:
            sent["Cookie"] = self.cookie
            sent["Origin"] = f"http://{self.host}:{self.port}"  # as the page's own requests carry it
        data = body
        if body is not None and not isinstance(body, (bytes, str)):
            data = json.dumps(body)
            sent["Content-Type"] = "application/json"
        sent.update(headers or {})
        connection = http.client.HTTPConnection(self.host, self.port, timeout=timeout)
        try:
            connection.request(method, path, data, sent)
            response = connection.getresponse()
            return Answer(response.status, {k.lower(): v for k, v in response.getheaders()},
                          response.read())
        finally:
            connection.close()

    def get(self, path, **more):
        return self.request("GET", path, **more)

    def post(self, path, body=None, **more):
        return self.request("POST", path, {} if body is None else body, **more)

    def patch(self, path, body, **more):
        return self.request("PATCH", path, body, **more)

    def delete(self, path, **more):
        return self.request("DELETE", path, **more)

    def items(self, path):
        """All items of a list, over its pages."""
        found, cursor = [], None
        while True:
            joint = "&" if "?" in path else "?"
            answer = self.get(path + (f"{joint}cursor={cursor}" if cursor else ""))
            assert answer.status == 200, answer
            found += answer.json["items"]
            cursor = answer.json["next_cursor"]
            if cursor is None:
                return found

    # The steps most tests begin with

    def accept(self, identity, **more):
        answer = self.post("/charge-points", {"id": identity, "name": identity, "state": "accepted", **more})
        assert answer.status == 201, answer
        return answer.json

    def card(self, id_tag, **more):
        answer = self.post("/id-tags", {"id_tag": id_tag, "label": id_tag, "status": "accepted", **more})
        assert answer.status == 201, answer
        return answer.json

    def tariff(self, per_kwh="0.40", vat="19", currency="EUR", valid_from=None, name="House", **more):
        body = {"name": name, "tariff": {"currency": currency, "elements": [{"price_components": [
            {"type": "ENERGY", "price": per_kwh, "step_size": 1, "vat": vat}]}], **more}}
        if valid_from:
            body["valid_from"] = valid_from
        answer = self.post("/tariffs", body)
        assert answer.status == 201, answer
        return answer.json

    def transaction(self, transaction_id):
        answer = self.get(f"/transactions/{transaction_id}")
        assert answer.status == 200, answer
        return answer.json

    def readings(self, transaction_id):
        return self.items(f"/transactions/{transaction_id}/readings")

    def to_check(self, **fields):
        """The lines of the list "to check" whose members equal `fields`."""
        return [line for line in self.items("/to-check")
                if all(line.get(name) == value for name, value in fields.items())]
