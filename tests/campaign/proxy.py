# A proxy in front of a gateway that spoils what passes: it plays the endpoints that a campaign has to cope with.
# Knows HTTP as far as the gateway and the campaign speak it: a length with every body, no chunks.
# SPDX-License-Identifier: BSL-1.0
import contextlib
import http.client
import socket
import threading


class Exchange:
    """What was asked, and what the gateway said to it."""

    def __init__(self, number, method, path, headers, body):
        self.number = number  # counted from 1 among the exchanges with the service; 0 on the control path
        self.method, self.path, self.headers, self.body = method, path, headers, body
        self.operation = headers.get("x-amz-target", "").partition(".")[2]
        self.status, self.answer = 0, b""

    @property
    def is_control(self):
        return self.path.startswith("/_control/")


class Proxy:
    """`spoil(exchange)` tells which bytes to send in place of an answer, and `close` which connections end behind one:
    None for the bytes closes without any. `before(exchange)`, where it is given, may answer in the gateway's stead."""

    def __init__(self, port, spoil=lambda each: each.answer, before=lambda each: None, close=lambda each: False):
        self._to, self._spoil, self._before, self._close = port, spoil, before, close
        self._lock, self._count, self._sockets = threading.Lock(), 0, []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self.endpoint = f"http://127.0.0.1:{self.port}"
        threading.Thread(target=self._accept, daemon=True).start()

    def stop(self):
        self._listener.close()
        with self._lock:
            for each in self._sockets:
                each.close()

    def _accept(self):
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                with self._lock:
                    self._sockets.append(client)
                threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client):
        with client, contextlib.suppress(OSError):
            incoming = client.makefile("rb")
            while each := self._read(incoming):
                made = self._before(each)
                if made is None:
                    self._pass_on(each)
                    made = self._spoil(each)
                if made is None:
                    return
                client.sendall(made)
                if self._close(each):
                    return

    def _read(self, incoming):
        line = incoming.readline()
        if not line:
            return None
        method, path, _ = line.decode("latin-1").split(" ", 2)
        headers = {}
        while (line := incoming.readline()) not in {b"\r\n", b""}:
            name, _, value = line.decode("latin-1").partition(":")
            headers[name.strip().lower()] = value.strip()
        body = incoming.read(int(headers.get("content-length", "0")))
        with self._lock:
            self._count += not path.startswith("/_control/")
            return Exchange(0 if path.startswith("/_control/") else self._count, method, path, headers, body)

    def _pass_on(self, each):
        to = http.client.HTTPConnection("127.0.0.1", self._to, timeout=20)
        with contextlib.closing(to):
            names = ("x-amz-target", "content-type", "content-encoding")
            to.request(each.method, each.path, each.body, {name: each.headers[name] for name in names if name in each.headers})
            given = to.getresponse()
            body = given.read()
        fields = [(name, value) for name, value in given.getheaders() if name.lower() not in {"connection", "content-length"}]
        fields.append(("Content-Length", str(len(body))))
        head = f"HTTP/1.1 {given.status} {given.reason}\r\n" + "".join(f"{name}: {value}\r\n" for name, value in fields)
        each.status, each.answer = given.status, head.encode("latin-1") + b"\r\n" + body
