# Clients with bad manners: slow, silent, gone, or too many.
# SPDX-License-Identifier: BSL-1.0
import contextlib
import json
import socket
import struct
import time

from bad_bodies import GOOD
from harness import check, equal, short
from raw_http import Connection, check_error, exchange, request, succeed
from robustness_stage import CUT_OFF_SECONDS, IDLE_SECONDS, MIB

PATIENT_SECONDS = 15


def slow_clients(suite):
    body = json.dumps(GOOD["PutRecord"])
    whole = request("PutRecord", body)
    in_chunks = request("PutRecord", b"", headers={"Transfer-Encoding": "chunked"}, omit=("Content-Length",))
    begun = {
        "says nothing": b"",
        "sends half a line": b"POST / HT",
        "sends half a head": whole[:60],
        "sends a head and no body": whole[: -len(body)],
        "sends half a body": whole[:-5],
        "sends half a chunk": in_chunks + b"40\r\n{",
        "promises to continue": request("PutRecord", b"", headers={"Expect": "100-continue"}, length=10),
    }

    @contextlib.contextmanager
    def twenty(port, data):
        with contextlib.ExitStack() as open_now:
            connections = [open_now.enter_context(Connection(port)) for _ in range(20)]
            for connection in connections:
                connection.send(data)
            yield connections

    def served_meanwhile(data):
        """By a gateway that waits for them longer than a slow machine takes to serve others."""
        patient = suite.gateways.get("patient", "--work-ms", "0", "--idle-timeout-ms", str(PATIENT_SECONDS * 1000))
        begin = time.monotonic()
        with twenty(patient.port, data):
            succeed(patient.port, "ListDeliveryStreams", {})
            took = time.monotonic() - begin
            check(took < PATIENT_SECONDS, f"others wait {took:.1f} seconds")

    for name, data in begun.items():

        def cut_off(data=data):
            served_meanwhile(data)
            with twenty(suite.port, data) as connections:
                for connection in connections:
                    check(connection.is_closed_within(CUT_OFF_SECONDS), f"still open {CUT_OFF_SECONDS} seconds later")

        suite.case(f"slow: twenty clients, each {name}", cut_off)

    def drip(data):
        """A byte at a time: no single wait is long, all together are."""
        with Connection(suite.port) as connection:
            deadline = time.monotonic() + CUT_OFF_SECONDS
            for byte in data:
                if not connection.send(bytes([byte])):
                    return
                check(time.monotonic() < deadline, f"still open {CUT_OFF_SECONDS} seconds later")
                connection.set_timeout(0.1)
                if connection.is_closed_within(0.1):
                    return
            check(False, "the head was taken")

    suite.case("slow: a head, byte by byte", lambda: drip(whole[: -len(body) - 2] * 2))
    suite.case("slow: a body, byte by byte", lambda: _drip_body(suite, body, drip_after=whole[: -len(body)]))

    def kept_alive():
        with Connection(suite.port) as connection:
            connection.send(request("ListDeliveryStreams"))
            equal(connection.answer().status, 200, "the status")
            check(connection.is_closed_within(CUT_OFF_SECONDS), f"still open {CUT_OFF_SECONDS} seconds later")

    suite.case("slow: a connection that is kept alive for nothing", kept_alive)

    def never_reads():
        sent = request("DescribeDeliveryStream", json.dumps(GOOD["DescribeDeliveryStream"])) * 200
        asked = 0
        with socket.create_connection(("127.0.0.1", suite.port)) as connection:
            connection.settimeout(1)
            deadline = time.monotonic() + 60
            try:
                while time.monotonic() < deadline:
                    connection.sendall(sent)
                    asked += 200
                check(False, "requests were taken for a minute though no answer was read")
            except (BrokenPipeError, ConnectionResetError):
                return
            except TimeoutError:
                pass  # neither side can write any more
            time.sleep(IDLE_SECONDS + 1)
            # The system still delivers the answers that were written before; no others may come.
            connection.settimeout(CUT_OFF_SECONDS)
            mark, tail, answers = b"HTTP/1.1 200", b"", 0
            try:
                while data := connection.recv(65536):
                    answers += (tail + data).count(mark)
                    tail = (tail + data)[1 - len(mark) :]
            except ConnectionResetError:
                pass
            except TimeoutError:
                check(False, f"still open {CUT_OFF_SECONDS} seconds after it stopped to take requests")
            check(answers < asked, f"all of {asked} requests were answered")

    suite.case("slow: a client that never reads", never_reads)


def _drip_body(suite, body, drip_after):
    with Connection(suite.port) as connection:
        connection.send(drip_after)
        deadline = time.monotonic() + CUT_OFF_SECONDS
        for byte in body.encode():
            if not connection.send(bytes([byte])) or connection.is_closed_within(0.1):
                return
            check(time.monotonic() < deadline, f"still open {CUT_OFF_SECONDS} seconds later")
        check(False, "the body was taken")


def many_clients(suite):
    def resets():
        for i in range(200):
            connection = socket.create_connection(("127.0.0.1", suite.port))
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            connection.sendall(request("PutRecord", b"{")[: i % 150])
            connection.close()

    suite.case("200 connections that end with a reset", resets)

    def come_and_go():
        for _ in range(2000):
            socket.create_connection(("127.0.0.1", suite.port)).close()

    suite.case("2000 connections that come and go", come_and_go)

    def too_many():
        gateway = suite.gateways.get("small", "--work-ms", "0", "--max-connections", "8")
        connections = [Connection(gateway.port) for _ in range(8)]
        try:
            for connection in connections:
                connection.send(request("ListDeliveryStreams"))
                equal(connection.answer().status, 200, "the status of a connection within the limit")
            for _ in range(20):
                with Connection(gateway.port) as connection:
                    connection.send(request("ListDeliveryStreams"))
                    answer = connection.read()
                    if answer is not None:
                        check_error(answer, ("ServiceUnavailableException", "ThrottlingException"), (503, 400))
            connections[0].send(request("ListDeliveryStreams"))
            equal(connections[0].answer().status, 200, "the status of a connection within the limit")
        finally:
            for connection in connections:
                connection.close()
        deadline = time.monotonic() + CUT_OFF_SECONDS
        while True:
            answer = exchange(gateway.port, request("ListDeliveryStreams"))
            if answer is not None and answer.status == 200:
                return
            check(time.monotonic() < deadline, f"after all have ended, one is answered {short(repr(answer))}")
            time.sleep(0.05)

    suite.case("more connections than allowed", too_many)

    def no_memory():
        gateway = suite.gateways.get("short of memory", "--work-ms", "0", "--idle-timeout-ms", "60000")
        body = json.dumps({"DeliveryStreamName": "target", "Records": [{"Data": "A" * 5 * MIB}]})
        with gateway.short_of_memory(64 * MIB):
            connections = [Connection(gateway.port) for _ in range(40)]
            try:
                for connection in connections:
                    connection.send(request("PutRecordBatch", body)[:-1])  # kept until the end comes
            finally:
                for connection in connections:
                    connection.close()
        check("out of memory" in gateway.log(), "there was memory enough")
        succeed(gateway.port, "ListDeliveryStreams", {})

    suite.case("more bodies at once than there is memory for", no_memory)
