# How many streams a customer key may have: what counts, what no longer does, and many Starts at once.
# SPDX-License-Identifier: BSL-1.0
import contextlib
import json

from control_stage import KEY, case
from harness import equal
from raw_http import Connection, call, check_error, request, succeed
from stage import S3, customer

BLOCK = "DeliveryStreamEncryptionConfigurationInput"
START = "StartDeliveryStreamEncryption"
CREATE = "CreateDeliveryStream"


class Streams:
    """Streams of a gateway on which a customer key may have two of them. Work takes a minute, and ends with work()."""

    def __init__(self, control, *options):
        if "--max-streams-per-key" not in options:
            options = ("--max-streams-per-key", "2", *options)
        options = ("--work-ms", "60000", *options)
        self._control = control
        self.gateway = control.gateways.get(" ".join(options), *options)
        self.port = self.gateway.port

    def plain(self, count):
        """ACTIVE streams; making them ends all work."""
        return [self._control.active(self.gateway) for _ in range(count)]

    def with_key(self, key, count):
        return [self._control.active(self.gateway, **{BLOCK: customer(key)}) for _ in range(count)]

    def work(self):
        self.gateway.advance(60)

    def start(self, name, key):
        succeed(self.port, START, {"DeliveryStreamName": name, BLOCK: customer(key)})

    def refused(self, name, key, operation=START, **more):
        """The key has no room for this stream."""
        answer = call(self.port, operation, {"DeliveryStreamName": name, BLOCK: customer(key), **more})
        message = check_error(answer, "LimitExceededException")["message"]
        equal(message, "A customer managed CMK can encrypt up to 2 delivery streams.", "the message")

    def stop(self, name):
        succeed(self.port, "StopDeliveryStreamEncryption", {"DeliveryStreamName": name})

    def delete(self, name):
        succeed(self.port, "DeleteDeliveryStream", {"DeliveryStreamName": name})

    def start_all_at_once(self, names, key):
        """The streams whose Start was taken. All requests lie with the gateway but for the last byte of each."""
        with contextlib.ExitStack() as opened:
            starts = {}
            for name in names:
                body = json.dumps({"DeliveryStreamName": name, BLOCK: customer(key)})
                starts[name] = opened.enter_context(Connection(self.port)), request(START, body)
            for connection, data in starts.values():
                connection.send(data[:-1])
            for connection, data in starts.values():
                connection.send(data[-1:])
            return [name for name, (connection, _) in starts.items() if connection.answer().status == 200]


@case
def a_key_has_no_more_streams_than_it_may_whether_by_start_or_by_create(control):
    streams = Streams(control)
    key = f"{KEY}-limit"
    streams.with_key(key, 1)
    second, third = streams.plain(2)
    streams.start(second, key)
    streams.refused(third, key)
    streams.refused("no-room-for-it", key, CREATE, ExtendedS3DestinationConfiguration=S3)
    streams.start(third, f"{key}-other")  # another key, with streams of its own
    streams.work()
    streams.refused(third, key)
    streams.start(second, key)  # the stream has this key already


@case
def a_stream_gives_its_place_back_when_its_stop_or_delete_is_done(control):
    streams = Streams(control)
    key = f"{KEY}-gone"
    plain = streams.plain(2)
    first, second = streams.with_key(key, 2)
    streams.stop(first)
    streams.refused(plain[0], key)
    streams.work()
    streams.start(plain[0], key)
    streams.delete(second)
    streams.refused(plain[1], key)
    streams.work()
    streams.start(plain[1], key)
    streams.refused(first, key)


@case
def a_stop_or_delete_that_failed_gives_no_place_back(control):
    streams = Streams(control)
    key = f"{KEY}-kept"
    (plain,) = streams.plain(1)
    first, second = streams.with_key(key, 2)
    streams.gateway.set_key(key, retire_grant="fail")
    streams.stop(first)
    streams.delete(second)
    streams.work()
    streams.refused(plain, key)
    streams.gateway.set_key(key, retire_grant="ok")
    streams.delete(second)
    streams.work()
    streams.start(plain, key)


@case
def an_attempt_counts_until_it_has_failed(control):
    streams = Streams(control)
    key = f"{KEY}-bad"
    plain = streams.plain(4)
    streams.gateway.set_key(key, state="disabled")
    for two in (plain[:2], plain[2:]):
        for name in two:
            streams.start(name, key)
        for name in set(plain) - set(two):
            streams.refused(name, key)
        streams.work()
    # A stream that could not be made does not count either.
    for name in ("never-made-1", "never-made-2"):
        new = {"DeliveryStreamName": name, BLOCK: customer(key), "ExtendedS3DestinationConfiguration": S3}
        succeed(streams.port, CREATE, new)
    streams.refused(plain[0], key)
    streams.work()
    streams.start(plain[0], key)


@case
def a_stream_counts_for_both_keys_while_one_takes_the_place_of_the_other(control):
    streams = Streams(control)
    old, new = f"{KEY}-old", f"{KEY}-new"
    plain = streams.plain(2)
    streams.with_key(new, 1)
    first, _ = streams.with_key(old, 2)
    streams.start(first, new)
    streams.refused(plain[0], old)
    streams.refused(plain[1], new)
    streams.work()
    streams.start(plain[0], old)
    streams.refused(plain[1], new)


@case
def a_change_of_key_that_failed_leaves_the_stream_with_the_old_one(control):
    streams = Streams(control)
    old, new = f"{KEY}-stays", f"{KEY}-fails"
    plain = streams.plain(2)
    first, _ = streams.with_key(old, 2)
    streams.gateway.set_key(new, create_grant="fail")
    streams.start(first, new)
    streams.start(plain[0], new)
    streams.refused(plain[1], new)
    streams.work()
    streams.refused(plain[0], old)
    streams.start(plain[0], new)
    streams.start(plain[1], new)


@case
def a_queued_start_counts_too_until_another_takes_its_place(control):
    streams = Streams(control, "--busy", "queue")
    key = f"{KEY}-queued"
    plain = streams.plain(3)
    for name in plain[:2]:
        streams.start(name, f"{key}-first")
        streams.start(name, key)
    streams.refused(plain[2], key)
    streams.start(plain[1], key)  # the same Start again makes no further stream
    streams.stop(plain[0])
    streams.start(plain[2], key)
    streams.work()
    streams.work()
    streams.refused(plain[0], key)


@case
def of_many_starts_at_once_a_key_takes_as_many_as_it_has_room_for(control):
    room = 12
    streams = Streams(control, "--max-streams-per-key", str(room), "--threads", "4", "--quota-limit", "100000")
    names = streams.plain(2 * room)
    for turn in range(60):
        key = f"{KEY}-race-{turn}"
        taken = streams.start_all_at_once(names, key)
        equal(len(taken), room, f"the number of Starts taken at once, in turn {turn},")
        streams.work()
    shown = streams.gateway.streams()
    users = [each["DeliveryStreamName"] for each in shown if each.get("effective_key", {}).get("KeyARN") == key]
    equal(sorted(users), sorted(taken), "the list of streams with the key")
