"""A reader of server-sent events that keeps the order and the time of arrival."""

import http.client
import json
import queue
import threading
import time


class Events:
    def __init__(self, api, last_event_id=None, path="/api/v1/events"):
        headers = {"Accept": "text/event-stream"}
        if api.token:
            headers["Authorization"] = "Bearer " + api.token
        if api.cookie:
            headers["Cookie"] = api.cookie
        if last_event_id is not None:
            headers["Last-Event-ID"] = last_event_id
        self._connection = http.client.HTTPConnection(api.host, api.port, timeout=30)
        self._connection.request("GET", path, headers=headers)
        self.response = self._connection.getresponse()
        self.events = queue.Queue()
        self.last_id = None
        if self.response.status == 200:
            threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        kind, data, identity = None, [], None
        try:
            while line := self.response.readline():
                line = line.decode().rstrip("\r\n")
                if line.startswith("event:"):
                    kind = line[6:].strip()
                elif line.startswith("id:"):
                    identity = line[3:].strip()
                elif line.startswith("data:"):
                    data.append(line[5:].strip())
                elif not line and (kind or data):
                    text = "\n".join(data)
                    self.events.put((kind, identity, json.loads(text) if text else None, time.monotonic()))
                    kind, data, identity = None, [], None
        except (OSError, ValueError, AttributeError):
            pass

    def next(self, kind, where=lambda data: True, timeout=5):
        """The next event of this kind for which `where` holds: (id, data, seconds it came at)."""
        deadline = time.monotonic() + timeout
        while True:
            left = deadline - time.monotonic()
            assert left > 0, f"no event {kind} within {timeout} s"
            try:
                got, identity, data, at = self.events.get(timeout=left)
            except queue.Empty:
                continue
            if identity is not None:
                self.last_id = identity
            if got == kind and where(data):
                return identity, data, at

    def close(self):
        self._connection.close()
