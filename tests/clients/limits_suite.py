# The limits suite: rates of calls and of Puts, and the limits that are numbers, each reached and, where time frees it,
# free again. No result depends on how fast the machine is: the tests move the clock to get what a second brings.
# SPDX-License-Identifier: BSL-1.0
import base64

from harness import Cases, check, equal
from raw_http import call, check_error, succeed
from stage import ACCOUNT, REGION, S3, customer

case = Cases("limits")
LIST = "ListDeliveryStreams"
CREATE = "CreateDeliveryStream"
START = "StartDeliveryStreamEncryption"
STOP = "StopDeliveryStreamEncryption"
UNAVAILABLE = "ServiceUnavailableException"


class Limited:
    def __init__(self, gateways):
        self._gateways = gateways
        self._names = 0

    def gateway(self, *options):
        return self._gateways.get(" ".join(options) or "plain", "--work-ms", "0", *options)

    def stream(self, gateway):
        self._names += 1
        name = f"limited-{self._names}"
        succeed(gateway.port, CREATE, {"DeliveryStreamName": name, "ExtendedS3DestinationConfiguration": S3})
        return name


def refused_in_time(gateway, operation, parameters, kind, status, most=200):
    """Calls until one is refused: a slow machine gets some more calls meanwhile."""
    for _ in range(most):
        answer = call(gateway.port, operation, parameters)
        if answer.status != 200:
            return check_error(answer, kind, (status,))
    raise AssertionError(f"{most} calls of {operation} were let through")


def batch(gateway, name, sizes):
    """Of each record, whether it was taken."""
    records = [{"Data": base64.b64encode(b"x" * size).decode()} for size in sizes]
    output = succeed(gateway.port, "PutRecordBatch", {"DeliveryStreamName": name, "Records": records})
    entries = output["RequestResponses"]
    for each in entries:
        if "ErrorCode" in each:
            equal((each["ErrorCode"], each["ErrorMessage"]), (UNAVAILABLE, "Slow down."), "a failed record")
    equal(output["FailedPutCount"], sum("ErrorCode" in each for each in entries), "FailedPutCount")
    return ["RecordId" in each for each in entries]


def reached(gateway, limit):
    return gateway.metric("firehose_sse_limit_reached_total", limit=limit)


@case
def nothing_is_throttled_that_has_not_been_asked_for(limited):
    gateway = limited.gateway()
    name = limited.stream(gateway)
    for _ in range(40):
        succeed(gateway.port, LIST, {})
    equal(batch(gateway, name, [1] * 500), [True] * 500, "the records")


@case
def an_operation_has_its_rate(limited):
    gateway = limited.gateway("--control-rate", "1")
    before = reached(gateway, "control_calls")
    body = refused_in_time(gateway, LIST, {}, "ThrottlingException", 400)
    equal(body["message"], "Rate exceeded", "the message")
    check(reached(gateway, "control_calls") > before, "the refusal is counted")
    # another operation has a bucket of its own, and a Put has none
    check_error(call(gateway.port, "DescribeDeliveryStream", {"DeliveryStreamName": "none"}), "ResourceNotFoundException")
    for _ in range(3):
        put = {"DeliveryStreamName": "none", "Record": {"Data": "eA=="}}
        check_error(call(gateway.port, "PutRecord", put), "ResourceNotFoundException")
    gateway.advance(1)
    succeed(gateway.port, LIST, {})


@case
def operations_may_share_one_rate(limited):
    gateway = limited.gateway("--control-rate", "1", "--control-rate-scope", "all_together")
    for _ in range(200):
        if call(gateway.port, LIST, {}).status != 200:
            answer = call(gateway.port, "DescribeDeliveryStream", {"DeliveryStreamName": "none"})
            if answer.json()["__type"] == "ThrottlingException":
                return
    check(False, "the operations do not share a rate")


@case
def a_body_of_a_throttled_call_is_not_needed(limited):
    gateway = limited.gateway("--control-rate", "0")
    check_error(call(gateway.port, LIST, "no JSON"), "ThrottlingException")


@case
def records_above_the_rate_fail_one_by_one(limited):
    gateway = limited.gateway("--put-records", "3")
    name = limited.stream(gateway)
    equal(batch(gateway, name, [1] * 5), [True] * 3 + [False] * 2, "the records")
    check(reached(gateway, "put_records") >= 1, "the limit is counted")
    [shown] = [each for each in gateway.streams() if each["DeliveryStreamName"] == name]
    equal((shown["records"], shown["record_bytes"]), (3, 3), "what the stream has taken")
    gateway.advance(1)
    equal(batch(gateway, name, [1] * 3), [True] * 3, "the records a second later")


@case
def a_smaller_record_may_fit_where_a_larger_one_does_not(limited):
    gateway = limited.gateway("--put-bytes", "10")
    name = limited.stream(gateway)
    equal(batch(gateway, name, [8, 8, 2]), [True, False, True], "the records")
    equal(reached(gateway, "put_bytes"), 1, "the limit")
    gateway.advance(1)
    equal(batch(gateway, name, [10]), [True], "the record a second later")
    gateway.advance(1)
    record = {"DeliveryStreamName": name, "Record": {"Data": base64.b64encode(b"x" * 11).decode()}}
    check_error(call(gateway.port, "PutRecord", record), UNAVAILABLE, (503,))  # more than a full bucket holds


@case
def the_whole_batch_may_be_refused_instead(limited):
    gateway = limited.gateway("--put-records", "3", "--put-overflow", "fail_call")
    name = limited.stream(gateway)
    records = [{"Data": "eA=="}] * 4
    body = check_error(call(gateway.port, "PutRecordBatch", {"DeliveryStreamName": name, "Records": records}), UNAVAILABLE, (503,))
    equal(body["message"], "Slow down.", "the message")
    equal(batch(gateway, name, [1] * 3), [True] * 3, "a batch that fits, of which the refused one took nothing")


@case
def puts_have_a_rate_of_calls(limited):
    gateway = limited.gateway("--put-requests", "1")
    name = limited.stream(gateway)
    put = {"DeliveryStreamName": name, "Record": {"Data": "eA=="}}
    refused_in_time(gateway, "PutRecord", put, UNAVAILABLE, 503)
    check(reached(gateway, "put_requests") >= 1, "the limit is counted")
    other = limited.stream(gateway)
    succeed(gateway.port, "PutRecord", {**put, "DeliveryStreamName": other})  # each stream has its own
    gateway.advance(1)
    succeed(gateway.port, "PutRecord", put)


@case
def the_documented_rates_are_one_flag(limited):
    gateway = limited.gateway("--documented-rates", "--put-records", "2")
    refused_in_time(gateway, LIST, {}, "ThrottlingException", 400, most=1000)
    name = limited.stream(gateway)
    equal(batch(gateway, name, [1] * 3), [True, True, False], "an option of its own goes before")


@case
def streams_and_tags_are_counted(limited):
    gateway = limited.gateway("--max-streams", "1", "--max-tags", "1")
    name = limited.stream(gateway)
    second = {"DeliveryStreamName": "one-too-many", "ExtendedS3DestinationConfiguration": S3}
    check_error(call(gateway.port, CREATE, second), "LimitExceededException")
    tags = {"DeliveryStreamName": name, "Tags": [{"Key": "a"}, {"Key": "b"}]}
    check_error(call(gateway.port, "TagDeliveryStream", tags), "LimitExceededException")
    equal((reached(gateway, "streams"), reached(gateway, "tags")), (1, 1), "the limits")
    succeed(gateway.port, "TagDeliveryStream", {**tags, "Tags": [{"Key": "a"}]})
    succeed(gateway.port, "DeleteDeliveryStream", {"DeliveryStreamName": name})
    succeed(gateway.port, CREATE, second)


@case
def streams_of_a_key_are_counted(limited):
    gateway = limited.gateway("--max-streams-per-key", "1")
    first, second = limited.stream(gateway), limited.stream(gateway)
    key = customer(f"arn:aws:kms:{REGION}:{ACCOUNT}:key/limited")
    start = {"DeliveryStreamName": second, "DeliveryStreamEncryptionConfigurationInput": key}
    succeed(gateway.port, START, {**start, "DeliveryStreamName": first})
    check_error(call(gateway.port, START, start), "LimitExceededException")
    equal(reached(gateway, "streams_of_key"), 1, "the limit")
    succeed(gateway.port, STOP, {"DeliveryStreamName": first})
    succeed(gateway.port, START, start)


@case
def start_and_stop_have_their_quota_without_a_store_too(limited):
    gateway = limited.gateway("--quota-limit", "2")
    name = limited.stream(gateway)
    stop = {"DeliveryStreamName": name}
    for _ in range(2):
        succeed(gateway.port, STOP, stop)
    check_error(call(gateway.port, STOP, stop), "LimitExceededException")
    equal(reached(gateway, "calls"), 1, "the limit")
    gateway.advance(24 * 3600)
    succeed(gateway.port, STOP, stop)


def run(gateways, report, only):
    case.play(report, only, Limited(gateways))
