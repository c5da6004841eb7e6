# The control path: the clock, keys, errors, the inner state, who may ask, and what it must never show.
# SPDX-License-Identifier: BSL-1.0
import base64
import json
import time

from control_stage import KEY, case
from harness import MODELLED_ERRORS, check, contains, equal, short
from raw_http import SERVICE, Connection, call, check_error, request, succeed
from stage import customer

NEVER_SHOWN = "Payload-that-nobody-may-see"
# Not JSON, not an object, or not what the member is.
BAD_BODIES = (b"", b"{", b"[]", b"null", b"1", b'"x"', b"\xff", b"{} {}", b"{'a':1}")


# Clock


@case
def the_clock_starts_at_the_machines_time(control):
    fresh = control.gateways.get("lists")
    status, text = fresh.control("GET", "clock")
    equal(status, 200, "the status")
    shown = json.loads(text)
    equal(sorted(shown), ["advanced_seconds", "now"], "the clock's members")
    equal(shown["advanced_seconds"], 0, "advanced_seconds")
    check(abs(shown["now"] - time.time()) < 5, f"now is {shown['now']}, the machine's is {time.time()}")


@case
def the_clock_moves_forward_and_counts_how_far(control):
    first = json.loads(control.gateway.control("GET", "clock")[1])
    for step, total in ((86400, 86400), (1, 86401)):
        status, text = control.gateway.control("POST", "clock", {"advance_seconds": step})
        equal(status, 200, "the status")
        equal(json.loads(text)["advanced_seconds"], first["advanced_seconds"] + total, "advanced_seconds")
    shown = json.loads(control.gateway.control("GET", "clock")[1])
    equal(shown["advanced_seconds"], first["advanced_seconds"] + 86401, "advanced_seconds")
    check(0 <= shown["now"] - first["now"] - 86401 < 5, "now has not moved by a day and a second")


@case
def the_clock_never_goes_backwards(control):
    last = control.gateway.now()
    for _ in range(100):
        now = control.gateway.now()
        check(now >= last, f"now went back from {last} to {now}")
        last = now


@case
def bad_steps_of_the_clock_are_refused(control):
    before = json.loads(control.gateway.control("GET", "clock")[1])["advanced_seconds"]
    for step in (
        b"-1",
        b"-0.001",
        b'"60"',
        b"true",
        b"null",
        b"[60]",
        b"{}",
        b"1e400",
        b"1e18",
        b"9223372036854775808",
    ):
        control.refused("POST", "clock", b'{"advance_seconds":%b}' % step)
    for body in (*BAD_BODIES, b"{}", b'{"advance":60}', b'{"ADVANCE_SECONDS":60}'):
        control.refused("POST", "clock", body)
    control.refused("POST", "clock", b"[" * 100_000)
    control.refused("POST", "clock", b'{"advance_seconds":60,' + b" " * 5 * 1024 * 1024 + b"}")
    equal(json.loads(control.gateway.control("GET", "clock")[1])["advanced_seconds"], before, "advanced_seconds")


@case
def work_ends_at_its_own_moment_however_far_the_clock_moves(control):
    name = control.active()
    before = control.gateway.now()
    succeed(control.port, "StartDeliveryStreamEncryption", {"DeliveryStreamName": name})
    control.gateway.advance(50)
    if control.gateway.now() < before + 60:
        equal(control.encryption(name)["Status"], "ENABLING", "Status before the work is over")
    control.gateway.advance(15)
    # Encrypted counts from the moment the work was over, not from the first look at it.
    put = succeed(control.port, "PutRecord", {"DeliveryStreamName": name, "Record": {"Data": ""}})
    equal(put["Encrypted"], True, "Encrypted five seconds after the work was over")


# Keys


@case
def a_key_is_set_and_its_facts_are_answered(control):
    usual = {"KeyARN": KEY, "state": "enabled", "create_grant": "ok", "retire_grant": "ok"}
    for state in ("disabled", "pending_deletion", "missing", "denied", "asymmetric", "enabled"):
        contains(control.gateway.set_key(KEY, state=state), {**usual, "state": state}, "the key")
    for grant in ("create_grant", "retire_grant"):
        contains(control.gateway.set_key(KEY, **{grant: "fail"}), {**usual, grant: "fail"}, "the key")
        contains(control.gateway.set_key(KEY, **{grant: "ok"}), usual, "the key")


@case
def bad_facts_of_a_key_are_refused_and_change_nothing(control):
    for member, values in {
        "state": ("Enabled", "", "gone", 1, None, True, []),
        "create_grant": ("OK", "", True, None),
        "retire_grant": ("failed", 0),
    }.items():
        for value in values:
            control.refused("PUT", "keys", {"KeyARN": KEY, "state": "disabled", member: value})
    for body in (*BAD_BODIES, b"{}", b'{"state":"disabled"}', b'{"KeyARN":1,"state":"disabled"}', b'{"KeyARN":""}'):
        control.refused("PUT", "keys", body)
    name = control.active(DeliveryStreamEncryptionConfigurationInput=customer(KEY))
    equal(control.encryption(name)["Status"], "ENABLED", "the status of a stream that was made with the key")


@case
def work_that_was_over_before_a_key_changed_has_ended_as_the_key_was(control):
    key = f"{KEY}-changed"
    name = control.active()
    succeed(
        control.port,
        "StartDeliveryStreamEncryption",
        {"DeliveryStreamName": name, "DeliveryStreamEncryptionConfigurationInput": customer(key)},
    )
    control.gateway.advance(60)
    control.gateway.set_key(key, state="disabled")
    equal(control.encryption(name)["Status"], "ENABLED", "Status")


# Errors


@case
def an_error_is_answered_as_often_as_asked_and_to_that_operation_only(control):
    name = control.active()
    before = control.settled_streams()
    control.gateway.fail_next("StopDeliveryStreamEncryption", "InvalidArgumentException", 2)
    succeed(control.port, "DescribeDeliveryStream", {"DeliveryStreamName": name})
    for _ in range(2):
        answer = call(control.port, "StopDeliveryStreamEncryption", {"DeliveryStreamName": name})
        check_error(answer, "InvalidArgumentException")
    equal(control.gateway.streams(), before, "the inner state")
    succeed(control.port, "StopDeliveryStreamEncryption", {"DeliveryStreamName": name})


@case
def every_modelled_error_can_be_asked_for_on_every_operation(control):
    operations = [
        f"{verb}DeliveryStream{what}"
        for verb, what in (
            ("Create", ""), ("Delete", ""), ("Describe", ""), ("List", "s"), ("ListTagsFor", ""),
            ("Start", "Encryption"), ("Stop", "Encryption"), ("Tag", ""), ("Untag", ""),
        )
    ]  # fmt: skip
    for operation in (*operations, "PutRecord", "PutRecordBatch"):
        for error in MODELLED_ERRORS:
            control.gateway.fail_next(operation, error)
            statuses = (503,) if error == "ServiceUnavailableException" else (400,)
            check_error(call(control.port, operation, {"DeliveryStreamName": "x"}), error, statuses)


@case
def bad_errors_are_refused_and_none_is_answered(control):
    good = {"operation": "ListDeliveryStreams", "error": "ResourceInUseException", "count": 1}
    for member, values in {
        "operation": ("Nothing", "", "listDeliveryStreams", f"{SERVICE}.ListDeliveryStreams", 1, None),
        "error": ("ValidationException", "InternalFailure", "", "ResourceInUse", 1, None),
        "count": (-1, 1.5, "1", True, 1e300, None, []),
    }.items():
        for value in values:
            control.refused("PUT", "errors", {**good, member: value})
    for body in (*BAD_BODIES, b"{}", b'{"operation":"PutRecord"}', b'{"error":"ResourceInUseException"}'):
        control.refused("PUT", "errors", body)
    succeed(control.port, "ListDeliveryStreams", {})


# Streams


@case
def streams_shows_the_inner_state_of_each(control):
    name = control.active()
    known = {each["DeliveryStreamName"]: each for each in control.settled_streams()}
    check(name in known, f"{name} is not among the streams")
    before = known[name]
    succeed(control.port, "StartDeliveryStreamEncryption", {"DeliveryStreamName": name})
    after = {each["DeliveryStreamName"]: each for each in control.gateway.streams()}
    check(after[name] != before, "the inner state is the same after Start")
    del after[name], known[name]
    equal(after, known, "the inner state of the other streams")


@case
def no_payload_is_shown_by_the_control_path_or_the_log(control):
    secret = base64.b64encode(NEVER_SHOWN.encode()).decode()
    name = control.active()
    succeed(control.port, "PutRecord", {"DeliveryStreamName": name, "Record": {"Data": secret}})
    succeed(control.port, "PutRecordBatch", {"DeliveryStreamName": name, "Records": [{"Data": secret}]})
    bad = {"DeliveryStreamName": f"{NEVER_SHOWN} ", "Record": {"Data": secret}}
    check_error(call(control.port, "PutRecord", bad), "ValidationException")
    authorization = {"Authorization": NEVER_SHOWN, "X-Amz-Security-Token": NEVER_SHOWN}
    with Connection(control.port) as connection:
        connection.send(request("ListDeliveryStreams", headers=authorization))
        equal(connection.answer().status, 200, "the status")
        connection.send(request(NEVER_SHOWN))
        equal(connection.answer().status, 400, "the status")
    control.refused("PUT", "keys", {"KeyARN": KEY, "state": NEVER_SHOWN})
    control.refused("GET", NEVER_SHOWN, None)
    for path in ("streams", "clock"):
        text = control.gateway.control("GET", path)[1]
        check(NEVER_SHOWN not in text and secret not in text, f"GET {path} shows a payload")
    log = control.gateway.log()
    check(name in log, f"the log has no line about {name}")
    for line in log.splitlines():
        check(NEVER_SHOWN not in line and secret not in line and KEY not in line, f"the log says {short(line)}")


# Who may ask


def _asks(control, *, method="GET", path="/_control/clock", body=b"", host=None, headers=(), omit=()):
    with Connection(control.port) as connection:
        fields = {"Host": f"127.0.0.1:{control.port}" if host is None else host, "Content-Type": "application/json"}
        fields.update(headers)
        connection.send(request("", body, method=method, path=path, headers=fields, omit=("X-Amz-Target", *omit)))
        return connection.read()


@case
def local_names_with_the_port_may_ask(control):
    for host in (f"127.0.0.1:{control.port}", f"localhost:{control.port}", f"LocalHost:{control.port}"):
        equal(_asks(control, host=host).status, 200, f"the status for Host: {host}")


@case
def foreign_hosts_are_refused(control):
    before = json.loads(control.gateway.control("GET", "clock")[1])["advanced_seconds"]
    port = control.port
    hosts = (
        "example.com", f"example.com:{port}", f"127.0.0.1.example.com:{port}", f"localhost.example.com:{port}", "",
        "127.0.0.1:1", f"127.0.0.1:{port}1", f"0.0.0.0:{port}", f"user@127.0.0.1:{port}",
        f"127.0.0.1:{port}, example.com",
    )  # fmt: skip
    for host in hosts:
        for method, path, body in (
            ("GET", "streams", b""),
            ("POST", "clock", b'{"advance_seconds":60}'),
            ("PUT", "keys", b'{"KeyARN":"k","state":"disabled"}'),
            ("PUT", "errors", b'{"operation":"ListDeliveryStreams","error":"ResourceInUseException"}'),
        ):
            answer = _asks(control, method=method, path=f"/_control/{path}", body=body, host=host)
            equal(answer.status, 403, f"the status of {method} {path} for Host: {host!r}")
            check(b"DeliveryStreamName" not in answer.body, "the refusal shows streams")
    equal(_asks(control, omit=("Host",)).status, 400, "the status without a Host")
    by_proxy = _asks(control, path=f"http://127.0.0.1:{port}/_control/clock")
    equal(by_proxy.status, 404, "the status of a path that names its server")
    equal(json.loads(control.gateway.control("GET", "clock")[1])["advanced_seconds"], before, "advanced_seconds")
    succeed(control.port, "ListDeliveryStreams", {})


@case
def web_pages_are_refused_whatever_their_origin(control):
    before = json.loads(control.gateway.control("GET", "clock")[1])["advanced_seconds"]
    port = control.port
    for origin in ("https://example.com", f"http://127.0.0.1:{port}", f"http://localhost:{port}", "null", ""):
        headers = {"Origin": origin}
        equal(_asks(control, headers=headers).status, 403, f"the status for Origin: {origin!r}")
        body = b'{"advance_seconds":60}'
        answer = _asks(control, method="POST", body=body, headers={**headers, "Content-Type": "text/plain"})
        equal(answer.status, 403, f"the status for Origin: {origin!r}")
        answer = _asks(control, method="OPTIONS", headers={**headers, "Access-Control-Request-Method": "POST"})
        check(400 <= answer.status < 500, f"a preflight request was answered {answer.status}")
        equal(answer.header("access-control-allow-origin"), None, "access-control-allow-origin")
    equal(json.loads(control.gateway.control("GET", "clock")[1])["advanced_seconds"], before, "advanced_seconds")


@case
def what_a_browser_says_of_itself_is_believed(control):
    for site, status in (("cross-site", 403), ("same-site", 403), ("same-origin", 403), ("none", 200)):
        answer = _asks(control, path="/_control/streams", headers={"Sec-Fetch-Site": site})
        equal(answer.status, status, f"the status for Sec-Fetch-Site: {site}")


@case
def fields_behind_the_last_chunk_steer_nothing(control):
    chunked = {"Transfer-Encoding": "chunked"}
    headers = {**chunked, "Host": "example.com"}
    head = request("", b"", method="GET", path="/_control/clock", headers=headers, omit=("Content-Length",))
    with Connection(control.port) as connection:
        connection.send(head + f"0\r\nHost: 127.0.0.1:{control.port}\r\n\r\n".encode())
        equal(connection.answer().status, 403, "the status")
    name = control.active()
    body = json.dumps({"DeliveryStreamName": name}).encode()
    for _ in range(3):
        with Connection(control.port) as connection:
            head = request("StopDeliveryStreamEncryption", b"", headers=chunked, omit=("Content-Length",))
            connection.send(head + b"%x\r\n%b\r\n0\r\namz-sdk-invocation-id: one\r\n\r\n" % (len(body), body))
            equal(connection.answer().status, 200, "the status")
    (shown,) = [each for each in control.gateway.streams() if each["DeliveryStreamName"] == name]
    equal(shown["quota"]["left"], 22, "the calls that are left")


@case
def a_body_that_is_too_long_is_refused_as_the_control_path_does(control):
    before = control.gateway.metric("firehose_sse_requests_total", operation="control", outcome="refused")
    chunk = b"%x\r\n" % 70_000 + b" " * 70_000 + b"\r\n0\r\n\r\n"
    host = {"Host": f"127.0.0.1:{control.port}"}
    for data in (
        request("", b" " * 70_000, path="/_control/clock", headers=host),
        request("", b"", path="/_control/clock", headers={**host, "Transfer-Encoding": "chunked"}, omit=("Content-Length",)) + chunk,
    ):
        with Connection(control.port) as connection:
            connection.send(data)
            answer = connection.answer()
        equal((answer.status, list(answer.json())), (413, ["error"]), "the answer")
    after = control.gateway.metric("firehose_sse_requests_total", operation="control", outcome="refused")
    equal(after - before, 2, "the refusals that are counted")


@case
def unknown_paths_are_404_and_wrong_methods_405(control):
    for path in ("", "nothing", "clock/", "Clock", "clock/x", "../", "streams%2f"):
        control.refused("GET", path, None, (404,))
    for method, path in (
        ("PUT", "clock"), ("DELETE", "clock"), ("GET", "errors"), ("POST", "errors"), ("POST", "keys"),
        ("DELETE", "keys"), ("POST", "streams"), ("PUT", "streams"), ("DELETE", "streams"),
    ):  # fmt: skip
        control.refused(method, path, b"{}", (405,))
