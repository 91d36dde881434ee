"""Giving a process of ours its input and taking its answer, whatever it does: it may be in somebody else's hands by then."""

import logging
import os
import selectors
import signal
import subprocess
import time
from collections.abc import Sequence
from contextlib import suppress
from typing import IO

logger = logging.getLogger(__name__)

_PIECE = 256 * 1024


class Failed(Exception):
    """There is no answer to be had: the process died, took too long, or wrote too much."""


def exchange(
    command: Sequence[str], data: bytes, *, limit: int, seconds: float, task: str = "decodes pictures"
) -> bytearray:
    """Run a program on these bytes, and return what it writes, at most ``limit`` bytes of it. Raises ``Failed``.

    ``task`` is what the log says of it.

    It gets no environment and no open file but its two pipes; when this returns, nothing of it runs any more.
    """
    process = subprocess.Popen(  # noqa: S603  (our own program)
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={},
        cwd="/",
        start_new_session=True,
    )
    assert process.stdin is not None  # noqa: S101  (for the type checker)
    assert process.stdout is not None  # noqa: S101
    done = False
    try:
        answer = _talk(process.stdin, process.stdout, memoryview(data), limit, time.monotonic() + seconds, task)
        done = True
    finally:
        with suppress(OSError):
            process.stdin.close()
        process.stdout.close()
        code = _end(process, leave=done)
    if code:
        logger.warning("The process that %s ended with %s", task, code)
        raise Failed
    return answer


def _end(process: "subprocess.Popen[bytes]", *, leave: bool) -> int:
    """Wait for it a moment if it has answered, and otherwise not at all; then its whole session is killed."""
    if leave:
        with suppress(subprocess.TimeoutExpired):
            return process.wait(timeout=2)
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    return process.wait()


def _talk(given: IO[bytes], taken: IO[bytes], data: memoryview, limit: int, deadline: float, task: str) -> bytearray:
    """Write and read as either is possible. Nothing here blocks, so that neither a full pipe nor a silent one holds us."""
    answer = bytearray()
    with selectors.DefaultSelector() as ready:
        for pipe, event in ((given, selectors.EVENT_WRITE), (taken, selectors.EVENT_READ)):
            os.set_blocking(pipe.fileno(), False)
            ready.register(pipe, event)
        while (left := deadline - time.monotonic()) > 0:
            for key, _events in ready.select(left):
                if key.fileobj is given:
                    data = _give(ready, given, data)
                    continue
                piece = os.read(key.fd, _PIECE)
                if not piece:
                    return answer
                answer += piece
                if len(answer) > limit:
                    raise Failed
    logger.warning("The process that %s had not answered in time", task)
    raise Failed


def _give(ready: selectors.BaseSelector, given: IO[bytes], data: memoryview) -> memoryview:
    """The next piece, and at the last one the end, which is what the process waits for."""
    try:
        data = data[os.write(given.fileno(), data[:_PIECE]) :]
    except BlockingIOError:
        return data
    except BrokenPipeError:
        data = data[:0]
    if not data:
        ready.unregister(given)
        with suppress(OSError):
            given.close()
    return data
