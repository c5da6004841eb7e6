# HTTP by hand: requests as bytes, so that they may be wrong, and answers that are read strictly.
# SPDX-License-Identifier: BSL-1.0
import errno
import json
import re
import socket
import time

from harness import Failed, check, equal, short

SERVICE = "Firehose_20150804"
MEDIA_TYPE = "application/x-amz-json-1.1"
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def is_uuid(text):
    return isinstance(text, str) and UUID.fullmatch(text.lower()) is not None


class Answer:
    def __init__(self, version, status, headers, body):
        self.version = version
        self.status = status
        self.headers = headers
        self.body = body

    def header(self, name):
        """The value of a header, which must not be there twice."""
        found = [value for each, value in self.headers if each == name.lower()]
        check(len(found) <= 1, f"the header {name} is there {len(found)} times")
        return found[0] if found else None

    def json(self):
        return json.loads(self.body)

    def __repr__(self):
        return f"{self.status} {short(self.body.decode(errors='replace'))}"


class Connection:
    def __init__(self, port, timeout=20):
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=timeout)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._buffer = b""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        self._socket.close()

    def send(self, data):
        """False when the peer has closed meanwhile: it may have answered before."""
        try:
            self._socket.sendall(data)
        except (BrokenPipeError, ConnectionResetError):
            return False
        return True

    def half_close(self):
        try:
            self._socket.shutdown(socket.SHUT_WR)
        except OSError as error:
            if error.errno != errno.ENOTCONN:  # the peer was faster
                raise

    def set_timeout(self, seconds):
        self._socket.settimeout(seconds)

    def _more(self):
        try:
            data = self._socket.recv(65536)
        except ConnectionResetError:
            data = b""
        self._buffer += data
        return data != b""

    def _until(self, mark):
        while mark not in self._buffer:
            if not self._more():
                return None
        found, self._buffer = self._buffer.split(mark, 1)
        return found

    def _exactly(self, size):
        while len(self._buffer) < size:
            if not self._more():
                raise Failed(f"the connection ended {size - len(self._buffer)} bytes before the answer did")
        found, self._buffer = self._buffer[:size], self._buffer[size:]
        return found

    def read(self, no_body=False):
        """The next answer, or None when the peer has closed without one. A timeout is a failure."""
        try:
            return self._read(no_body)
        except TimeoutError:
            raise Failed(f"no answer within {self._socket.gettimeout()} seconds") from None

    def answer(self):
        """The next answer, which there must be."""
        answer = self.read()
        check(answer is not None, "the connection was closed without an answer")
        return answer

    def _read(self, no_body):
        head = self._until(b"\r\n\r\n")
        if head is None:
            check(self._buffer == b"", f"the connection ended inside an answer: {self._buffer[:80]!r}")
            return None
        first, *lines = head.decode("latin-1").split("\r\n")
        match = re.fullmatch(r"(HTTP/1\.[01]) (\d{3}) ?(.*)", first)
        check(match is not None, f"not a status line: {short(first)}")
        headers = []
        for line in lines:
            name, colon, value = line.partition(":")
            check(colon == ":" and name == name.strip() != "", f"not a header line: {short(line)}")
            headers.append((name.lower(), value.strip()))
        answer = Answer(match[1], int(match[2]), headers, b"")
        if no_body or answer.status in (204, 304) or answer.status < 200:
            return answer
        if (answer.header("transfer-encoding") or "").lower() == "chunked":
            answer.body = self._chunks()
        elif (length := answer.header("content-length")) is not None:
            answer.body = self._exactly(int(length))
        else:
            while self._more():
                pass
            answer.body, self._buffer = self._buffer, b""
        return answer

    def _chunks(self):
        body = b""
        while True:
            size = int(self._until(b"\r\n").split(b";")[0], 16)
            body += self._exactly(size)
            equal(self._exactly(2), b"\r\n", "the end of a chunk")
            if size == 0:
                return body

    def is_closed_within(self, seconds):
        """True when the peer ends the connection in time; what it sends before that is dropped."""
        deadline = time.monotonic() + seconds
        while (left := deadline - time.monotonic()) > 0:
            self._socket.settimeout(left)
            try:
                if self._socket.recv(65536) == b"":
                    return True
            except ConnectionResetError:
                return True
            except TimeoutError:
                return False
        return False


def request(
    operation, body=b"{}", *, target=None, method="POST", path="/", version="HTTP/1.1", headers=(), omit=(), length=None
):
    """The bytes of a request. `headers` replace those of the same name; `omit` leaves headers out."""
    body = body.encode() if isinstance(body, str) else body
    fields = {
        "Host": "127.0.0.1",
        "X-Amz-Target": f"{SERVICE}.{operation}" if target is None else target,
        "Content-Type": MEDIA_TYPE,
        "Content-Length": str(len(body) if length is None else length),
    }
    fields.update(headers)
    lines = [f"{method} {path} {version}"]
    lines += [f"{name}: {value}" for name, value in fields.items() if name not in omit]
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body


def chunked(body, size=64 * 1024):
    """A body in chunks."""
    parts = [body[at : at + size] for at in range(0, len(body), size)]
    return b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


def exchange(port, data, no_body=False):
    """One request on a connection of its own; None when the peer closes without an answer."""
    with Connection(port) as connection:
        connection.send(data)
        return connection.read(no_body)


def call(port, operation, parameters):
    """A well-formed call; its answer."""
    body = parameters if isinstance(parameters, (str, bytes)) else json.dumps(parameters)
    answer = exchange(port, request(operation, body))
    check(answer is not None, f"{operation}: the connection was closed without an answer")
    return answer


def succeed(port, operation, parameters):
    """The output of a call that must succeed."""
    answer = call(port, operation, parameters)
    check(answer.status == 200, f"{operation} answered {answer}, expected 200")
    check_headers(answer)
    return answer.json() if answer.body else {}


def check_headers(answer):
    """What every answer of this protocol carries."""
    equal(answer.header("content-type"), MEDIA_TYPE, "content-type")
    request_id = answer.header("x-amzn-requestid")
    check(is_uuid(request_id), f"x-amzn-RequestId is {request_id!r}, no UUID")


def check_error(answer, kinds, statuses=(400,)):
    """An error in the service's form: the type under __type, its text, if any, under message."""
    kinds = (kinds,) if isinstance(kinds, str) else kinds
    check(answer is not None, f"the connection was closed without an answer, expected {' or '.join(kinds)}")
    check(answer.status in statuses, f"answered {answer}, expected a status of {statuses} and {' or '.join(kinds)}")
    check_headers(answer)
    body = answer.json()
    check(isinstance(body, dict), f"the error is {short(body)}, no object")
    check(body.get("__type") in kinds, f"the error's __type is {body.get('__type')!r}, expected {' or '.join(kinds)}")
    for name in ("message", "Message"):
        check(isinstance(body.get(name, ""), str), f"the error's {name} is {body.get(name)!r}")
    return body
