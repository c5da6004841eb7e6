# Which rules are in force, and how a ValidationException tells of those that are broken.
# SPDX-License-Identifier: BSL-1.0
import base64
import json

from policy_stage import BLOCK, NO_WORK, OF_TARGET, START, TAKEN, policy
from scenario_errors import ARN_PATTERN
from stage import ACCOUNT, KINESIS_SOURCE, OWNED, REGION, S3, customer

ALIAS = f"arn:aws:kms:{REGION}:{ACCOUNT}:alias/blue"
KEY = f"arn:aws:kms:{REGION}:{ACCOUNT}:key/blue"
NAME_PATTERN = "Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+"
MANY_NAMES = {"DeliveryStreamName": "no blanks" * 8, "Limit": 10_001}


def _invalid(*violations, count=None):
    count = len(violations) if count is None else count
    begin = f"ValidationException: {count} validation error{'' if count == 1 else 's'} detected: "
    return begin + "; ".join(violations)


def _at(path, demand, value=""):
    return f"Value {value}at '{path}' failed to satisfy constraint: {demand}"


@policy(
    "--constraints",
    {
        "of_2026_06_12": {
            "an alias": _invalid(
                _at(
                    "deliveryStreamEncryptionConfigurationInput.keyARN",
                    f"Member must satisfy regular expression pattern: {ARN_PATTERN}",
                )
            ),
            "a key": TAKEN,
        },
        "before_2026_06_12": {"an alias": TAKEN, "a key": TAKEN},
    },
    cli={"before_2026_06_12": ("an alias",)},
)
def a_key_by_its_alias(stage):
    stage.make_active()
    start = {"operation": START, **OF_TARGET}
    stage.look("an alias", lambda: stage.call(**start, **{BLOCK: customer(ALIAS)}))
    stage.work()
    stage.look("a key", lambda: stage.call(**start, **{BLOCK: customer(KEY)}))


# By rule: a request that breaks nothing else, and the answer to it. Most clients do not let their users send it.
_DESTINATION = {"ExtendedS3DestinationConfiguration": S3}
BROKEN = {
    "required": (
        "PutRecord",
        {**OF_TARGET, "Record": {}},
        _invalid(_at("record.data", "Member must not be null")),
    ),
    "length_min": (
        "TagDeliveryStream",
        {**OF_TARGET, "Tags": []},
        _invalid(_at("tags", "Member must have length greater than or equal to 1")),
    ),
    "length_max": (
        "UntagDeliveryStream",
        {**OF_TARGET, "TagKeys": ["k" * 129]},
        _invalid(_at("tagKeys.1.member", "Member must have length less than or equal to 128")),
    ),
    "value_min": (
        "ListDeliveryStreams",
        {"Limit": 0},
        _invalid(_at("limit", "Member must have value greater than or equal to 1")),
    ),
    "value_max": (
        "ListDeliveryStreams",
        {"Limit": 10_001},
        _invalid(_at("limit", "Member must have value less than or equal to 10000")),
    ),
    "pattern": (
        "ListDeliveryStreams",
        {"ExclusiveStartDeliveryStreamName": "no blanks"},
        _invalid(_at("exclusiveStartDeliveryStreamName", NAME_PATTERN)),
    ),
    "enumeration": (
        "ListDeliveryStreams",
        {"DeliveryStreamType": "directPut"},
        _invalid(
            _at(
                "deliveryStreamType",
                "Member must satisfy enum value set: [DirectPut, KinesisStreamAsSource, MSKAsSource, DatabaseAsSource]",
            )
        ),
    ),
    "customer_key_needs_arn": (
        START,
        {**OF_TARGET, BLOCK: {"KeyType": "CUSTOMER_MANAGED_CMK"}},
        "InvalidArgumentException: KeyARN is required when KeyType is CUSTOMER_MANAGED_CMK.",
    ),
    "owned_key_has_no_arn": (
        START,
        {**OF_TARGET, BLOCK: {**OWNED, "KeyARN": KEY}},
        "InvalidArgumentException: KeyARN must not be given when KeyType is AWS_OWNED_CMK.",
    ),
    "encryption_needs_direct_put": (
        "CreateDeliveryStream",
        {
            "DeliveryStreamName": "sourced",
            "DeliveryStreamType": "KinesisStreamAsSource",
            "KinesisStreamSourceConfiguration": KINESIS_SOURCE,
            BLOCK: OWNED,
            **_DESTINATION,
        },
        "InvalidArgumentException: Server-side encryption is only supported for delivery streams of type DirectPut.",
    ),
    "exactly_one_destination": (
        "CreateDeliveryStream",
        {"DeliveryStreamName": "without-destination"},
        "InvalidArgumentException: Exactly one destination configuration is supported for a Firehose",
    ),
    "source_fits_type": (
        "CreateDeliveryStream",
        {"DeliveryStreamName": "two-sources", "KinesisStreamSourceConfiguration": KINESIS_SOURCE, **_DESTINATION},
        "InvalidArgumentException: KinesisSourceStreamConfig is only applicable for KinesisStreamAsSource stream type",
    ),
    "batch_bytes": (
        "PutRecordBatch",
        {**OF_TARGET, "Records": [{"Data": base64.b64encode(bytes(1_000_000)).decode()}] * 5},
        "InvalidArgumentException: Records size exceeds 4 MB limit",
    ),
}
# The answer to such a request while its rule is off, if it is still refused.
WITHOUT_RULE = {
    # The life cycle itself has no way to encrypt such a stream.
    "encryption_needs_direct_put": "InvalidArgumentException: This operation is not permitted on "
    "KinesisStreamAsSource delivery stream type.",
}


@policy(
    "--rule-off",
    {
        "": {rule: answer for rule, (_, _, answer) in BROKEN.items()},
        **{
            off: {
                rule: WITHOUT_RULE.get(rule, TAKEN) if rule == off else answer
                for rule, (_, _, answer) in BROKEN.items()
            }
            for off in BROKEN
        },
    },
    cli={"exactly_one_destination": ("exactly_one_destination",)},
    options=NO_WORK,
)
def a_request_for_each_rule(stage):
    stage.make_active()
    for rule, (operation, parameters, _) in BROKEN.items():
        body = json.dumps(parameters).encode()
        stage.look(rule, lambda: stage.send(operation, body))


@policy(
    "--batch-basis",
    {
        "raw_bytes": {"four million bytes": TAKEN},
        "encoded_bytes": {"four million bytes": "InvalidArgumentException: Records size exceeds 4 MB limit"},
    },
    cli={"encoded_bytes": ("four million bytes",)},
)
def a_batch_of_four_million_bytes(stage):
    stage.make_active()
    records = [{"Data": bytes(1_000_000)}] * 4
    stage.look("four million bytes", lambda: stage.call("PutRecordBatch", **OF_TARGET, Records=records))


_TOO_LONG = _at("deliveryStreamName", "Member must have length less than or equal to 64")
_BLANKS = _at("deliveryStreamName", NAME_PATTERN)
_TOO_LARGE = _at("limit", "Member must have value less than or equal to 10000")


@policy(
    "--max-violations",
    {
        "1": {"three violations": _invalid(_TOO_LONG, count=3)},
        "2": {"three violations": _invalid(_TOO_LONG, _BLANKS, count=3)},
        "32": {"three violations": _invalid(_TOO_LONG, _BLANKS, _TOO_LARGE)},
    },
    cli={"1": ("three violations",)},
)
def three_violations(stage):
    stage.look("three violations", lambda: stage.call("DescribeDeliveryStream", **MANY_NAMES))


@policy(
    "--wording",
    {
        "current": {
            "a name with a blank": _invalid(_BLANKS),
            "no name": _invalid(_at("deliveryStreamName", "Member must not be null")),
            "a body that cannot be read": "SerializationException",
        },
        "echoing": {
            "a name with a blank": _invalid(
                _at("deliveryStreamName", NAME_PATTERN, "'(string, 9 code points)' "),
            ),
            "no name": _invalid(_at("deliveryStreamName", "Member must not be null", "null ")),
            "a body that cannot be read": "SerializationException",
        },
        "own": {
            "a name with a blank": _invalid("pattern at /DeliveryStreamName: must match [a-zA-Z0-9_.-]+"),
            "no name": _invalid("required at /DeliveryStreamName: is required, but absent or null"),
            "a body that cannot be read": "SerializationException: wrong_kind at byte 22, /DeliveryStreamName",
        },
    },
    cli={"echoing": ("a name with a blank",), "own": ("a name with a blank",)},
)
def the_words_of_a_refusal(stage):
    def send(body):
        return stage.send("DescribeDeliveryStream", body)

    stage.look("a name with a blank", lambda: stage.call("DescribeDeliveryStream", DeliveryStreamName="no blanks"))
    stage.look("no name", lambda: send(b"{}"))
    stage.look("a body that cannot be read", lambda: send(b'{"DeliveryStreamName":17}'))


@policy(
    "--aggregation",
    {
        "all": {"three violations": _invalid(_TOO_LONG, _BLANKS, _TOO_LARGE)},
        "first_only": {"three violations": _invalid(_TOO_LONG)},
    },
    cli={"first_only": ("three violations",)},
)
def how_many_violations_are_named(stage):
    stage.look("three violations", lambda: stage.call("DescribeDeliveryStream", **MANY_NAMES))
