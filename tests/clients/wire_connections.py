# What an SDK hides of connections: how they are kept and shared, and what happens when calls race.
# SPDX-License-Identifier: BSL-1.0
import concurrent.futures
import json
import math
import socket
import threading
import time

from harness import check, equal
from raw_http import Connection, call, check_error, check_headers, is_uuid, request
from stage import S3
from wire_stage import case

DAY = 24 * 60 * 60


@case
def many_requests_on_one_connection(wire):
    with Connection(wire.port) as connection:
        for i in range(500):
            operation = ("ListDeliveryStreams", "DescribeDeliveryStream", "Nothing")[i % 3]
            check(connection.send(request(operation)), f"the connection was closed after {i} requests")
            answer = connection.answer()
            equal(answer.status, 200 if i % 3 == 0 else 400, f"the status of request {i}")


@case
def pipelined_requests_are_answered_in_order(wire):
    names = [wire.active() for _ in range(5)]
    asked = [names[i % 5] for i in range(100)]
    with Connection(wire.port) as connection:
        connection.send(
            b"".join(request("DescribeDeliveryStream", json.dumps({"DeliveryStreamName": each})) for each in asked)
        )
        for name in asked:
            shown = connection.answer().json()["DeliveryStreamDescription"]["DeliveryStreamName"]
            equal(shown, name, "the stream of an answer")


@case
def a_request_may_arrive_byte_by_byte(wire):
    with Connection(wire.port) as connection:
        for byte in request("ListDeliveryStreams", '{"Limit":1}'):
            connection.send(bytes([byte]))
        equal(connection.answer().status, 200, "the status")


@case
def sixty_four_connections_at_once(wire):
    name = wire.active()
    body = json.dumps({"DeliveryStreamName": name, "Record": {"Data": "QQ=="}})
    connections = [Connection(wire.port) for _ in range(64)]
    try:
        seen = set()
        for _ in range(5):
            for connection in connections:
                connection.send(request("PutRecord", body))
            for connection in connections:
                answer = connection.answer()
                equal(answer.status, 200, "the status")
                seen.add(answer.json()["RecordId"])
        equal(len(seen), 320, "the number of different RecordIds")
    finally:
        for connection in connections:
            connection.close()


@case
def connection_close_is_obeyed(wire):
    with Connection(wire.port) as connection:
        connection.send(request("ListDeliveryStreams", headers={"Connection": "close"}))
        equal(connection.answer().status, 200, "the status")
        check(connection.is_closed_within(5), "the connection is still open")


@case
def HTTP_1_0_is_answered_and_closed(wire):
    with Connection(wire.port) as connection:
        connection.send(request("ListDeliveryStreams", version="HTTP/1.0"))
        answer = connection.answer()
        equal(answer.status, 200, "the status")
        check_headers(answer)
        equal(answer.header("transfer-encoding"), None, "transfer-encoding")
        check(connection.is_closed_within(5), "the connection is still open")


@case
def a_client_that_sends_no_more_still_gets_its_answer(wire):
    with Connection(wire.port) as connection:
        connection.send(request("ListDeliveryStreams"))
        connection.half_close()
        equal(connection.answer().status, 200, "the status")


@case
def moving_the_clock_a_day_leaves_connections_open(wire):
    with Connection(wire.port) as connection:
        for _ in range(3):
            connection.send(request("ListDeliveryStreams"))
            equal(connection.answer().status, 200, "the status")
            wire.gateway.advance(DAY)


@case
def only_the_loopback_interface_listens(wire):
    listening = [line.split()[1] for line in open("/proc/net/tcp") if line.split()[3] == "0A"]
    ours = [address for address in listening if address.endswith(f":{wire.port:04X}")]
    equal(ours, [f"0100007F:{wire.port:04X}"], "the addresses that listen on the gateway's port")
    for line in open("/proc/net/tcp6") if socket.has_ipv6 else ():
        if line.split()[3] == "0A":
            check(not line.split()[1].endswith(f":{wire.port:04X}"), "the gateway's port listens on IPv6 too")


# Races and the quota to the second


@case
def of_64_starts_at_once_one_wins(wire):
    name = wire.active()
    answers = _at_once(wire.port, 64, lambda i: ("StartDeliveryStreamEncryption", {"DeliveryStreamName": name}))
    equal(sorted(answers), ["200"] + ["ResourceInUseException"] * 63, "the answers")


@case
def of_64_creates_of_one_name_at_once_one_wins(wire):
    name = wire.name()
    parameters = {"DeliveryStreamName": name, "ExtendedS3DestinationConfiguration": S3}
    answers = _at_once(wire.port, 64, lambda i: ("CreateDeliveryStream", parameters))
    equal(sorted(answers), ["200"] + ["ResourceInUseException"] * 63, "the answers")


@case
def of_64_starts_and_stops_at_once_25_are_admitted(wire):
    port = wire.gateways.get("immediate").port
    name = wire.active(port)
    kinds = ("StartDeliveryStreamEncryption", "StopDeliveryStreamEncryption")
    answers = _at_once(port, 64, lambda i: (kinds[i % 2], {"DeliveryStreamName": name}))
    equal(sorted(answers), ["200"] * 25 + ["LimitExceededException"] * 39, "the answers")


@case
def a_call_counts_for_24_hours_and_not_one_second_less(wire):
    gateway = wire.gateways.get("immediate")

    def start(name):
        return call(gateway.port, "StartDeliveryStreamEncryption", {"DeliveryStreamName": name})

    for _ in range(10):
        name = wire.active(gateway.port)
        before = gateway.now()
        equal(start(name).status, 200, "the status of the first call")
        after = gateway.now()
        gateway.advance(100)
        for _ in range(24):
            equal(start(name).status, 200, "the status of a call within the quota")
        check_error(start(name), "LimitExceededException")
        gateway.advance(math.floor(before + DAY - gateway.now() - 0.2))
        time.sleep(max(0, before + DAY - gateway.now() - 0.8))
        last = start(name)
        left = before + DAY - gateway.now()
        if left > 0:
            break  # else the machine was too slow to know when the call was decided
    check(0 < left < 1, f"the last call came {left} seconds before the 24 hours were over, expected less than one")
    check_error(last, "LimitExceededException")
    time.sleep(max(0, after + DAY - gateway.now()))
    equal(start(name).status, 200, "the status of a call after the 24 hours")
    check_error(start(name), "LimitExceededException")


def _at_once(port, count, parameters_of):
    """What that many connections get that all send at the same moment: 200, or the error's type."""
    connections = [Connection(port) for _ in range(count)]
    sent = []
    for i in range(count):
        operation, parameters = parameters_of(i)
        sent.append(request(operation, json.dumps(parameters)))

    together = threading.Barrier(count)

    def ask(i):
        together.wait(20)
        connections[i].send(sent[i])
        answer = connections[i].answer()
        check(is_uuid(answer.header("x-amzn-requestid")), "an answer has no request id")
        return "200" if answer.status == 200 else answer.json()["__type"]

    try:
        with concurrent.futures.ThreadPoolExecutor(count) as threads:
            return list(threads.map(ask, range(count)))
    finally:
        for connection in connections:
            connection.close()
