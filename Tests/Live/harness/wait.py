"""Waiting for what arrives a moment later, instead of sleeping."""

import time


def until(condition, timeout=5, every=0.02, what="the condition"):
    """Asks again until the answer is true; returns it."""
    deadline = time.monotonic() + timeout
    while True:
        answer = condition()
        if answer:
            return answer
        assert time.monotonic() < deadline, f"{what} did not come true within {timeout} s"
        time.sleep(every)
