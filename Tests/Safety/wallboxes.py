"""Twenty wallboxes that keep their own books: what they sent, and what was acknowledged."""

import asyncio
import datetime
import itertools
import json
import random
from dataclasses import dataclass, field

import websockets
from harness.times import stamp

RETRY_SECONDS = 0.03


@dataclass
class Charge:
    started_at: str
    meter_start: int
    transaction: int | None = None
    samples: list = field(default_factory=list)  # (instant, Wh, acknowledged)
    stop: tuple | None = None  # (instant, Wh)
    stop_acknowledged: bool = False


class Wallbox:
    """Charges one car after the other until told to stop, over however many connections that takes."""

    def __init__(self, identity, port, seed):
        self.identity, self.port = identity, port
        self.random = random.Random(f"{seed}/{identity}")
        self.charges = []
        self.faults = []
        self.sent = self.answered = self.connections = 0
        self.enough = False
        self._ids = itertools.count(1)
        self._clock = datetime.datetime.now(datetime.timezone.utc).replace(
            microsecond=0) - datetime.timedelta(days=60)
        self._register = self.random.randrange(0, 5_000_000)
        self._socket = None
        self._waiting = {}
        self._reader = None

    # The life of a wallbox

    async def run(self):
        while not self.enough:
            await self._charge()

    async def _charge(self):
        charge = Charge(self._later(1), self._register)
        self.charges.append(charge)
        answer = await self._until_answered("StartTransaction", {
            "connectorId": 1, "idTag": "GOOD", "meterStart": charge.meter_start,
            "timestamp": charge.started_at})
        charge.transaction = answer["transactionId"]
        if answer["idTagInfo"]["status"] != "Accepted":
            self.faults.append(f"{self.identity}: start answered {answer}")
        for _ in range(self.random.randrange(0, 4)):
            await asyncio.gather(*(self._sample(charge) for _ in range(self.random.randrange(1, 4))))
        charge.stop = (self._later(1), self._use())
        await self._until_answered("StopTransaction", {
            "transactionId": charge.transaction, "timestamp": charge.stop[0], "meterStop": charge.stop[1],
            "reason": "Local"})
        charge.stop_acknowledged = True

    async def _sample(self, charge):
        entry = [self._later(1), self._use(), False]
        charge.samples.append(entry)
        await self._until_answered("MeterValues", {
            "connectorId": 1, "transactionId": charge.transaction, "meterValue": [
                {"timestamp": entry[0], "sampledValue": [{"value": str(entry[1])}]}]})
        entry[2] = True

    def _later(self, minutes):
        self._clock += datetime.timedelta(minutes=minutes)
        return stamp(self._clock)

    def _use(self):
        """The register a minute later: at most 11 kW."""
        self._register += self.random.randrange(1, 180)
        return self._register

    # Asking until there is an answer

    async def _until_answered(self, action, payload):
        heard = None
        while True:
            try:
                answer = await self._ask(action, payload)
            except (OSError, EOFError, asyncio.TimeoutError, websockets.WebSocketException):
                await asyncio.sleep(RETRY_SECONDS * self.random.random() * 2)
                continue
            if answer is None:  # an error: the wallbox tries again
                await asyncio.sleep(RETRY_SECONDS)
                continue
            # Now and then the answer is "lost", and the same is asked again.
            if heard is None and self.random.random() < 0.1:
                heard = answer
                continue
            if heard is not None and heard != answer:
                self.faults.append(f"{self.identity}: {action} answered {heard}, then {answer}")
            return answer

    async def _ask(self, action, payload):
        socket = await self._connected()
        message_id = f"{self.connections}-{next(self._ids)}"
        answer = asyncio.get_running_loop().create_future()
        self._waiting[message_id] = answer
        self.sent += 1
        try:
            await socket.send(json.dumps([2, message_id, action, payload]))
            frame = await asyncio.wait_for(answer, 15)
        finally:
            self._waiting.pop(message_id, None)
        if frame[0] == 4:
            if frame[2] != "InternalError":
                self.faults.append(f"{self.identity}: {action} answered {frame}")
            return None
        self.answered += 1
        return frame[2]

    async def _connected(self):
        if self._socket is None:
            self._socket = asyncio.ensure_future(self._connect())
        try:
            return await asyncio.shield(self._socket)
        except (OSError, EOFError, asyncio.TimeoutError, websockets.WebSocketException):
            self._socket = None
            raise

    async def _connect(self):
        socket = await websockets.connect(
            f"ws://127.0.0.1:{self.port}/ocpp/{self.identity}", subprotocols=["ocpp1.6"], compression=None,
            ping_interval=None, open_timeout=10, close_timeout=0.1, proxy=None)
        self.connections += 1
        self._reader = asyncio.create_task(self._read(socket))
        return socket

    async def _read(self, socket):
        try:
            async for text in socket:
                frame = json.loads(text)
                if frame[0] == 2:  # whatever it wants, we are a simple box
                    await socket.send(json.dumps([4, frame[1], "NotSupported", "", {}]))
                elif frame[1] in self._waiting and not self._waiting[frame[1]].done():
                    self._waiting[frame[1]].set_result(frame)
        except (OSError, websockets.WebSocketException):
            pass
        finally:
            self._socket = None
            for answer in list(self._waiting.values()):
                if not answer.done():
                    answer.set_exception(EOFError())

    async def close(self):
        if self._reader:
            self._reader.cancel()
