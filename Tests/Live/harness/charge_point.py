"""A wallbox on Python's `websockets`: sends what a test wants, keeps and judges every frame it receives."""

import base64
import itertools
import json
import queue
import threading
import urllib.parse

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from . import schemas

BOOT = {"chargePointVendor": "Ladeblitz", "chargePointModel": "Duo 22"}


class CallError(Exception):
    def __init__(self, code, description, details):
        super().__init__(f"{code}: {description}")
        self.code, self.description, self.details = code, description, details


def basic(user, password):
    """The value of an Authorization header; both parts as text or raw bytes."""
    def raw(part):
        return part.encode() if isinstance(part, str) else part
    return "Basic " + base64.b64encode(raw(user) + b":" + raw(password)).decode()


class ChargePoint:
    """Connected from the start; `answers` holds what it says to the server's calls (a payload, a CallError,
    a function of the payload, or None to stay silent)."""

    def __init__(self, base, identity, path=None, subprotocols=("ocpp1.6",), password=None, user=None,
                 headers=None, answers=None):
        self.identity = identity
        self.left = False
        self.answers = answers or {}
        self.frames = []
        self.invalid = []
        self.calls = queue.Queue()
        self._pending = {}
        self._results = {}
        self._lock = threading.Condition()
        self._ids = itertools.count(1)
        sent = dict(headers or {})
        if password is not None:
            sent["Authorization"] = basic(identity if user is None else user, password)
        self.socket = connect(
            base + (path or "/ocpp/" + urllib.parse.quote(identity, safe="")), additional_headers=sent,
            subprotocols=list(subprotocols) or None, compression=None, open_timeout=10, close_timeout=2,
            max_size=None, proxy=None, ping_interval=None, legacy=True)
        self.closed = threading.Event()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    # Receiving

    def _read(self):
        try:
            for text in self.socket:
                self._received(text)
        except ConnectionClosed:
            pass
        self.closed.set()
        with self._lock:
            self._lock.notify_all()

    def _received(self, text):
        try:
            frame = json.loads(text)
        except ValueError:
            self.invalid.append((text, ["not JSON"]))
            return
        with self._lock:
            self.frames.append(frame)
            wrong = schemas.complaints(frame, self._pending)
            if wrong:
                self.invalid.append((text, wrong))
                return
            if frame[0] in (3, 4):
                self._results.setdefault(json.dumps(frame[1]), []).append(frame)
                self._lock.notify_all()
                return
        self.calls.put(frame)
        self._answer(frame)

    def _answer(self, frame):
        answer = self.answers.get(frame[2])
        if callable(answer):
            answer = answer(frame[3])
        if isinstance(answer, CallError):
            self.send([4, frame[1], answer.code, answer.description, answer.details])
        elif answer is not None:
            self.send([3, frame[1], answer])

    # Sending

    def send(self, frame):
        """A frame as text, or anything JSON can say."""
        self.socket.send(frame if isinstance(frame, (str, bytes)) else json.dumps(frame))

    def begin(self, action, payload, message_id=None):
        """Sends a call and does not wait."""
        message_id = message_id if message_id is not None else f"{self.identity[:20]}-{next(self._ids)}"
        with self._lock:
            self._pending[json.dumps(message_id)] = action
        self.send([2, message_id, action, payload])
        return message_id

    def expect(self, message_id, action):
        """Says that an answer to this id is wanted, for frames sent by hand."""
        with self._lock:
            self._pending[json.dumps(message_id)] = action

    def answer_to(self, message_id, timeout=10, count=1):
        """The `count`-th frame that answers this message id."""
        key = json.dumps(message_id)
        with self._lock:
            self._lock.wait_for(
                lambda: len(self._results.get(key, [])) >= count or self.closed.is_set(), timeout)
            found = self._results.get(key, [])
        assert len(found) >= count, (
            f"no answer to {message_id}; closed: {self.closed.is_set()}, wrong frames: {self.invalid}")
        return found[count - 1]

    def result(self, message_id, timeout=10, count=1):
        frame = self.answer_to(message_id, timeout, count)
        if frame[0] == 4:
            raise CallError(*frame[2:])
        return frame[2]

    def call(self, action, payload, message_id=None, timeout=10):
        return self.result(self.begin(action, payload, message_id), timeout)

    def next_call(self, action=None, timeout=10):
        """The server's next call, skipping others when `action` is named: (message id, payload)."""
        while True:
            frame = self.calls.get(timeout=timeout)
            if action in (None, frame[2]):
                return frame[1], frame[3]

    def close(self):
        self.left = True
        self.socket.close()

    def drop(self):
        """The network is gone: no close frame."""
        self.left = True
        self.socket.socket.close()

    @property
    def close_code(self):
        self.closed.wait(10)
        return self.socket.protocol.close_code

    # The usual messages

    def boot(self, **more):
        return self.call("BootNotification", {**BOOT, **more})

    def status(self, status="Available", connector=1, **more):
        return self.call("StatusNotification", {
            "connectorId": connector, "errorCode": "NoError", "status": status, **more})

    def start(self, id_tag, at, wh=0, connector=1, message_id=None):
        return self.call("StartTransaction", start_payload(id_tag, at, wh, connector), message_id)

    def stop(self, transaction_id, at, wh, **more):
        return self.call("StopTransaction", {
            "transactionId": transaction_id, "timestamp": at, "meterStop": wh, **more})

    def sample(self, transaction_id, at, wh, connector=1):
        return self.call("MeterValues", meter_values(transaction_id, at, wh, connector))

    def charge(self, id_tag, wh=10_000, meter_start=1_000, start="2026-03-02T10:00:00Z",
               stop="2026-03-02T11:00:00Z", connector=1):
        """A whole charge; returns the transaction id."""
        started = self.start(id_tag, start, meter_start, connector)
        self.stop(started["transactionId"], stop, meter_start + wh)
        return started["transactionId"]


def start_payload(id_tag, at, wh=0, connector=1):
    return {"connectorId": connector, "idTag": id_tag, "meterStart": wh, "timestamp": at}


def meter_values(transaction_id, at, wh, connector=1):
    payload = {"connectorId": connector, "meterValue": [
        {"timestamp": at, "sampledValue": [{"value": str(wh), "unit": "Wh"}]}]}
    if transaction_id is not None:
        payload["transactionId"] = transaction_id
    return payload
