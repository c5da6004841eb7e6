# A Redis server of our own: on a free loopback port, with a folder of its own, ended by its process id.
# SPDX-License-Identifier: BSL-1.0
import contextlib
import shutil
import signal
import socket
import subprocess
import tempfile
import time

from harness import Failed

# redis-check-rdb is the server under another name: Debian's redis-tools has it and, unlike redis-server, starts none.
NAMES = ("redis-server", "valkey-server", "redis-check-rdb")
READY_SECONDS = 20


def program():
    """Path of a Redis server, or None."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


class Redis:
    """Each acknowledged write is on disk before it is acknowledged."""

    def __init__(self):
        self._folder = tempfile.TemporaryDirectory()
        with contextlib.closing(socket.create_server(("127.0.0.1", 0))) as free:
            self.port = free.getsockname()[1]
        self._process = None
        self.url = f"redis://127.0.0.1:{self.port}"

    def start(self):
        own = f"{self._folder.name}/socket"  # on the port another process may answer that was there first
        settings = ("--bind", "127.0.0.1", "--port", str(self.port), "--dir", self._folder.name, "--save", "")
        self._process = subprocess.Popen(
            ["redis-server", *settings, "--unixsocket", own, "--appendonly", "yes", "--appendfsync", "always"],
            executable=program(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + READY_SECONDS
        while time.monotonic() < deadline and self._process.poll() is None:
            with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as connection:
                connection.settimeout(5)
                connection.connect(own)
                connection.sendall(b"PING\r\n")
                if connection.recv(16).startswith(b"+PONG"):
                    return self
            time.sleep(0.02)
        self.kill()
        raise Failed(f"the Redis server ended, or did not answer within {READY_SECONDS} seconds")

    def _connected(self):
        return socket.create_connection(("127.0.0.1", self.port), timeout=5)

    def ask(self, *words):
        """The first bytes of the answer to a command."""
        with contextlib.closing(self._connected()) as connection:
            parts = [f"${len(word.encode())}\r\n{word}\r\n" for word in words]
            connection.sendall((f"*{len(words)}\r\n" + "".join(parts)).encode())
            return connection.recv(4096)

    @contextlib.contextmanager
    def stopped(self):
        """Meanwhile it answers nothing, though its port is open."""
        self._process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self._process.send_signal(signal.SIGCONT)

    def kill(self):
        """As a crash would: without a word."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def close(self):
        self.kill()
        self._folder.cleanup()
