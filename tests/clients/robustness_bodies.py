# Bodies that are wrong, treacherous, costly or too large.
# SPDX-License-Identifier: BSL-1.0
import json
import random
import time

import bad_bodies
from bad_bodies import CREATE, GOOD, SERIALIZATION, VALIDATION
from harness import check
from raw_http import Connection, check_error, check_headers, chunked, request
from robustness_stage import MIB, cut_off


def bodies(suite):
    for table in (bad_bodies.NOT_JSON, bad_bodies.NOT_AN_OBJECT, bad_bodies.TREACHEROUS):
        for name, body in table.items():
            # Stop would change the inner state if any of it got through; PutRecordBatch takes bodies of this length.
            operation = "StopDeliveryStreamEncryption" if len(body) < 50_000 else "PutRecordBatch"
            suite.refused(f"body: {name}", request(operation, body), SERIALIZATION)

    for name, destination in bad_bodies.TREACHEROUS_DESTINATIONS.items():
        body = b'{"DeliveryStreamName":"new","ExtendedS3DestinationConfiguration":%b}' % destination
        suite.refused(f"destination: {name}", request(CREATE, body), SERIALIZATION)

    for operation, path, values in bad_bodies.WRONG_KINDS:

        def each_kind(operation=operation, path=path, values=values):
            for value in values:
                answer = suite.ask(request(operation, bad_bodies.with_value(operation, path, value)))
                refused = answer is not None and answer.status == 400 and answer.json().get("__type") == SERIALIZATION
                check(refused, f"{json.dumps(value)} was answered {answer}, expected {SERIALIZATION}")
                check_headers(answer)

        where = ".".join("member" if step == 0 else step for step in path)
        suite.case(f"kind: {operation}, {where}", each_kind)

    def base64():
        for text in bad_bodies.NOT_BASE64:
            for operation, path in (("PutRecord", ("Record", "Data")), ("PutRecordBatch", ("Records", 0, "Data"))):
                answer = suite.ask(request(operation, bad_bodies.with_value(operation, path, text)))
                check(answer is not None and answer.status == 400, f"{text!r} was answered {answer}")
                check_error(answer, SERIALIZATION)

    suite.case("base64 that is not in its one form", base64)

    for operation in GOOD:
        if operation != "ListDeliveryStreams":
            suite.refused(f"an empty body for {operation}", request(operation, b""), VALIDATION)

    for name, (operation, body) in bad_bodies.COSTLY.items():

        def in_time(operation=operation, body=body):
            begin = time.monotonic()
            answer = suite.ask(request(operation, body))
            took = time.monotonic() - begin
            check_error(answer, (VALIDATION, SERIALIZATION), (400,))
            check(len(answer.body) < 10_000, f"the answer has {len(answer.body)} bytes")
            check(took < 5, f"the answer took {took:.1f} seconds")

        suite.case(f"costly: {name}", in_time)

    def mutations():
        # Describe changes nothing, whatever its body has become.
        seeded = random.Random(20150804)
        good = json.dumps({"DeliveryStreamName": "target", "Limit": 1, "New": [{"a": "\u00e9"}, 1.5, None]}).encode()
        with Connection(suite.port) as connection:
            for i in range(2000):
                body = bytearray(good)
                for _ in range(seeded.randint(1, 4)):
                    at = seeded.randrange(len(body))
                    body[at : at + seeded.randint(0, 2)] = seeded.randbytes(seeded.randint(0, 2))
                connection.send(request("DescribeDeliveryStream", bytes(body)))
                answer = connection.read()
                check(answer is not None, f"the connection was closed after mutation {i}: {bytes(body)!r}")
                if answer.status != 200:
                    check_error(answer, (SERIALIZATION, VALIDATION, "ResourceNotFoundException"))

    suite.case("2000 mutated bodies on one connection", mutations)


def sizes(suite):
    def five_mib(operation, framing):
        body = json.dumps({"DeliveryStreamName": "target", "Padding": "x" * 5 * MIB}).encode()
        if framing == "chunked":
            sent = request(operation, b"", headers={"Transfer-Encoding": "chunked"}, omit=("Content-Length",))
            sent += chunked(body)
        else:
            sent = request(operation, body)
        with Connection(suite.port) as connection:
            # Many clients send all before they read: a reset would cost them the answer.
            check(connection.send(sent), "the connection was reset while the body was being sent")
            answer = connection.answer()
        check(answer.status in (400, 413), f"answered {answer}, expected 400 or 413")
        check_headers(answer)
        check(isinstance(answer.json().get("__type"), str), f"the answer {answer} has no __type")

    for operation in GOOD:
        for framing in ("with a length", "chunked"):
            suite.case(f"5 MiB {framing} to {operation}", lambda o=operation, f=framing: five_mib(o, f))

    def announced():
        for length in ("999999999", "18446744073709551615"):
            answer = suite.ask(request("PutRecord", b"{", headers={"Content-Length": length}))
            check(answer is not None and answer.status in (400, 413), f"a length of {length} was answered {answer}")
            check_headers(answer)

    suite.case("an enormous length is refused before its body comes", announced)

    def endless():
        head = request("PutRecordBatch", b"", headers={"Transfer-Encoding": "chunked"}, omit=("Content-Length",))
        cut_off(suite, head, b"%x\r\n%b\r\n" % (MIB, b" " * MIB))

    suite.case("a chunked body without an end is cut off", endless)

    def refused_early():
        head = request("PutRecordBatch", b"", headers={"Transfer-Encoding": "chunked"}, omit=("Content-Length",))
        with Connection(suite.port) as connection:
            connection.send(head)
            for _ in range(16):
                connection.send(b"%x\r\n%b\r\n" % (MIB, b" " * MIB))
            answer = connection.answer()
            check(answer.status in (400, 413), f"answered {answer}, expected 400 or 413")
            check_headers(answer)

    suite.case("a chunked body is refused as soon as it is too long", refused_early)

    def short_body():
        for operation, body in GOOD.items():
            text = json.dumps(body)
            with Connection(suite.port) as connection:
                connection.send(request(operation, text, length=len(text) + 1))
                connection.half_close()
                answer = connection.read()
                check(answer is None or 400 <= answer.status < 500, f"{operation} was answered {answer}")

    suite.case("a body that ends before its length is not acted upon", short_body)
