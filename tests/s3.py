"""A real S3-compatible server on loopback: moto's, in a process of its own."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.request import Request, urlopen

import boto3
from botocore.config import Config

from pressroom import env_urls

KEY, SECRET = "newsroom", "tide/table+9"
"""With characters that an address has to write as per cent signs, as Amazon's secrets have."""
BUCKET = "embargoed"


@contextmanager
def server() -> Iterator[str]:
    """The address of a server that holds nothing yet; it ends with the block."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait(f"http://127.0.0.1:{port}/moto-api/", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(20)


def _wait(address: str, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urlopen(address, timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("moto's server did not start")


def empty(address: str) -> Any:
    """Forget all that the server holds, make the bucket anew, and return a client that asks it past our own code."""
    with urlopen(Request(f"{address}/moto-api/reset", method="POST"), timeout=20):
        pass
    client = boto3.client(
        "s3",
        endpoint_url=address,
        region_name="eu-west-1",
        aws_access_key_id=KEY,
        aws_secret_access_key=SECRET,
        config=Config(s3={"addressing_style": "path"}),
    )
    client.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    return client


def configured(monkeypatch: Any, address: str, more: str = "", *, prefix: str = "") -> dict[str, Any]:
    """What the settings make of a STORAGE_URL that names the server."""
    host = address.removeprefix("http://")
    secret = SECRET.replace("/", "%2F").replace("+", "%2B")
    monkeypatch.setenv("STORAGE_URL", f"s3://{KEY}:{secret}@{host}/{BUCKET}{prefix}?region=eu-west-1&tls=0{more}")
    return env_urls.storage("STORAGE_URL", None)
