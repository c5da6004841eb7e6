# Heads that are wrong or too large, what is not HTTP at all, and expectations.
# SPDX-License-Identifier: BSL-1.0
import json
import random

from bad_bodies import GOOD, SERIALIZATION, START
from harness import check, equal
from raw_http import MEDIA_TYPE, SERVICE, Connection, check_error, check_headers, chunked, request
from robustness_stage import MIB, cut_off, ends

UNKNOWN_OPERATION = "UnknownOperationException"


def heads(suite):
    good = json.dumps(GOOD[START])
    for name, target in {
        "empty": "",
        "of the service alone": SERVICE,
        "without an operation": f"{SERVICE}.",
        "of the operation alone": START,
        "with a dot alone": ".",
        "with a dot too many": f"{SERVICE}..{START}",
        "with a dot behind": f"{SERVICE}.{START}.",
        "with the operation in lower case": f"{SERVICE}.{START.lower()}",
        "with the operation in other case": f"{SERVICE}.{START[0].lower()}{START[1:]}",
        "with the service in lower case": f"{SERVICE.lower()}.{START}",
        "of another version": f"Firehose_20150805.{START}",
        "of another service": "DynamoDB_20120810.ListTables",
        "of an operation that does not exist": f"{SERVICE}.RestartDeliveryStream",
        "with a blank inside": f"{SERVICE}. {START}",
        "with a slash": f"{SERVICE}/{START}",
        "with a namespace": f"com.amazonaws.firehose#{SERVICE}.{START}",
        "in quotes": f'"{SERVICE}.{START}"',
        "of 8000 letters": f"{SERVICE}.{'x' * 8000}",
        "that is not ASCII": f"{SERVICE}.\xe9\xff",
    }.items():
        suite.refused(f"target: {name}", request("", good, target=target), UNKNOWN_OPERATION)
    suite.refused("target: missing", request("", good, omit=("X-Amz-Target",)), UNKNOWN_OPERATION)
    suite.refused("target: of an operation that is not served", request("UpdateDestination", good), UNKNOWN_OPERATION)

    other = (
        "text/plain",
        "application/json",
        "application/x-amz-json-1.0",
        f"{MEDIA_TYPE}1",
        f"x{MEDIA_TYPE}",
        "",
        ";",
    )
    for media_type in other:

        def refused(media_type=media_type):
            answer = suite.ask(request(START, good, headers={"Content-Type": media_type}))
            check(answer is not None and 400 <= answer.status < 500, f"answered {answer}, expected a 4xx")
            check_headers(answer)
            check(answer.json().get("__type", "") != "", "there is no __type")

        suite.case(f"media type: {media_type or 'empty'}", refused)

    for method in ("GET", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "post", "NOSUCHMETHOD"):
        statuses = (400, 403, 404, 405, 501)
        kinds = (UNKNOWN_OPERATION, SERIALIZATION)
        suite.refused(f"method: {method}", request(START, good, method=method), kinds, statuses)

    def head():
        answer = suite.ask(request(START, b"", method="HEAD"), no_body=True)
        check(answer is not None and 400 <= answer.status < 500, f"answered {answer}, expected a 4xx")

    suite.case("method: HEAD", head)

    paths = (
        "/x",
        "//",
        "/index.html",
        "/?Action=ListDeliveryStreams",
        "/../",
        "/%2e",
        "*",
        "/_control",
        "/_controlx/clock",
    )
    for path in paths:
        statuses = (400, 403, 404, 405)
        suite.refused(f"path: {path}", request(START, good, path=path), (UNKNOWN_OPERATION, SERIALIZATION), statuses)

    for path in (
        "http://127.0.0.1/x",
        "http://127.0.0.1/_control/clock",
        "http://127.0.0.1?x",
        "http://127.0.0.1?x/",
        "http://127.0.0.1#/",
        "http://",
        "http:///",
        "ftp://127.0.0.1/",
        "http:/",
        "http",
    ):
        suite.refused(f"path: {path}", request(START, good, path=path), (UNKNOWN_OPERATION, SERIALIZATION), (404,))

    suite.refused("host: missing", request(START, good, omit=("Host",)), SERIALIZATION)
    one = b"\r\nHost: 127.0.0.1\r\n"
    suite.refused("host: given twice", request(START, good).replace(one, one + one[2:], 1), SERIALIZATION)

    def served(name, sent):
        def run():
            answer = suite.ask(sent)
            equal(answer and answer.status, 200, "the status")

        suite.case(name, run)

    listing = "ListDeliveryStreams"
    served("host: missing in HTTP/1.0", request(listing, version="HTTP/1.0", omit=("Host",)))
    for path in ("http://127.0.0.1/", "http://example.com", "HTTPS://example.com:443/"):
        served(f"path: {path}", request(listing, path=path))

    def after_head():
        with Connection(suite.port) as connection:
            connection.send(request(listing, b"", method="HEAD"))
            equal(connection.read(True).status, 405, "the status of HEAD")
            connection.send(b"nothing\r\n\r\n")
            check_error(connection.read(), SERIALIZATION)

    suite.case("no head after a HEAD", after_head)

    def two_targets():
        for first, second in ((START, "ListDeliveryStreams"), ("ListDeliveryStreams", START)):
            another = f"\r\nX-Amz-Target: {SERVICE}.{second}\r\n\r\n".encode()
            sent = request(first, good).replace(b"\r\n\r\n", another, 1)
            check_error(suite.ask(sent), (UNKNOWN_OPERATION, SERIALIZATION))

    suite.case("two targets that differ", two_targets)

    def flood(headers):
        with Connection(suite.port) as connection:
            connection.send(request(START, good, headers=headers))
            answer = connection.read()
            check(answer is None or answer.status in (400, 413, 431), f"answered {answer}, expected a 4xx or the end")
            if answer is not None:
                check_headers(answer)

    suite.case("10,000 headers", lambda: flood({f"X-{i}": "x" * 50 for i in range(10_000)}))
    suite.case("a header of 1 MiB", lambda: flood({"X-Long": "x" * MIB}))
    suite.case("a header name of 1 MiB", lambda: flood({"X" * MIB: "x"}))
    suite.case("a path of 1 MiB", lambda: ends(suite, request(START, good, path="/" + "x" * MIB)))

    endless = (b"POST / HTTP/1.1\r\n", b"X-Again: " + b"x" * 10_000 + b"\r\n")
    suite.case("headers without an end are cut off", lambda: cut_off(suite, *endless))


def not_http(suite):
    body = json.dumps(GOOD[START]).encode()
    good = request(START, body)

    def head(coding):
        return request(START, b"", headers={"Transfer-Encoding": coding}, omit=("Content-Length",))

    last = head("chunked") + chunked(body)[:-2]
    with_length = f"Content-Length: {len(body)}".encode()
    for name, data in {
        "words": b"hello there\r\n\r\n",
        "an empty line": b"\r\n\r\n\r\n\r\n",
        "zeros": bytes(4096),
        "random bytes": random.Random(1).randbytes(4096),
        "a TLS greeting": bytes.fromhex("16030100c8010000c40303") + bytes(200),
        "an HTTP/2 preface": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + bytes(9),
        "HTTP/0.9": b"GET /\r\n",
        "HTTP/2.0 in a line": good.replace(b"HTTP/1.1", b"HTTP/2.0", 1),
        "HTTP/9.9": good.replace(b"HTTP/1.1", b"HTTP/9.9", 1),
        "a version in lower case": good.replace(b"HTTP/1.1", b"http/1.1", 1),
        "no version": good.replace(b" HTTP/1.1", b"", 1),
        "no path": good.replace(b"POST / ", b"POST ", 1),
        "a blank in the path": good.replace(b"POST / ", b"POST /a b ", 1),
        "a NUL in the path": good.replace(b"POST / ", b"POST /\0 ", 1),
        "a path that is not ASCII": good.replace(b"POST / ", b"POST /\xff ", 1),
        "bare line feeds": good.replace(b"\r\n", b"\n"),
        "a header without a colon": good.replace(b"\r\n", b"\r\nX-None\r\n", 1),
        "a header without a name": good.replace(b"\r\n", b"\r\n: x\r\n", 1),
        "a blank before the colon": good.replace(b"Content-Length:", b"Content-Length :", 1),
        "a NUL in a header": good.replace(b"\r\n", b"\r\nX-Nul: a\0b\r\n", 1),
        "a carriage return in a header": good.replace(b"\r\n", b"\r\nX-Cr: a\rb\r\n", 1),
        "a length that is no number": good.replace(with_length, b"Content-Length: many", 1),
        "a negative length": good.replace(with_length, b"Content-Length: -1", 1),
        "a length with a plus": good.replace(with_length, b"Content-Length: +" + with_length[16:], 1),
        "a hexadecimal length": good.replace(with_length, b"Content-Length: 0x10", 1),
        "a length beyond 64 bits": good.replace(with_length, b"Content-Length: 99999999999999999999999", 1),
        "two lengths": good.replace(with_length, with_length + b"\r\nContent-Length: 2", 1),
        "two lengths in one header": good.replace(with_length, with_length + b", 2", 1),
        "a length and chunks": good.replace(with_length, with_length + b"\r\nTransfer-Encoding: chunked", 1),
        "chunks and a length": request(START, b"", headers={"Transfer-Encoding": "chunked"}, length=4) + chunked(body),
        "an unknown transfer coding": head("gzip") + body,
        "chunks that are not last": head("chunked, identity") + chunked(body),
        "a chunk size that is no number": head("chunked") + b"xyz\r\n" + body,
        "a negative chunk size": head("chunked") + b"-1\r\n" + body,
        "a chunk size beyond 64 bits": head("chunked") + b"f" * 17 + b"\r\n" + body,
        "a chunk longer than its size": head("chunked") + b"2\r\n" + body + b"\r\n0\r\n\r\n",
        "a chunk extension of 1 MiB": head("chunked") + b"2;" + b"x" * MIB + b"\r\n{}\r\n0\r\n\r\n",
        "a field of 70,000 bytes behind the last chunk": last + b"X: " + b"y" * 70_000 + b"\r\n\r\n",
        "a name of 70,000 bytes behind the last chunk": last + b"y" * 70_000 + b": x\r\n\r\n",
        "other codings before chunked": head("gzip, chunked") + chunked(body),
        "chunked twice": head("chunked\r\nTransfer-Encoding: chunked") + chunked(body),
        "chunks without an end": head("chunked") + b"%x\r\n%b\r\n" % (len(body), body),
    }.items():
        suite.case(f"not HTTP: {name}", lambda data=data: ends(suite, data))

    def answered(data, kind, status):
        suite.refused(f"not HTTP: {kind} {status}", data, kind, (status,))

    answered(head("chunked") + b"xyz\r\n" + body, SERIALIZATION, 400)
    answered(head("chunked") + b"2;" + b"x" * 70_000 + b"\r\n", "RequestHeaderSectionTooLargeException", 431)
    answered(head("gzip, chunked") + chunked(body), "NotImplemented", 501)
    old = head("chunked\r\nConnection: keep-alive").replace(b"HTTP/1.1", b"HTTP/1.0", 1)
    answered(old + chunked(body), SERIALIZATION, 400)
    suite.case("not HTTP: chunks in HTTP/1.0", lambda: ends(suite, old + chunked(body)))

    def to_the_control_path():
        field = f"X-Long: {'y' * 70_000}\r\n\r\n".encode()
        sent = request("", b"", method="POST", path="/_control/clock", headers={"Transfer-Encoding": "chunked"})
        answer = suite.ask(sent.replace(b"Content-Length: 0\r\n", b"") + b"2\r\n{}\r\n0\r\n" + field)
        equal(answer and answer.status, 431, "the status")

    suite.case("not HTTP: a field of 70,000 bytes behind a chunk for the control path", to_the_control_path)


def expectations(suite):
    body = json.dumps(GOOD["DescribeDeliveryStream"]).encode()
    head = request("DescribeDeliveryStream", body, headers={"Expect": "100-continue"})[: -len(body)]

    def told_to_continue():
        with Connection(suite.port) as connection:
            connection.send(head)
            equal(connection.answer().status, 100, "the first status")
            connection.send(body)
            answer = connection.read()
            equal(answer.status, 200, "the second status")
            check_headers(answer)
            connection.send(request("ListDeliveryStreams"))
            equal(connection.answer().status, 200, "the status of the next request")

    suite.case("Expect: 100-continue is told to continue", told_to_continue)

    def body_at_once():
        with Connection(suite.port) as connection:
            connection.send(head + body)
            answer = connection.read()
            if answer.status == 100:
                answer = connection.read()
            equal(answer.status, 200, "the status")

    suite.case("Expect: 100-continue with the body at once", body_at_once)

    def refused_at_once():
        for headers, statuses in (
            ({"Content-Length": str(5 * MIB)}, (413, 400)),
            ({"X-Amz-Target": "nothing"}, (400,)),
            ({"Content-Type": "text/plain"}, range(400, 500)),
        ):
            sent = request("PutRecord", b"", headers={"Content-Length": "100", "Expect": "100-continue", **headers})
            with Connection(suite.port) as connection:
                connection.send(sent)
                answer = connection.read()
                check(answer is not None and answer.status in statuses, f"answered {answer}, expected {statuses}")
                check_headers(answer)

    def of_an_older_version():
        data = head.replace(b"HTTP/1.1", b"HTTP/1.0", 1) + body
        answer = suite.ask(data)
        equal(answer.status, 200, "the first status")

    suite.case("Expect: 100-continue is not known to HTTP/1.0", of_an_older_version)

    suite.case("Expect: 100-continue is refused where the head says enough", refused_at_once)
