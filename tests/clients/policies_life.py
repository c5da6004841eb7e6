# The settings of the service, and what AWS does not document about the life cycle.
# SPDX-License-Identifier: BSL-1.0
from policy_stage import BLOCK, CHANGING, IN_USE, NO_WORK, OF_TARGET, START, STOP, TAKEN, TARGET, policy
from stage import ACCOUNT, REGION, S3, customer

TEN_YEARS = str(10 * 366 * 24 * 3600 * 1000)
PUT = {"operation": "PutRecord", **OF_TARGET, "Record": {"Data": b"x"}}
NOT_FOUND = f"ResourceNotFoundException: Firehose {TARGET} under account {ACCOUNT} not found."
DISABLED_KEY = "InvalidKMSResourceException: The key is disabled. Enable it, then start encryption again."


def _key_arn(word):
    return f"arn:aws:kms:{REGION}:{ACCOUNT}:key/{word}"


# Settings: not what is unknown of the service, but what an account or a test has

SETTING = "a setting of an account or of a test; boto3 and the JavaScript SDK show it"


@policy(
    "--account-id",
    {
        "210987654321": {"message": "ResourceNotFoundException: Firehose target under account 210987654321 not found."},
        "": {"message": NOT_FOUND},
    },
    cli=SETTING,
)
def whose_streams_they_are(stage):
    stage.look("message", lambda: stage.call("DescribeDeliveryStream", **OF_TARGET))


@policy(
    "--region",
    {
        "eu-west-1": {"ARN": f"arn:aws:firehose:eu-west-1:{ACCOUNT}:deliverystream/{TARGET}"},
        "": {"ARN": f"arn:aws:firehose:{REGION}:{ACCOUNT}:deliverystream/{TARGET}"},
    },
    cli=SETTING,
)
@policy(
    "--partition",
    {
        "aws-cn": {"ARN": f"arn:aws-cn:firehose:{REGION}:{ACCOUNT}:deliverystream/{TARGET}"},
        "": {"ARN": f"arn:aws:firehose:{REGION}:{ACCOUNT}:deliverystream/{TARGET}"},
    },
    cli=SETTING,
)
def what_stands_in_an_arn(stage):
    stage.make()
    stage.look("ARN", lambda: stage.describe(TARGET)["DeliveryStreamARN"])


@policy(
    "--work-ms",
    {"0": {"status": "ACTIVE"}, TEN_YEARS: {"status": "CREATING"}},
    cli=SETTING,
    options=(),
)
def how_long_creating_takes(stage):
    stage.make()
    stage.look("status", lambda: stage.status(TARGET))


@policy(
    "--settling-ms",
    {"0": {"Encrypted": True}, TEN_YEARS: {"Encrypted": False}},
    cli=SETTING,
    options=NO_WORK,
)
def how_long_records_settle(stage):
    stage.make()
    stage.prepare_start()
    stage.look("Encrypted", lambda: stage.put(TARGET))


@policy(
    "--max-streams",
    {
        "1": {"second": "LimitExceededException: You have already consumed your firehose quota of 1 hoses."},
        "2": {"second": TAKEN},
    },
    cli=SETTING,
)
def how_many_streams_there_may_be(stage):
    stage.make()
    second = {"DeliveryStreamName": "second", "ExtendedS3DestinationConfiguration": S3}
    stage.look("second", lambda: stage.call("CreateDeliveryStream", **second))


# What AWS does not document


@policy(
    "--busy",
    {
        "resource_in_use": {"Start": CHANGING, "key in the end": "AWS_OWNED_CMK", "Stop": CHANGING},
        "queue": {"Start": TAKEN, "key in the end": _key_arn("second"), "Stop": TAKEN},
    },
    cli={"queue": ("Start", "key in the end")},
)
def start_and_stop_while_a_change_is_under_way(stage):
    stage.make_active()
    stage.prepare_start()
    second = {BLOCK: customer(_key_arn("second"))}
    stage.look("Start", lambda: stage.call(START, **OF_TARGET, **second))
    stage.work()
    stage.work()

    def key():
        shown = stage.encryption(TARGET)
        return shown.get("KeyARN", shown["KeyType"])

    stage.look("key in the end", key)
    stage.prepare_start()
    stage.look("Stop", lambda: stage.call(STOP, **OF_TARGET))


@policy(
    "--stop-when-disabled",
    {
        "accept": {"Stop": TAKEN},
        "invalid_argument": {
            "Stop": "InvalidArgumentException: Server-side encryption is not enabled on this delivery stream."
        },
        "resource_in_use": {"Stop": f"{IN_USE} is not encrypted."},
    },
    cli={"invalid_argument": ("Stop",)},
)
def stop_on_a_plain_stream(stage):
    stage.make_active()
    stage.look("Stop", lambda: stage.call(STOP, **OF_TARGET))


@policy(
    "--same-key",
    {"attempt": {"status": "ENABLING"}, "no_op": {"status": "ENABLED"}},
    cli={"no_op": ("status",)},
)
def start_with_the_key_in_effect(stage):
    stage.make_active()
    stage.prepare_start()
    stage.work()
    stage.prepare_start()
    stage.look("status", lambda: stage.encryption(TARGET)["Status"])


@policy(
    "--bad-key",
    {
        "enabling_failed": {"Start": TAKEN, "Create": TAKEN},
        "invalid_kms_resource": {"Start": DISABLED_KEY, "Create": DISABLED_KEY},
    },
    cli={"invalid_kms_resource": ("Start",)},
)
def start_and_create_with_a_key_that_is_disabled(stage):
    stage.make_active()
    stage.gateway.set_key(_key_arn("bad"), state="disabled")
    bad = {BLOCK: customer(_key_arn("bad"))}
    stage.look("Start", lambda: stage.call(START, **OF_TARGET, **bad))
    create = {"DeliveryStreamName": "other", "ExtendedS3DestinationConfiguration": S3, **bad}
    stage.look("Create", lambda: stage.call("CreateDeliveryStream", **create))


@policy(
    "--describe-key",
    {
        "by_status": {"while ENABLING": _key_arn("new"), "after it failed": _key_arn("old")},
        "effective_only": {"while ENABLING": _key_arn("old"), "after it failed": _key_arn("old")},
        "attempted_only": {"while ENABLING": _key_arn("new"), "after it failed": _key_arn("new")},
    },
    cli={"effective_only": ("while ENABLING",)},
)
def the_key_shown_while_there_are_two(stage):
    stage.make_active(**{BLOCK: customer(_key_arn("old"))})
    stage.gateway.set_key(_key_arn("new"), state="disabled")
    stage.prepare_start(customer(_key_arn("new")))
    stage.look("while ENABLING", lambda: stage.encryption(TARGET)["KeyARN"])
    stage.work()
    stage.look("after it failed", lambda: stage.encryption(TARGET)["KeyARN"])


@policy(
    "--unsettled",
    {
        "not_encrypted": {"Encrypted": False},
        "encrypted": {"Encrypted": True},
        "absent": {"Encrypted": "absent"},
    },
    cli={"absent": ("Encrypted",)},
)
def encrypted_while_nobody_can_know(stage):
    key = _key_arn("kept")
    stage.make_active(**{BLOCK: customer(key)})
    stage.gateway.set_key(key, retire_grant="fail")
    stage.prepare(STOP, **OF_TARGET)
    stage.work()
    stage.look("Encrypted", lambda: stage.call(**PUT).get("Encrypted", "absent"))


@policy(
    "--inactive-put",
    {
        "resource_not_found": {"Put": NOT_FOUND},
        "invalid_argument": {"Put": "InvalidArgumentException: The delivery stream is not in the ACTIVE state."},
        "service_unavailable": {"Put": "ServiceUnavailableException: Slow down."},
    },
    cli={"service_unavailable": ("Put",)},
)
def a_put_on_a_stream_that_is_being_made(stage):
    stage.make()
    stage.look("Put", lambda: stage.call(**PUT))


@policy(
    "--inactive-tag",
    {
        "accept": {"Tag": TAKEN, "Untag": TAKEN},
        "resource_in_use": {
            "Tag": f"{IN_USE} is not in the ACTIVE state.",
            "Untag": f"{IN_USE} is not in the ACTIVE state.",
        },
    },
    cli={"resource_in_use": ("Tag",)},
)
def tags_of_a_stream_that_is_being_made(stage):
    stage.make()
    stage.look("Tag", lambda: stage.call("TagDeliveryStream", **OF_TARGET, Tags=[{"Key": "k", "Value": "v"}]))
    stage.look("Untag", lambda: stage.call("UntagDeliveryStream", **OF_TARGET, TagKeys=["k"]))


_AS_IT_IS = "InvalidKMSResourceException"


@policy(
    "--error-type-header",
    {
        # The JavaScript SDK takes `code` before `__type` unless the header says better.
        "never": {
            "type": {"boto3": _AS_IT_IS, "js": "KMSDisabledException", "cli": _AS_IT_IS},
            "header with a code": "none",
            "header without": "none",
        },
        "with_code": {"type": _AS_IT_IS, "header with a code": _AS_IT_IS, "header without": "none"},
        "always": {
            "type": _AS_IT_IS,
            "header with a code": _AS_IT_IS,
            "header without": "ResourceNotFoundException",
        },
    },
    cli={"never": ("type",)},
    alike=("cli",),
)
def which_errors_name_their_type_in_a_header(stage):
    key = _key_arn("lost")
    stage.make_active(**{BLOCK: customer(key)})
    stage.gateway.set_key(key, state="disabled")
    stage.look("type", lambda: stage.error_of(**PUT).kind)
    stage.look("header with a code", lambda: stage.error_of(**PUT).type_header or "none")
    nobody = {**PUT, "DeliveryStreamName": "nobody"}
    stage.look("header without", lambda: stage.error_of(**nobody).type_header or "none")
