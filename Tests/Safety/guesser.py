"""A machine that guesses passwords and PINs: guesser.py PORT ADDRESS COUNT guesses side by side until its stdin
ends, then prints the statuses it got, by address of the call, as one line of JSON."""

import asyncio
import collections
import itertools
import json
import os
import sys

PUBLIC_KEY = "02" + "00" * 200
CALLS = [
    ("/api/v1/sign-in", lambda n: {"name": f"nobody{n}", "password": f"guess {n}"}),
    ("/api/v1/tenant-sign-in/challenge", lambda n: {"code": f"CODE{n}", "a": PUBLIC_KEY}),
    ("/t/sign-in", lambda n: f"code=CODE{n}&pin=407193"),
]


async def guess(port, source, path, body):
    reader, writer = await asyncio.open_connection("127.0.0.1", port, local_addr=(source, 0))
    kind, data = ("application/x-www-form-urlencoded", body) if isinstance(body, str) else (
        "application/json", json.dumps(body))
    writer.write(f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: {kind}\r\nConnection: close\r\n"
                 f"Content-Length: {len(data)}\r\n\r\n{data}".encode())
    head = await reader.readuntil(b"\r\n\r\n")
    await reader.read()
    writer.close()
    return int(head.split(b" ", 2)[1])


async def flood(port, network, count):
    statuses = collections.Counter()
    numbers = itertools.count(1)

    async def again_and_again(lane):
        for n in numbers:
            path, body = CALLS[(lane + n) % len(CALLS)]
            source = f"127.{network}.{n // 200 % 250}.{n % 200 + 2}"
            try:
                statuses[f"{path} {await guess(port, source, path, body(n))}"] += 1
            except (OSError, EOFError):
                statuses[f"{path} hung up"] += 1

    tasks = [asyncio.create_task(again_and_again(lane)) for lane in range(count)]
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    failed = [repr(task.exception()) for task in tasks if task.done()]
    print(json.dumps({"statuses": statuses, "failed": failed}), flush=True)
    os._exit(0)


asyncio.run(flood(int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])))
