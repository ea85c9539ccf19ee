"""Bytes on a socket, for what no proper client would send."""

import base64
import os
import socket
import struct

TEXT, BINARY, CLOSE, PING, PONG = 1, 2, 8, 9, 10


class Wire:
    """A TCP connection to the appliance with an upgrade request written by hand."""

    def __init__(self, appliance, timeout=10):
        self.socket = socket.create_connection((appliance.host, appliance.port), timeout=timeout)
        self.buffer = b""

    def send(self, data):
        self.socket.sendall(data if isinstance(data, bytes) else data.encode("latin-1"))
        return self

    def close(self):
        self.socket.close()

    def read(self, count):
        while len(self.buffer) < count:
            more = self.socket.recv(65536)
            if not more:
                raise EOFError
            self.buffer += more
        taken, self.buffer = self.buffer[:count], self.buffer[count:]
        return taken

    def head(self):
        """The head of the next response: (status, {lower-case name: value})."""
        while b"\r\n\r\n" not in self.buffer:
            more = self.socket.recv(65536)
            if not more:
                raise EOFError(self.buffer)
            self.buffer += more
        head, self.buffer = self.buffer.split(b"\r\n\r\n", 1)
        first, *lines = head.decode("latin-1").split("\r\n")
        headers = {}
        for line in lines:
            name, value = line.split(":", 1)
            headers[name.strip().lower()] = value.strip()
        return int(first.split(" ")[1]), headers

    def response(self):
        """The next response with its body."""
        status, headers = self.head()
        return status, headers, self.read(int(headers.get("content-length", 0)))

    def upgrade(self, target, protocols=("Sec-WebSocket-Protocol: ocpp1.6",), more=(), host="x"):
        """Asks for a WebSocket; `protocols` and `more` are header lines as they shall stand."""
        key = base64.b64encode(os.urandom(16)).decode()
        lines = [f"GET {target} HTTP/1.1", f"Host: {host}", "Upgrade: websocket", "Connection: Upgrade",
                 f"Sec-WebSocket-Key: {key}", "Sec-WebSocket-Version: 13", *protocols, *more]
        self.send("\r\n".join(lines) + "\r\n\r\n")
        return self.head()

    def frame(self, opcode, payload=b"", fin=True, rsv=0, masked=True):
        payload = payload.encode() if isinstance(payload, str) else payload
        head = bytes([(0x80 if fin else 0) | rsv << 4 | opcode])
        flag = 0x80 if masked else 0
        if len(payload) < 126:
            head += bytes([flag | len(payload)])
        elif len(payload) < 65536:
            head += bytes([flag | 126]) + struct.pack(">H", len(payload))
        else:
            head += bytes([flag | 127]) + struct.pack(">Q", len(payload))
        if masked:
            mask = os.urandom(4)
            repeated = mask * (len(payload) // 4 + 1)
            masked_bytes = (int.from_bytes(payload, "big")
                            ^ int.from_bytes(repeated[:len(payload)], "big")).to_bytes(len(payload), "big")
            head += mask
            payload = masked_bytes
        return self.send(head + payload)

    def next_frame(self):
        """(opcode, payload) of the next frame."""
        first, second = self.read(2)
        assert not second & 0x80, "a server must not mask (RFC 6455, 5.1)"
        length = second & 0x7F
        if length == 126:
            length = struct.unpack(">H", self.read(2))[0]
        elif length == 127:
            length = struct.unpack(">Q", self.read(8))[0]
        return first & 0x0F, self.read(length)

    def next_text(self):
        while True:
            opcode, payload = self.next_frame()
            if opcode == TEXT:
                return payload.decode()
            assert opcode in (PING, PONG), (opcode, payload)

    def close_code(self):
        """Waits for the close frame and returns its code (None: closed without one)."""
        try:
            while True:
                opcode, payload = self.next_frame()
                if opcode == CLOSE:
                    return struct.unpack(">H", payload[:2])[0] if len(payload) >= 2 else 1005
        except (EOFError, ConnectionResetError):
            return None
