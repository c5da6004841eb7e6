# What AWS does not document about the life cycle.
# SPDX-License-Identifier: BSL-1.0
from policy_stage import (
    BLOCK, CHANGING, IN_USE, NOT_FOUND, OF_TARGET, SLOW_WORK, START, STOP, TAKEN, TARGET, key_arn, policy,
)  # fmt: skip
from stage import S3, customer

PUT = {"operation": "PutRecord", **OF_TARGET, "Record": {"Data": b"x"}}
DENIED_KEY = (
    "InvalidKMSResourceException: The grant for the CMK to this delivery stream might have been revoked or caller "
    "might not have sufficient permissions for the CMK."
)
CHANGE_FAILED_IN_USE = f"{IN_USE} has failed to change its encryption."
CHANGE_FAILED = "InvalidArgumentException: The latest change of encryption has failed on this delivery stream."
OTHER_SOURCE = "This operation is not permitted on KinesisStreamAsSource delivery stream type."
UNSETTLED_ABSENT = (*SLOW_WORK, "--unsettled", "absent")
DISABLED_KEY = "InvalidKMSResourceException: The key is disabled. Enable it, then start encryption again."


def _make_with_a_grant_that_stays(stage):
    """An encrypted stream whose Stop fails: KMS refuses to retire its grant."""
    stage.make_active(**{BLOCK: customer(key_arn("kept"))})
    stage.gateway.set_key(key_arn("kept"), retire_grant="fail")


def _encrypted(stage):
    return stage.call(**PUT).get("Encrypted", "absent")


@policy(
    "--create-with-key",
    {
        "together": {
            "at first": "CREATING ENABLING",
            "then": "ACTIVE ENABLED",
            "at last": "ACTIVE ENABLED",
            "with a bad key": "CREATING_FAILED ENABLING_FAILED",
        },
        "then_enabling": {
            "at first": "CREATING DISABLED",
            "then": "ACTIVE ENABLING",
            "at last": "ACTIVE ENABLED",
            "with a bad key": "ACTIVE ENABLING_FAILED",
        },
    },
    cli={"then_enabling": ("at first", "then")},
)
def how_a_stream_that_is_created_with_a_key_comes_by_it(stage):
    def shown(name=TARGET):
        described = stage.describe(name)
        return f"{described['DeliveryStreamStatus']} {described['DeliveryStreamEncryptionConfiguration']['Status']}"

    stage.make(**{BLOCK: customer(key_arn("good"))})
    stage.look("at first", shown)
    stage.work()
    stage.look("then", shown)
    stage.work()
    stage.look("at last", shown)
    stage.gateway.set_key(key_arn("bad"), state="disabled")
    stage.make("with-a-bad-key", **{BLOCK: customer(key_arn("bad"))})
    stage.work()
    stage.work()
    stage.look("with a bad key", lambda: shown("with-a-bad-key"))


@policy(
    "--busy",
    {
        "resource_in_use": {"Start": CHANGING, "key in the end": "AWS_OWNED_CMK", "Stop": CHANGING},
        "queue": {"Start": TAKEN, "key in the end": key_arn("second"), "Stop": TAKEN},
    },
    cli={"queue": ("Start", "key in the end")},
)
def start_and_stop_while_a_change_is_under_way(stage):
    stage.make_active()
    stage.prepare_start()
    second = {BLOCK: customer(key_arn("second"))}
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
        "accept": {"Stop": TAKEN, "status": "DISABLED"},
        "invalid_argument": {
            "Stop": "InvalidArgumentException: Server-side encryption is not enabled on this delivery stream.",
            "status": "DISABLED",
        },
        "resource_in_use": {"Stop": f"{IN_USE} is not encrypted.", "status": "DISABLED"},
        "through_disabling": {"Stop": TAKEN, "status": "DISABLING"},
    },
    cli={"invalid_argument": ("Stop",), "through_disabling": ("Stop", "status")},
)
def stop_on_a_plain_stream(stage):
    stage.make_active()
    stage.look("Stop", lambda: stage.call(STOP, **OF_TARGET))
    stage.look("status", lambda: stage.encryption(TARGET)["Status"])


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
    stage.gateway.set_key(key_arn("bad"), state="disabled")
    bad = {BLOCK: customer(key_arn("bad"))}
    stage.look("Start", lambda: stage.call(START, **OF_TARGET, **bad))
    create = {"DeliveryStreamName": "other", "ExtendedS3DestinationConfiguration": S3, **bad}
    stage.look("Create", lambda: stage.call("CreateDeliveryStream", **create))


@policy(
    "--old-session",
    {
        "enabling_failed": {"Start": TAKEN, "Create": TAKEN},
        "invalid_kms_resource": {"Start": DENIED_KEY, "Create": DENIED_KEY},
    },
    cli={"invalid_kms_resource": ("Start",)},
)
def start_and_create_in_a_session_that_is_too_old(stage):
    stage.make_active()
    stage.gateway.set_credential_age(6 * 3600 + 0.9)
    with_key = {BLOCK: customer(key_arn("any"))}
    stage.look("Start", lambda: stage.call(START, **OF_TARGET, **with_key))
    create = {"DeliveryStreamName": "other", "ExtendedS3DestinationConfiguration": S3, **with_key}
    stage.look("Create", lambda: stage.call("CreateDeliveryStream", **create))


@policy(
    "--stop-without-key",
    {
        "at_once": {"Stop": TAKEN, "status": "DISABLED"},
        "through_disabling": {"Stop": TAKEN, "status": "DISABLING"},
        "invalid_argument": {
            "Stop": "InvalidArgumentException: Server-side encryption is not enabled on this delivery stream.",
            "status": "ENABLING_FAILED",
        },
        "resource_in_use": {"Stop": f"{IN_USE} is not encrypted.", "status": "ENABLING_FAILED"},
    },
    cli={"through_disabling": ("Stop", "status")},
)
def stop_after_a_first_start_that_failed(stage):
    stage.make_active()
    stage.gateway.set_key(key_arn("bad"), state="disabled")
    stage.prepare_start(customer(key_arn("bad")))
    stage.work()
    stage.look("Stop", lambda: stage.call(STOP, **OF_TARGET))
    stage.look("status", lambda: stage.encryption(TARGET)["Status"])


@policy(
    "--start-after-failed-stop",
    {"accept": {"Start": TAKEN}, "resource_in_use": {"Start": CHANGE_FAILED_IN_USE}},
    cli={"resource_in_use": ("Start",)},
)
def start_after_a_stop_that_failed(stage):
    _make_with_a_grant_that_stays(stage)
    stage.prepare(STOP, **OF_TARGET)
    stage.work()
    stage.look("Start", lambda: stage.call(START, **OF_TARGET))


@policy(
    "--stop-after-failed-stop",
    {
        "accept": {"Stop": TAKEN},
        "invalid_argument": {"Stop": CHANGE_FAILED},
        "resource_in_use": {"Stop": CHANGE_FAILED_IN_USE},
    },
    cli={"invalid_argument": ("Stop",)},
)
def stop_after_a_stop_that_failed(stage):
    _make_with_a_grant_that_stays(stage)
    stage.prepare(STOP, **OF_TARGET)
    stage.work()
    stage.look("Stop", lambda: stage.call(STOP, **OF_TARGET))


@policy(
    "--stop-after-failed-rotation",
    {
        "accept": {"Stop": TAKEN},
        "invalid_argument": {"Stop": CHANGE_FAILED},
        "resource_in_use": {"Stop": CHANGE_FAILED_IN_USE},
    },
    cli={"resource_in_use": ("Stop",)},
)
def stop_after_a_change_of_key_that_failed(stage):
    stage.make_active(**{BLOCK: customer(key_arn("old"))})
    stage.gateway.set_key(key_arn("new"), state="disabled")
    stage.prepare_start(customer(key_arn("new")))
    stage.work()
    stage.look("Stop", lambda: stage.call(STOP, **OF_TARGET))


@policy(
    "--delete-while-enabling",
    {"resource_in_use": {"Delete": CHANGING}, "accept": {"Delete": TAKEN}},
    cli={"accept": ("Delete",)},
)
def delete_while_a_change_is_under_way(stage):
    stage.make_active()
    stage.prepare_start()
    stage.look("Delete", lambda: stage.call("DeleteDeliveryStream", **OF_TARGET))


@policy(
    "--describe-key",
    {
        "by_status": {"while ENABLING": key_arn("new"), "after it failed": key_arn("old")},
        "effective_only": {"while ENABLING": key_arn("old"), "after it failed": key_arn("old")},
        "attempted_only": {"while ENABLING": key_arn("new"), "after it failed": key_arn("new")},
    },
    cli={"effective_only": ("while ENABLING",)},
)
def the_key_shown_while_there_are_two(stage):
    stage.make_active(**{BLOCK: customer(key_arn("old"))})
    stage.gateway.set_key(key_arn("new"), state="disabled")
    stage.prepare_start(customer(key_arn("new")))
    stage.look("while ENABLING", lambda: stage.encryption(TARGET)["KeyARN"])
    stage.work()
    stage.look("after it failed", lambda: stage.encryption(TARGET)["KeyARN"])


@policy(
    "--describe-failure",
    {
        "by_operation": {"of the stream": "none", "of its encryption": "DISABLED_KMS_KEY"},
        "everywhere": {"of the stream": "DISABLED_KMS_KEY", "of its encryption": "DISABLED_KMS_KEY"},
    },
    cli={"everywhere": ("of the stream",)},
)
def where_a_failure_is_told(stage):
    stage.make_active()
    stage.gateway.set_key(key_arn("bad"), state="disabled")
    stage.prepare_start(customer(key_arn("bad")))
    stage.work()

    def kind(described):
        return described.get("FailureDescription", {"Type": "none"})["Type"]

    stage.look("of the stream", lambda: kind(stage.describe(TARGET)))
    stage.look("of its encryption", lambda: kind(stage.encryption(TARGET)))


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
    _make_with_a_grant_that_stays(stage)
    stage.prepare(STOP, **OF_TARGET)
    stage.work()
    stage.look("Encrypted", lambda: _encrypted(stage))


@policy(
    "--rotating",
    {
        "unsettled": {"Encrypted": "absent"},
        "encrypted": {"Encrypted": True},
        "not_encrypted": {"Encrypted": False},
    },
    cli={"encrypted": ("Encrypted",)},
    options=UNSETTLED_ABSENT,
)
def encrypted_during_a_change_of_key(stage):
    stage.make_active(**{BLOCK: customer(key_arn("old"))})
    stage.settle()
    stage.prepare_start(customer(key_arn("new")))
    stage.look("Encrypted", lambda: _encrypted(stage))


@policy(
    "--disabling",
    {
        "unsettled": {"while DISABLING": "absent", "after it failed": "absent"},
        "encrypted": {"while DISABLING": True, "after it failed": True},
        "not_encrypted": {"while DISABLING": False, "after it failed": False},
    },
    cli={"encrypted": ("while DISABLING",)},
    options=UNSETTLED_ABSENT,
)
def encrypted_during_and_after_a_stop(stage):
    _make_with_a_grant_that_stays(stage)
    stage.settle()
    stage.prepare(STOP, **OF_TARGET)
    stage.look("while DISABLING", lambda: _encrypted(stage))
    stage.work()
    stage.look("after it failed", lambda: _encrypted(stage))


@policy(
    "--other-source",
    {
        "invalid_argument": dict.fromkeys(("Start", "Stop"), f"InvalidArgumentException: {OTHER_SOURCE}"),
        "resource_in_use": dict.fromkeys(("Start", "Stop"), f"ResourceInUseException: {OTHER_SOURCE}"),
    },
    cli={"resource_in_use": ("Stop",)},
)
def start_and_stop_on_a_stream_of_another_source(stage):
    stage.make_active(DeliveryStreamType="KinesisStreamAsSource")
    stage.look("Start", lambda: stage.call(START, **OF_TARGET))
    stage.look("Stop", lambda: stage.call(STOP, **OF_TARGET))


@policy(
    "--inactive-change",
    {
        "resource_in_use": dict.fromkeys(("Start", "Stop"), f"{IN_USE} is not in the ACTIVE state."),
        "resource_not_found": dict.fromkeys(("Start", "Stop"), NOT_FOUND),
        "invalid_argument": dict.fromkeys(
            ("Start", "Stop"), "InvalidArgumentException: The delivery stream is not in the ACTIVE state."
        ),
    },
    cli={"resource_not_found": ("Start",)},
)
def start_and_stop_on_a_stream_that_is_being_made(stage):
    stage.make()
    stage.look("Start", lambda: stage.call(START, **OF_TARGET))
    stage.look("Stop", lambda: stage.call(STOP, **OF_TARGET))


@policy(
    "--text",
    {
        "": {"Start": CHANGING},
        "change_under_way=Wait a while.": {"Start": "ResourceInUseException: Wait a while."},
    },
    cli={"change_under_way=Wait a while.": ("Start",)},
)
def the_text_of_a_message_that_nobody_has_observed(stage):
    stage.make_active()
    stage.prepare_start()
    stage.look("Start", lambda: stage.call(START, **OF_TARGET))


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
    "--deleting-put",
    {"refuse": {"Put": NOT_FOUND}, "accept": {"Put": TAKEN}},
    cli={"accept": ("Put",)},
)
def a_put_on_a_stream_that_is_being_deleted(stage):
    stage.make_active()
    stage.prepare("DeleteDeliveryStream", **OF_TARGET)
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
    key = key_arn("lost")
    stage.make_active(**{BLOCK: customer(key)})
    stage.gateway.set_key(key, state="disabled")
    stage.look("type", lambda: stage.error_of(**PUT).kind)
    stage.look("header with a code", lambda: stage.error_of(**PUT).type_header or "none")
    nobody = {**PUT, "DeliveryStreamName": "nobody"}
    stage.look("header without", lambda: stage.error_of(**nobody).type_header or "none")
