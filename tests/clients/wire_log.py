# What the gateway's log says beyond outcome and status, and what it must not say.
# SPDX-License-Identifier: BSL-1.0
import json

from harness import check, equal, short
from raw_http import call, check_error, succeed
from stage import S3
from wire_stage import case

MARKER = "Marker-4711"
NAME = b'"DeliveryStreamName":"target"'
# Reason and body; ^ is where the log says the fault is.
UNREADABLE = (
    ("syntax", b"{" + NAME + b',"Marker-4711":^Marker-4711}'),
    ("incomplete", b"{" + NAME + b',"Marker-4711":"Marker-4711^'),
    ("trailing_text", b"{" + NAME + b"} ^Marker-4711"),
    ("byte_order_mark", b"^\xef\xbb\xbf{" + NAME + b',"Marker-4711":1}'),
    ("invalid_utf8", b'{"DeliveryStreamName":"Marker-4711^\xff"}'),
    ("lone_surrogate", b'{"DeliveryStreamName":"Marker-4711^\\udead"}'),
    ("number_out_of_range", b"{" + NAME + b',"Limit":^9223372036854775808}'),
    ("not_an_integer", b"{" + NAME + b',"Limit":^4711.5}'),
    ("not_an_object", b'^["Marker-4711"]'),
    ("wrong_kind", b'{"DeliveryStreamName":^{"Marker-4711":1}}'),
    ("duplicate_member", b"{" + NAME + b',^"DeliveryStreamName":"Marker-4711"}'),
    ("unknown_member", b"{" + NAME + b',^"Marker-4711":"Marker-4711"}'),
    ("empty_body", b"^"),
    ("too_deep", b"{" + NAME + b',"ExtendedS3DestinationConfiguration":{"Marker-4711":[[^["Marker-4711"]]]}}'),
    ("too_large", (b"{" + NAME + b',"Marker-4711":').ljust(300) + b"^1}"),
    ("null_element", b"{" + NAME + b',"Tags":[{"Key":"Marker-4711"},^null]}'),
    ("too_many_elements", b"{" + NAME + b',"Tags":[{"Key":"Marker-4711"},{},{},^{}]}'),
    ("bad_base64", b"{" + NAME + b',"Record":{"Data":^"Marker-4711"}}'),
)
STRICT = (
    "--unknown-members", "refuse", "--empty-body", "refuse", "--max-depth", "4", "--max-bytes", "300",
    "--max-elements", "3",
)  # fmt: skip


def _remarks(gateway):
    """What the log's last line says after how long it took."""
    return " ".join(gateway.log().splitlines()[-1].split()[6:])


def _operation_of(body):
    for member, operation in (
        (b"Limit", "DescribeDeliveryStream"), (b"Tags", "TagDeliveryStream"), (b"Record", "PutRecord"),
        (b"ExtendedS3", "CreateDeliveryStream"),
    ):  # fmt: skip
        if member in body:
            return operation
    return "DescribeDeliveryStream"


@case
def the_log_says_why_a_body_could_not_be_read_and_at_which_byte(wire):
    with wire.gateways.lent(*STRICT) as gateway:
        for reason, marked in UNREADABLE:
            body = marked.replace(b"^", b"")
            answer = call(gateway.port, _operation_of(body), body)
            equal(answer.body, b'{"__type":"SerializationException"}', f"the answer to {reason}")
            expected = f"{reason} at byte {marked.index(b'^')}"
            equal(_remarks(gateway), expected, f"the log's remark about {short(repr(body))}")
        check("4711" not in gateway.log(), "the log shows what was sent")


@case
def the_log_counts_members_nobody_knows_and_never_names_them(wire):
    unknown = {f"{MARKER}-{i}": MARKER for i in range(100)}
    with wire.gateways.lent("--unknown-members", "warn", "--work-ms", "0") as gateway:

        def remarks_after(operation, parameters):
            call(gateway.port, operation, parameters)
            return _remarks(gateway)

        destination = {"ExtendedS3DestinationConfiguration": {**S3, **unknown}}
        create = {"DeliveryStreamName": "target", **destination}
        equal(remarks_after("CreateDeliveryStream", create), "", "the remark about an opaque destination")
        of_it = {"DeliveryStreamName": "target", MARKER: {MARKER: 1}}
        for operation, parameters, count in (
            ("DescribeDeliveryStream", {}, 1),
            ("PutRecordBatch", {"Records": [{"Data": "", MARKER: 1}, {"Data": "", MARKER: [{MARKER: 1}]}]}, 3),
            ("DescribeDeliveryStream", {"DeliveryStreamName": "nobody"}, 1),
            ("DescribeDeliveryStream", {"DeliveryStreamName": "no blanks"}, 1),
            ("DescribeDeliveryStream", dict(list(unknown.items())[:63]), 64),
            ("DescribeDeliveryStream", unknown, 64),
        ):
            remark = remarks_after(operation, {**of_it, **parameters})
            equal(remark, f"unknown members: {count}", f"the remark about {short(json.dumps(parameters), 80)}")
        twice = call(gateway.port, "DescribeDeliveryStream", b'{"Marker-4711":1,"Marker-4711":2}')
        check_error(twice, "SerializationException")
        check(MARKER not in gateway.log(), "the log shows what was sent")
    for option in ("ignore", "refuse"):
        with wire.gateways.lent("--unknown-members", option, "--work-ms", "0") as gateway:
            succeed(gateway.port, "CreateDeliveryStream", {"DeliveryStreamName": "target", **destination})
            call(gateway.port, "DescribeDeliveryStream", of_it)
            check("unknown members" not in gateway.log(), f"the log tells of unknown members under {option}")
            check(MARKER not in gateway.log(), "the log shows what was sent")
