# How requests are read. What a client's own writer never writes is sent as a body made by hand.
# SPDX-License-Identifier: BSL-1.0
import base64

from harness import check
from policy_stage import OF_TARGET, SERIALIZATION, TAKEN, TARGET, policy
from stage import S3

NAME = b'"DeliveryStreamName":"target"'
UNKNOWN = b"{" + NAME + b',"Colour":"green"}'
MARKED = b"\xef\xbb\xbf{" + NAME + b"}"
HALF = b'{"Limit":1.5}'
NULL_KEY = b"{" + NAME + b',"TagKeys":[null,"made"]}'
SPARE_BITS = b"{" + NAME + b',"Record":{"Data":"QR=="}}'
FORTY_DEEP = b"{" + NAME + b',"Colour":' + b"[" * 39 + b"]" * 39 + b"}"
# No preset lets these pass: two readers could take them for two different requests.
NAME_TWICE = b"{" + NAME + b"," + NAME + b"}"
TEXT_BEHIND = b"{" + NAME + b"}{}"
LONE_SURROGATE = b"{" + NAME + b',"Colour":"\\ud800"}'
FIVE_KEYS = b"{" + NAME + b',"TagKeys":["a","b","c","d","e"]}'


@policy(
    "--reading",
    {
        preset: {
            **dict(zip(("unknown member", "mark", "1.5", "null", "spare bits", "forty deep", "five keys"), answers)),
            **dict.fromkeys(("name twice", "text behind", "lone surrogate"), SERIALIZATION),
        }
        for preset, answers in {
            "service": (TAKEN, *[SERIALIZATION] * 5, TAKEN),
            "sdk": (TAKEN,) * 7,
            "gateway": (*[SERIALIZATION] * 6, TAKEN),
            "fuzz": (TAKEN, *[SERIALIZATION] * 6),
        }.items()
    },
    cli={"sdk": ("mark",)},
)
def a_preset_of_reading(stage):
    stage.make_active()
    stage.look("unknown member", lambda: stage.send("DescribeDeliveryStream", UNKNOWN))
    stage.look("mark", lambda: stage.send("DescribeDeliveryStream", MARKED))
    stage.look("1.5", lambda: stage.send("ListDeliveryStreams", HALF))
    stage.look("null", lambda: stage.send("UntagDeliveryStream", NULL_KEY))
    stage.look("spare bits", lambda: stage.send("PutRecord", SPARE_BITS))
    stage.look("forty deep", lambda: stage.send("DescribeDeliveryStream", FORTY_DEEP))
    stage.look("five keys", lambda: stage.send("UntagDeliveryStream", FIVE_KEYS))
    stage.look("name twice", lambda: stage.send("DescribeDeliveryStream", NAME_TWICE))
    stage.look("text behind", lambda: stage.send("DescribeDeliveryStream", TEXT_BEHIND))
    stage.look("lone surrogate", lambda: stage.send("DescribeDeliveryStream", LONE_SURROGATE))


@policy(
    "--unknown-members",
    {
        "ignore": {"answer": TAKEN, "log": "ok 200"},
        "warn": {"answer": TAKEN, "log": "ok 200 unknown members: 1"},
        "refuse": {"answer": SERIALIZATION, "log": "SerializationException 400 unknown_member at byte 31"},
    },
    cli={"refuse": ("answer",)},
)
def a_member_that_nobody_knows(stage):
    stage.make_active()
    stage.look("answer", lambda: stage.send("DescribeDeliveryStream", UNKNOWN))
    check("Colour" not in stage.gateway.log(), "the log tells the member's name")
    stage.look("log", lambda: _last_line(stage.gateway.log()))


def _last_line(log):
    """The log's last line without the time, the operation, the stream and how long it took."""
    words = log.splitlines()[-1].split()
    return " ".join(words[3:5] + words[6:])


@policy(
    "--fractional-integers",
    {"refuse": {"1.5": SERIALIZATION}, "truncate": {"1.5": "1 of 2 streams"}},
    cli={"truncate": ("1.5",)},
)
def a_limit_of_one_and_a_half(stage):
    stage.make("one")
    stage.make("two")

    def listed():
        output = stage.send("ListDeliveryStreams", HALF)
        check(output["HasMoreDeliveryStreams"], "there are no more streams")
        return f"{len(output['DeliveryStreamNames'])} of 2 streams"

    stage.look("1.5", listed)


@policy(
    "--empty-body",
    {
        "as_empty_object": {"nothing": TAKEN, "blanks": TAKEN},
        "refuse": {"nothing": SERIALIZATION, "blanks": SERIALIZATION},
    },
    cli={"refuse": ("nothing",)},
)
def a_body_of_nothing(stage):
    stage.look("nothing", lambda: stage.send("ListDeliveryStreams", b""))
    stage.look("blanks", lambda: stage.send("ListDeliveryStreams", b" \r\n\t"))


@policy(
    "--null-elements",
    {
        "refuse": {"answer": SERIALIZATION, "tags left": ["made"]},
        "skip": {"answer": TAKEN, "tags left": []},
    },
    cli={"skip": ("answer",)},
)
def a_null_in_a_list(stage):
    stage.make_active(Tags=[{"Key": "made", "Value": "v"}])
    stage.look("answer", lambda: stage.send("UntagDeliveryStream", NULL_KEY))
    stage.look(
        "tags left", lambda: [tag["Key"] for tag in stage.call("ListTagsForDeliveryStream", **OF_TARGET)["Tags"]]
    )


@policy(
    "--byte-order-mark",
    {"refuse": {"answer": SERIALIZATION}, "skip": {"answer": TARGET}},
    cli={"skip": ("answer",)},
)
def a_byte_order_mark(stage):
    stage.make_active()

    def described():
        return stage.send("DescribeDeliveryStream", MARKED)["DeliveryStreamDescription"]["DeliveryStreamName"]

    stage.look("answer", described)


@policy(
    "--spare-base64-bits",
    {"refuse": {"answer": SERIALIZATION}, "drop": {"answer": "1 record of 1 byte"}},
    cli={"drop": ("answer",)},
)
def base64_that_is_not_canonical(stage):
    stage.make_active()

    def put():
        stage.send("PutRecord", SPARE_BITS)
        (stream,) = stage.gateway.streams()
        return f"{stream['records']} record of {stream['record_bytes']} byte"

    stage.look("answer", put)


@policy(
    "--max-depth",
    {"2": {"three deep": SERIALIZATION}, "3": {"three deep": TAKEN}},
    cli={"2": ("three deep",)},
)
def a_document_three_deep(stage):
    destination = {**S3, "BufferingHints": {"SizeInMBs": 64}}
    parameters = {"DeliveryStreamName": TARGET, "ExtendedS3DestinationConfiguration": destination}
    stage.look("three deep", lambda: stage.call("CreateDeliveryStream", **parameters))


@policy(
    "--max-bytes",
    {"1000": {"1,000 characters of base64": SERIALIZATION}, "1100": {"1,000 characters of base64": TAKEN}},
    cli={"1000": ("1,000 characters of base64",)},
)
def a_record_of_750_bytes(stage):
    stage.make_active()
    data = bytes(750)
    check(len(base64.b64encode(data)) == 1000, "the record is of another size")
    stage.look("1,000 characters of base64", lambda: stage.call("PutRecord", **OF_TARGET, Record={"Data": data}))


@policy(
    "--max-elements",
    {"2": {"three records": SERIALIZATION}, "3": {"three records": TAKEN}},
    cli={"2": ("three records",)},
)
def a_batch_of_three(stage):
    stage.make_active()
    records = [{"Data": b"x"}] * 3
    stage.look("three records", lambda: stage.call("PutRecordBatch", **OF_TARGET, Records=records))
