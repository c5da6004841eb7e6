# What the options of the program change, and whether their page tells of all of them.
# SPDX-License-Identifier: BSL-1.0
import pathlib
import re

from control_stage import KEY, case
from harness import Failed, check, equal
from raw_http import Connection, call, check_error, exchange, request, succeed
from stage import DISABLED, KINESIS_SOURCE, OWNED, S3, customer


def _start(gateway, name):
    return call(gateway.port, "StartDeliveryStreamEncryption", {"DeliveryStreamName": name})


@case
def the_account_and_the_region_are_those_of_the_options(control):
    gateway = control.with_options("--account-id", "210987654321", "--region", "eu-west-1")
    name = control.active(gateway)
    described = succeed(gateway.port, "DescribeDeliveryStream", {"DeliveryStreamName": name})
    arn = described["DeliveryStreamDescription"]["DeliveryStreamARN"]
    equal(arn, f"arn:aws:firehose:eu-west-1:210987654321:deliverystream/{name}", "the ARN")
    answer = call(gateway.port, "DescribeDeliveryStream", {"DeliveryStreamName": "x"})
    error = check_error(answer, "ResourceNotFoundException")
    equal(error["message"], "Firehose x under account 210987654321 not found.", "the message")


@case
def every_error_names_its_type_in_a_header_where_all_shall(control):
    gateway = control.with_options("--error-type-header", "always")
    head = request("ListDeliveryStreams", b"", headers={"X-Long": "x" * 20_000})
    for data, kind in ((head, "RequestHeaderSectionTooLargeException"), (b"nothing\r\n\r\n", "SerializationException")):
        answer = exchange(gateway.port, data)
        equal(answer.header("x-amzn-errortype"), kind, "the type in the header")
    small = control.with_options("--error-type-header", "always", "--max-connections", "1")
    with Connection(small.port) as first:
        first.send(request("ListDeliveryStreams"))
        equal(first.answer().status, 200, "the status of the one connection")
        answer = exchange(small.port, request("ListDeliveryStreams"))
        equal(answer.header("x-amzn-errortype"), "ServiceUnavailableException", "the type in the header")


@case
def the_quotas_limit_is_that_of_the_option(control):
    gateway = control.with_options("--quota-limit", "3")
    name = control.active(gateway)
    equal([_start(gateway, name).status for _ in range(5)], [200, 200, 200, 400, 400], "the statuses")


@case
def a_rolling_window_gives_back_one_call_at_a_time(control):
    equal(_after_a_day(control, "rolling"), [200, 400, 400], "the statuses after a day")


@case
def a_fixed_window_gives_back_all_calls_at_once(control):
    equal(_after_a_day(control, "fixed"), [200, 200, 400], "the statuses after a day")


def _after_a_day(control, window):
    """Two calls half a day apart use up the quota; what three more get a day after the first."""
    gateway = control.with_options("--quota-limit", "2", "--quota-window", window)
    name = control.active(gateway)
    equal(_start(gateway, name).status, 200, "the status")
    gateway.advance(12 * 3600)
    equal([_start(gateway, name).status for _ in range(2)], [200, 400], "the statuses after half a day")
    gateway.advance(12 * 3600)
    return [_start(gateway, name).status for _ in range(3)]


@case
def a_window_of_the_utc_day_ends_at_midnight(control):
    gateway = control.with_options("--quota-limit", "1", "--quota-window", "utc_day")
    name = control.active(gateway)

    def until_midnight():
        return 86400 - gateway.now() % 86400

    if until_midnight() < 60:
        gateway.advance(60)
    equal([_start(gateway, name).status for _ in range(2)], [200, 400], "the statuses before midnight")
    gateway.advance(int(until_midnight()) - 5)
    equal(_start(gateway, name).status, 400, "the status seconds before midnight")
    gateway.advance(6)
    equal([_start(gateway, name).status for _ in range(2)], [200, 400], "the statuses after midnight")


@case
def refused_calls_count_as_the_option_says(control):
    bad = {"DeliveryStreamEncryptionConfigurationInput": {"KeyType": "CUSTOMER_MANAGED_CMK"}}
    for counting, expected in (("accepted", 200), ("answered", 400), ("attempted", 400)):
        gateway = control.with_options("--quota-limit", "2", "--quota-counting", counting)
        name = control.active(gateway)
        answer = call(gateway.port, "StartDeliveryStreamEncryption", {"DeliveryStreamName": name, **bad})
        check_error(answer, "InvalidArgumentException")
        equal(_start(gateway, name).status, 200, "the status of the first call")
        equal(_start(gateway, name).status, expected, f"the status of the second call when {counting} calls count")
    # Under `attempted` only, a call that the quota refused puts off the moment when the next is admitted.
    for counting, expected in (("answered", 200), ("attempted", 400)):
        gateway = control.with_options("--quota-limit", "2", "--quota-counting", counting)
        name = control.active(gateway)
        equal([_start(gateway, name).status for _ in range(2)], [200, 200], "the statuses of the first calls")
        gateway.advance(12 * 3600)
        equal([_start(gateway, name).status for _ in range(2)], [400, 400], "the statuses after half a day")
        gateway.advance(12 * 3600)
        equal(_start(gateway, name).status, expected, f"the status after a day when {counting} calls count")


@case
def more_streams_than_the_option_allows_are_refused(control):
    gateway = control.with_options("--max-streams", "2")
    first = control.active(gateway)
    control.active(gateway)
    third = {"DeliveryStreamName": "third", "ExtendedS3DestinationConfiguration": S3}
    check_error(call(gateway.port, "CreateDeliveryStream", third), "LimitExceededException")
    succeed(gateway.port, "DeleteDeliveryStream", {"DeliveryStreamName": first})
    succeed(gateway.port, "CreateDeliveryStream", third)


@case
def a_stream_made_anew_knows_nothing_of_the_one_before(control):
    gateway = control.gateways.get("immediate")
    key = f"{KEY}-anew"
    tags = {"Tags": [{"Key": "k", "Value": "v"}]}
    name = control.active(gateway, DeliveryStreamEncryptionConfigurationInput=customer(key), **tags)
    of_it = {"DeliveryStreamName": name}
    succeed(gateway.port, "DeleteDeliveryStream", of_it)
    source = {"DeliveryStreamType": "KinesisStreamAsSource", "KinesisStreamSourceConfiguration": KINESIS_SOURCE}
    succeed(gateway.port, "CreateDeliveryStream", {**of_it, **source, "ExtendedS3DestinationConfiguration": S3})
    succeed(gateway.port, "DeleteDeliveryStream", of_it)
    succeed(gateway.port, "CreateDeliveryStream", {**of_it, "ExtendedS3DestinationConfiguration": S3})
    described = succeed(gateway.port, "DescribeDeliveryStream", of_it)["DeliveryStreamDescription"]
    equal(described["DeliveryStreamType"], "DirectPut", "DeliveryStreamType")
    equal(described["DeliveryStreamEncryptionConfiguration"], DISABLED, "DeliveryStreamEncryptionConfiguration")
    equal(succeed(gateway.port, "ListTagsForDeliveryStream", of_it)["Tags"], [], "Tags")
    start = {**of_it, "DeliveryStreamEncryptionConfigurationInput": OWNED}
    succeed(gateway.port, "StartDeliveryStreamEncryption", start)


@case
def every_option_stands_on_its_page_with_its_values_and_no_other_does(control):
    page = pathlib.Path(__file__).resolve().parents[2] / "docs/reference/gateway.md"
    rows = {}
    for cells in re.findall(r"^\| (`--[^|]*) \| ([^|]*) \| (.*) \|$", page.read_text(encoding="utf-8"), re.MULTILINE):
        for option in re.findall(r"`(--[a-z0-9-]+)`", cells[0]):
            check(option not in rows, f"{option} stands on its page twice")
            rows[option] = cells[1:]
    options = control.gateways.options()
    del options["--help"]
    equal(sorted(set(options) - set(rows)), [], "the list of options that the page lacks")
    equal(sorted(set(rows) - set(options)), [], "the list of options that only the page has")
    for option, kind in options.items():
        names, _, default = kind.partition("=")
        known, about = rows[option]
        if option not in ("--threads", "--rule-off"):  # the machine sets the first's default, the second's is no value
            check(default in known or default == "as", f"{option} has the default {default}, its page says {known}")
        values = names.split("|") if "|" in names else []
        missing = [name for name in values if name != default and f"`{name}`" not in about]
        equal(missing, [], f"the list of {option}'s values that its page lacks")


@case
def options_that_make_no_sense_end_the_program(control):
    for options in (
        ("--work-ms", "-1"), ("--quota-window", "weekly"), ("--no-such-option",), ("--port", "65536"),
        ("--max-violations", "0"), ("--quota-limit", "-1"), ("--max-bytes", "-1"), ("--max-streams", "-1"),
        ("--account-id", "12"), ("--reading", "strict"), ("--rule-off", "no_such_rule"), ("--max-depth", "deep"),
        ("--max-streams-per-key", "-1"), ("--max-credential-age", "-1"), ("--text", "no_such_message=x"),
        ("--port", "0100"), ("--quota-limit", "010"), ("--max-head-bytes", "0x400"), ("--max-violations", "0x10"),
        ("--threads", "01"), ("--work-ms", "0100"), ("--max-tags", "-1"), ("--max-scheduled-grants", "-1"), ("--control-rate", "-1"), ("--put-bytes", "much"),
        ("--put-overflow", "drop"), ("--text", "change_under_way"), ("--text", "change_under_way="),
    ):  # fmt: skip
        try:
            started = control.gateways.get(f"nonsense {options}", *options)
        except Failed as error:
            check("ended before" in str(error), f"{' '.join(options)}: {error}")
        else:
            raise Failed(f"{' '.join(options)} started a gateway on {started.endpoint}")
