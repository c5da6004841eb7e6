# The quota suite: gateways that share the quota of Start and Stop on a Redis server.
# SPDX-License-Identifier: BSL-1.0
import concurrent.futures
import json
import re
import time

import redis_process
from harness import Cases, check, equal, short
from raw_http import Connection, call, check_error, request, succeed
from stage import ACCOUNT, REGION, S3

case = Cases("quota")
STOP = "StopDeliveryStreamEncryption"  # sent to a plain stream: accepted and charged, and changes nothing
START = "StartDeliveryStreamEncryption"
LIMIT = "LimitExceededException"
PATIENT_MS = "10000"  # for a store that answers, however slow the machine


class Shared:
    def __init__(self, gateways, redis):
        self.gateways = gateways
        self.redis = redis
        self._names = 0

    def pair(self, *options):
        options = ("--token-secret", "of the suite", *options)
        return [self.gateways.get(f"{which} {options}", *self.options(*options)) for which in ("one", "two")]

    def options(self, *more):
        return ("--work-ms", "0", "--quota-store", self.redis.url, "--quota-store-timeout-ms", PATIENT_MS, *more)

    def stream(self, *gateways):
        """A stream of the same name on each of them."""
        self._names += 1
        name = f"shared-{self._names}"
        for gateway in gateways:
            succeed(gateway.port, "CreateDeliveryStream", {"DeliveryStreamName": name, "ExtendedS3DestinationConfiguration": S3})
            succeed(gateway.port, "DescribeDeliveryStream", {"DeliveryStreamName": name})
        return name


def stop(gateway, name, **headers):
    return ask(gateway, STOP, {"DeliveryStreamName": name}, **headers)


def ask(gateway, operation, members, **headers):
    fields = {key.replace("_", "-"): value for key, value in headers.items()}
    with Connection(gateway.port, timeout=30) as connection:
        connection.send(request(operation, json.dumps(members), headers=fields))
        return connection.answer()


def asked_of(port):
    """How many connections wait for a stopped server to read what they have sent."""
    count = 0
    with open("/proc/net/tcp", encoding="ascii") as table:
        for line in list(table)[1:]:
            _, here, _, state, queues, *_ = line.split()
            count += here.endswith(f":{port:04X}") and state == "01" and not queues.endswith(":00000000")
    return count


def wait_until(holds, what):
    deadline = time.monotonic() + 20
    while not holds():
        check(time.monotonic() < deadline, f"20 seconds later it is not so that {what}")
        time.sleep(0.01)


@case
def two_gateways_admit_twenty_five_calls_together(shared):
    one, two = shared.pair()
    name = shared.stream(one, two)
    with concurrent.futures.ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda i: stop((one, two)[i % 2], name), range(120)))
    refused = [each for each in answers if each.status != 200]
    equal(len(answers) - len(refused), 25, "the number of admitted calls")
    for each in refused:
        check_error(each, LIMIT)
    check_error(stop(one, name), LIMIT)
    succeed(one.port, STOP, {"DeliveryStreamName": shared.stream(one)})


@case
def a_call_sent_again_is_charged_once_by_whichever_gateway(shared):
    one, two = shared.pair()
    name = shared.stream(one, two)
    signed = "AWS4-HMAC-SHA256 Credential=AKIAONE/20261125/us-east-1/firehose/aws4_request, SignedHeaders=host, Signature=0"
    for attempt in range(40):
        gateway = (one, two)[attempt % 2]
        equal(stop(gateway, name, amz_sdk_invocation_id="one-call", Authorization=signed).status, 200, "the status")
    other = signed.replace("AKIAONE", "AKIATWO")
    equal(stop(two, name, amz_sdk_invocation_id="one-call", Authorization=other).status, 200, "the status")
    for _ in range(23):
        succeed(one.port, STOP, {"DeliveryStreamName": name})
    check_error(stop(one, name), LIMIT)
    equal(stop(one, name, amz_sdk_invocation_id="one-call", Authorization=signed).status, 200, "the status of the old call")
    body = {"DeliveryStreamName": name, "Unknown": 1}
    check_error(ask(one, STOP, body, amz_sdk_invocation_id="one-call", Authorization=signed), LIMIT)


@case
def a_call_is_known_for_as_long_as_the_option_says(shared):
    with shared.gateways.lent("--work-ms", "0", "--quota-limit", "1", "--retry-memory-ms", "60000") as gateway:
        name = shared.stream(gateway)
        equal(stop(gateway, name, amz_sdk_invocation_id="a").status, 200, "the status of the call")
        gateway.advance(50)
        equal(stop(gateway, name, amz_sdk_invocation_id="a").status, 200, "the status of the same call")
        check_error(stop(gateway, name, amz_sdk_invocation_id="b"), LIMIT)
        gateway.advance(10)
        check_error(stop(gateway, name, amz_sdk_invocation_id="a"), LIMIT)


@case
def gateways_of_another_secret_take_a_call_for_a_new_one(shared):
    for first, second in ((("--token-secret", "one"), ("--token-secret", "another")), ((), ())):
        with shared.gateways.lent(*shared.options(*first)) as one, shared.gateways.lent(*shared.options(*second)) as two:
            name = shared.stream(one, two)
            for gateway in (one, two, one, two):
                equal(stop(gateway, name, amz_sdk_invocation_id="a").status, 200, "the status")
            for _ in range(23):
                succeed(one.port, STOP, {"DeliveryStreamName": name})
            check_error(stop(one, name), LIMIT)
            for gateway in (one, two):
                warned = "without --token-secret" in gateway.log()
                equal(warned, not first, "whether the gateway warns of the secret that it does not have")


@case
def a_call_that_the_stream_refuses_takes_nothing(shared):
    (gateway,) = [shared.gateways.get("strict", *shared.options("--stop-when-disabled", "invalid_argument"))]
    name = shared.stream(gateway)
    for _ in range(40):
        check_error(stop(gateway, name), "InvalidArgumentException")
    equal(gateway.metric("firehose_sse_quota_admitted_total", by="store", repeated="false"), 0, "calls reserved")
    succeed(gateway.port, START, {"DeliveryStreamName": name})


@case
def the_quota_survives_the_gateways(shared):
    with shared.gateways.lent(*shared.options()) as first:
        name = shared.stream(first)
        for _ in range(25):
            succeed(first.port, STOP, {"DeliveryStreamName": name})
    with shared.gateways.lent(*shared.options()) as second:
        succeed(second.port, "CreateDeliveryStream", {"DeliveryStreamName": name, "ExtendedS3DestinationConfiguration": S3})
        succeed(second.port, "DescribeDeliveryStream", {"DeliveryStreamName": name})
        check_error(stop(second, name), LIMIT)
        check("quota" not in second.streams()[0], "the control path tells a quota that it does not know")
    key = f"firehose-sse:quota:{{{ACCOUNT}:{REGION}:{name}}}"
    left = int(shared.redis.ask("PTTL", key)[1:].split(b"\r\n")[0])
    check(86_000_000 < left <= 86_400_000, f"the cell lives for {left} ms")


@case
def accounts_and_regions_have_quotas_of_their_own(shared):
    with shared.gateways.lent(*shared.options()) as here, shared.gateways.lent(*shared.options("--region", "eu-west-1")) as there:
        name = shared.stream(here, there)
        for gateway in (here, there):
            for _ in range(25):
                succeed(gateway.port, STOP, {"DeliveryStreamName": name})
            check_error(stop(gateway, name), LIMIT)


@case
def the_store_is_killed_and_comes_back(shared):
    redis = redis_process.Redis().start()
    try:
        options = ("--work-ms", "0", "--quota-store", redis.url, "--quota-store-timeout-ms", PATIENT_MS)
        with shared.gateways.lent(*options) as gateway:
            name = shared.stream(gateway)
            for _ in range(20):
                succeed(gateway.port, STOP, {"DeliveryStreamName": name})
            redis.kill()
            answer = stop(gateway, name)
            equal(answer.status, 503, "the status without a store")
            equal(answer.json()["__type"], "ServiceUnavailable", "the type")
            equal(answer.header("x-firehose-sse-quota"), "nobody; store=unavailable", "the header")
            equal(gateway.metric("firehose_sse_quota_refused_total", reason="store"), 1, "refused for the store")
            equal(gateway.metric("firehose_sse_quota_store_errors_total", error="unavailable"), 1, "errors")
            check(f"StopDeliveryStreamEncryption {name} ServiceUnavailable 503" in gateway.log(), "the log has no stream")
            succeed(gateway.port, "DescribeDeliveryStream", {"DeliveryStreamName": name})
            redis.start()
            for _ in range(5):
                succeed(gateway.port, STOP, {"DeliveryStreamName": name})
            check_error(stop(gateway, name), LIMIT)
            equal(gateway.metric("firehose_sse_quota_admitted_total", by="store", repeated="false"), 25, "admitted")
            equal(gateway.metric("firehose_sse_quota_refused_total", reason="limit"), 1, "refused for the limit")
            equal(gateway.metric("firehose_sse_quota_store_seconds_count"), 27, "reservations timed")
    finally:
        redis.close()


@case
def a_quota_that_cannot_be_looked_at_is_counted_and_the_stream_answers(shared):
    nowhere = redis_process.Redis()  # not started: a free port
    try:
        options = ("--quota-store", nowhere.url, "--quota-check", "before_state", "--stop-when-disabled", "invalid_argument")
        with shared.gateways.lent("--work-ms", "0", *options) as gateway:
            check_error(stop(gateway, shared.stream(gateway)), "InvalidArgumentException")
            equal(gateway.metric("firehose_sse_quota_store_errors_total", error="unavailable"), 1, "errors")
    finally:
        nowhere.close()


@case
def a_store_that_hangs_holds_up_nobody_who_asks_for_no_call(shared):
    redis = redis_process.Redis().start()
    try:
        options = ("--work-ms", "0", "--quota-store", redis.url, "--quota-store-timeout-ms", "20000", "--threads", "8")
        with shared.gateways.lent(*options) as gateway, concurrent.futures.ThreadPoolExecutor(4) as pool:
            names = [shared.stream(gateway) for _ in range(4)]
            key = {"KeyType": "CUSTOMER_MANAGED_CMK", "KeyARN": f"arn:aws:kms:{REGION}:{ACCOUNT}:key/slow"}
            with redis.stopped():
                starts = [
                    pool.submit(ask, gateway, START, {"DeliveryStreamName": name, "DeliveryStreamEncryptionConfigurationInput": key})
                    for name in names
                ]
                wait_until(lambda: asked_of(redis.port) == 4, "the four Starts have asked the store")
                shared.stream(gateway)
                equal(asked_of(redis.port), 4, "the Starts that still wait when the stream is made")
                check(not any(each.done() for each in starts), "the store answered before the stream was made")
            check(all(each.result().status in (200, 503) for each in starts), "a Start is neither refused nor admitted")
    finally:
        redis.close()


@case
def secrets_may_come_from_the_environment(shared):
    done = shared.gateways.ended("--port", "0", environment={"FIREHOSE_SSE_QUOTA_STORE": "rediss://:hunter2@127.0.0.1"})
    equal(done.returncode, 2, "the exit code for a URL that is none")
    check("FIREHOSE_SSE_QUOTA_STORE" in done.stderr or "--quota-store" in done.stderr, short(done.stderr))
    check("hunter2" not in done.stderr, "the password is told")


@case
def without_a_store_the_choice_holds(shared):
    nowhere = redis_process.Redis()  # not started: a free port
    try:
        store = ("--work-ms", "0", "--quota-store", nowhere.url, "--quota-store-timeout-ms", PATIENT_MS)
        with shared.gateways.lent(*store, "--quota-unavailable", "allow") as gateway:
            name = shared.stream(gateway)
            for _ in range(30):
                answer = stop(gateway, name)
                equal(answer.status, 200, "the status under allow")
                equal(answer.header("x-firehose-sse-quota"), "nobody; store=unavailable", "the header")
            equal(gateway.metric("firehose_sse_quota_admitted_total", by="nobody", repeated="false"), 30, "admitted")
        local = ("--quota-unavailable", "local_cap", "--quota-local-cap", "3")
        with shared.gateways.lent(*store, *local) as gateway:
            name = shared.stream(gateway)
            for _ in range(3):
                equal(stop(gateway, name).header("x-firehose-sse-quota"), "local_cap; store=unavailable", "the header")
            refused = stop(gateway, name)
            check_error(refused, LIMIT)
            equal(refused.header("x-firehose-sse-quota"), "local_cap; store=unavailable", "the header of the refusal")
            equal(gateway.metric("firehose_sse_quota_refused_total", reason="local_cap"), 1, "refused")
            nowhere.start()
            for _ in range(25):  # the store knows nothing of what was admitted meanwhile
                answer = stop(gateway, name)
                equal((answer.status, answer.header("x-firehose-sse-quota")), (200, None), "the answer with a store")
            check_error(stop(gateway, name), LIMIT)
    finally:
        nowhere.close()


@case
def a_cell_that_is_none_is_left_alone(shared):
    with shared.gateways.lent(*shared.options()) as gateway:
        for spoil, error in ((("SET",), "corrupt_cell"), (("LPUSH",), "wrong_type")):
            name = shared.stream(gateway)
            key = f"firehose-sse:quota:{{{ACCOUNT}:{REGION}:{name}}}"
            shared.redis.ask(*spoil, key, "not a window")
            answer = stop(gateway, name)
            equal((answer.status, answer.header("x-firehose-sse-quota")), (503, f"nobody; store={error}"), "the answer")
            kept = shared.redis.ask("GET", key) if error == "corrupt_cell" else shared.redis.ask("LRANGE", key, "0", "-1")
            check(b"not a window" in kept, f"the cell has become {kept!r}")


@case
def the_metrics_are_in_the_text_form_of_prometheus(shared):
    one, _ = shared.pair()
    call(one.port, "ListDeliveryStreams", {})
    connection = Connection(one.port)
    with connection:
        connection.send(f"GET /_control/metrics HTTP/1.1\r\nHost: 127.0.0.1:{one.port}\r\n\r\n".encode())
        answer = connection.answer()
    equal(answer.header("content-type"), "text/plain; version=0.0.4; charset=utf-8", "the media type")
    text = answer.body.decode()
    sample = re.compile(r'[a-z_]+(\{([a-z_]+="[^"]*",?)+\})? [0-9.e+-]+(Inf)?')
    known = set()
    for line in text.splitlines():
        if line.startswith("# TYPE "):
            known.add(line.split()[2])
        elif not line.startswith("# HELP "):
            check(sample.fullmatch(line) is not None, f"not a sample: {short(line)}")
            name = re.split(r"[{ ]", line)[0]
            check(name in known or re.sub("_(bucket|sum|count)$", "", name) in known, f"no type of {name}")
    wanted = {"requests_total", "quota_admitted_total", "quota_refused_total", "quota_store_errors_total"}
    wanted |= {"quota_cancelled_total", "quota_store_seconds", "limit_reached_total"}
    equal(known, {f"firehose_sse_{each}" for each in wanted}, "the metrics")
    check(one.metric("firehose_sse_requests_total", operation="ListDeliveryStreams", outcome="ok") > 0, "no request counted")
    equal(one.control("POST", "metrics")[0], 405, "the status of POST")


@case
def a_wrong_url_is_told_without_its_password(shared):
    for url in ("http://127.0.0.1", "redis://user:hunter2@", "rediss://:hunter2@127.0.0.1", "redis://:hunter2@127.0.0.1:x"):
        done = shared.gateways.ended("--port", "0", "--quota-store", url)
        equal(done.returncode, 2, f"the exit code for {url}")
        check("--quota-store" in done.stderr and "hunter2" not in done.stdout + done.stderr, short(done.stderr))


def run(gateways, report, only):
    if redis_process.program() is None:
        report.case("quota", "a Redis server is installed (Debian: redis-tools)", lambda: check(False, "there is none"))
        return
    redis = redis_process.Redis().start()
    try:
        case.play(report, only, Shared(gateways, redis))
    finally:
        redis.close()
