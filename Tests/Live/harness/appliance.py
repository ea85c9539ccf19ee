"""The real binary, started on a directory of its own."""

import os
import pathlib
import queue
import re
import resource
import signal
import subprocess
import threading
import time

from .api import API

ROOT = pathlib.Path(__file__).resolve().parents[3]
BINARY = os.environ.get("WATTKEEPER") or str(ROOT / ".build/release/wattkeeper")


def run(*arguments, stdin=None, env=None, timeout=30):
    """Runs a command of the binary to its end; the caller looks at the exit code."""
    return subprocess.run(
        [BINARY, *map(str, arguments)], input=stdin, capture_output=True, text=True, timeout=timeout,
        env={**os.environ, "SWIFT_BACKTRACE": "enable=no", **(env or {})})


class Appliance:
    """`wattkeeper serve` on a directory; can be stopped, killed and started again."""

    def __init__(self, data, arguments=(), env=None, descriptors=None):
        """`descriptors`: how many files and sockets it may have open; None: as many as we may."""
        self.data = pathlib.Path(data)
        self.arguments = list(arguments)
        self.env = dict(env or {})
        self.descriptors = descriptors
        self.process = None
        self.url = None
        self.log = []
        self.token = None
        self._port = 0

    # Life

    def start(self, env=None, ready=True):
        """Starts it and waits for the ready line. Later starts take the same port again."""
        self._stdout = queue.Queue()
        self.process = subprocess.Popen(
            [BINARY, "serve", "--data", str(self.data), "--listen", f"127.0.0.1:{self._port}",
             *self.arguments],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            preexec_fn=self._limit if self.descriptors else None,
            env={**os.environ, "SWIFT_BACKTRACE": "enable=no", **self.env, **(env or {})})
        self._readers = [
            threading.Thread(target=self._pump, args=(self.process.stdout, self._stdout.put), daemon=True),
            threading.Thread(target=self._pump, args=(self.process.stderr, self.log.append), daemon=True)]
        for reader in self._readers:
            reader.start()
        if ready:
            self.wait_ready()
        return self

    def _limit(self):
        resource.setrlimit(resource.RLIMIT_NOFILE, (self.descriptors, self.descriptors))

    def _pump(self, pipe, put):
        for line in pipe:
            put(line.decode(errors="replace").rstrip("\n"))
        put(None)

    def wait_ready(self, timeout=20):
        try:
            line = self._stdout.get(timeout=timeout)
        except queue.Empty:
            line = None
        if line is None:
            raise AssertionError("no ready line; stderr:\n" + self.stderr())
        match = re.fullmatch(r"ready (http://(.+):(\d+))", line)
        assert match, f"the first line on stdout is not the ready line: {line!r}"
        self.url, self.host, port = match.groups()
        self._port = self.port = int(port)
        return self

    def stderr(self):
        return "\n".join(line for line in self.log if line is not None)

    @property
    def running(self):
        return self.process is not None and self.process.poll() is None

    def kill(self):
        if self.running:
            self.process.kill()
        self.process.wait()

    def stop(self, timeout=10):
        """Asks it to end; returns (exit code, seconds)."""
        began = time.monotonic()
        if self.running:
            self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(timeout)
        return code, time.monotonic() - began

    def more_stdout(self):
        """Lines on stdout after the ready line, without waiting."""
        lines = []
        while True:
            try:
                line = self._stdout.get_nowait()
            except queue.Empty:
                return lines
            if line is not None:
                lines.append(line)

    # Doors

    def make_token(self, role="owner", name="tests"):
        result = run("token", "create", "--name", name, "--role", role, "--data", self.data)
        assert result.returncode == 0, result.stderr
        return result.stdout.strip()

    @property
    def api(self):
        if self.token is None:
            self.token = self.make_token()
        return API(self.host, self.port, self.token)

    def api_as(self, role):
        return API(self.host, self.port, self.make_token(role, f"as {role}"))

    def anonymous(self):
        return API(self.host, self.port, None)

    @property
    def ws(self):
        return f"ws://{self.host}:{self.port}"
