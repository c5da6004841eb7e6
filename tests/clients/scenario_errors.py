# The quota of Start and Stop, and every modelled error as the class its client has for it.
# SPDX-License-Identifier: BSL-1.0
import math

from harness import MODELLED_ERRORS, check, equal
from stage import ACCOUNT, DISABLED, KINESIS_SOURCE, OWNED, S3, Stage, customer, scenario

DAY = 24 * 60 * 60
ARN_PATTERN = r"arn:.*:kms:[a-zA-Z0-9\-]+:\d{12}:key/[a-zA-Z_0-9+=,.@\-_/]+"


@scenario
def the_26th_start_or_stop_within_24_hours_is_refused(stage: Stage):
    name, other = stage.create(), stage.create()
    stage.work()
    before = stage.gateway.now()
    stage.start(name)
    after = stage.gateway.now()
    # Further apart than the work takes, so that one slot is given back at a time.
    for i in range(1, 25):
        stage.gateway.advance(120)
        (stage.stop if i % 2 == 1 else stage.start)(name)
    stage.gateway.advance(120)
    stage.refused("LimitExceededException", "StopDeliveryStreamEncryption", DeliveryStreamName=name)
    stage.refused("LimitExceededException", "StartDeliveryStreamEncryption", DeliveryStreamName=name)
    stage.expect_encryption(name, Status="ENABLED", KeyType="AWS_OWNED_CMK")
    stage.start(other)

    # As close before the end of the 24 hours as this client can aim; the wire suite aims at the second.
    stage.gateway.advance(math.floor(before + DAY - stage.gateway.now()) - stage.client.slack)
    stage.refused("LimitExceededException", "StopDeliveryStreamEncryption", DeliveryStreamName=name)
    check(stage.gateway.now() < before + DAY, "the machine is too slow: the refused call took longer than planned for")
    stage.gateway.advance(math.ceil(after + DAY - stage.gateway.now()))
    stage.stop(name)
    stage.work()
    stage.expect_encryption(name, **DISABLED)
    # One slot was given back, not all.
    stage.refused("LimitExceededException", "StartDeliveryStreamEncryption", DeliveryStreamName=name)


@scenario
def ResourceNotFoundException_from_every_operation_on_a_stream(stage: Stage):
    name = stage.name()
    calls = {
        "DeleteDeliveryStream": {},
        "DescribeDeliveryStream": {},
        "ListTagsForDeliveryStream": {},
        "PutRecord": {"Record": {"Data": b"x"}},
        "PutRecordBatch": {"Records": [{"Data": b"x"}]},
        "StartDeliveryStreamEncryption": {},
        "StopDeliveryStreamEncryption": {},
        "TagDeliveryStream": {"Tags": [{"Key": "k", "Value": "v"}]},
        "UntagDeliveryStream": {"TagKeys": ["k"]},
    }
    for operation, parameters in calls.items():
        error = stage.refused("ResourceNotFoundException", operation, DeliveryStreamName=name, **parameters)
        equal(error.message, f"Firehose {name} under account {ACCOUNT} not found.", f"{operation}'s message")


@scenario
def a_put_on_a_stream_that_is_not_ACTIVE_is_refused(stage: Stage):
    name = stage.create()
    put = {"operation": "PutRecord", "DeliveryStreamName": name, "Record": {"Data": b"x"}}
    stage.refused("ResourceNotFoundException", **put)
    stage.work()
    stage.put(name)
    stage.call("DeleteDeliveryStream", DeliveryStreamName=name)
    stage.refused("ResourceNotFoundException", **put)


@scenario
def ResourceInUseException_for_what_must_wait(stage: Stage):
    name = stage.create()
    of_it = {"DeliveryStreamName": name}
    error = stage.refused(
        "ResourceInUseException", "CreateDeliveryStream", ExtendedS3DestinationConfiguration=S3, **of_it
    )
    equal(error.message, f"Firehose {name} under accountId {ACCOUNT} already exists", "the message of a name in use")
    for operation in ("Delete", "Start", "Stop"):
        whole = f"{operation}DeliveryStream" + ("" if operation == "Delete" else "Encryption")
        stage.refused("ResourceInUseException", whole, **of_it)  # while CREATING
    stage.work()
    equal(stage.status(name), "ACTIVE", "DeliveryStreamStatus")
    stage.start(name)
    stage.refused("ResourceInUseException", "StartDeliveryStreamEncryption", **of_it)
    stage.refused("ResourceInUseException", "StopDeliveryStreamEncryption", **of_it)
    stage.refused("ResourceInUseException", "DeleteDeliveryStream", **of_it)
    equal(stage.encryption(name)["Status"], "ENABLING", "Status")
    stage.work()
    stage.stop(name)
    stage.refused("ResourceInUseException", "StartDeliveryStreamEncryption", **of_it)
    stage.refused("ResourceInUseException", "StopDeliveryStreamEncryption", **of_it)
    stage.refused("ResourceInUseException", "DeleteDeliveryStream", **of_it)
    equal(stage.encryption(name)["Status"], "DISABLING", "Status")


@scenario
def InvalidArgumentException_for_a_key_type_and_an_arn_that_do_not_fit(stage: Stage):
    name = stage.active()
    for configuration in ({"KeyType": "CUSTOMER_MANAGED_CMK"}, {**OWNED, "KeyARN": stage.key("k")}):
        stage.refused(
            "InvalidArgumentException",
            "StartDeliveryStreamEncryption",
            DeliveryStreamName=name,
            DeliveryStreamEncryptionConfigurationInput=configuration,
        )
        stage.refused(
            "InvalidArgumentException",
            "CreateDeliveryStream",
            DeliveryStreamName=stage.name(),
            ExtendedS3DestinationConfiguration=S3,
            DeliveryStreamEncryptionConfigurationInput=configuration,
        )
    stage.expect_encryption(name, **DISABLED)


@scenario
def InvalidArgumentException_for_a_stream_with_a_Kinesis_source(stage: Stage):
    sourced = {"DeliveryStreamType": "KinesisStreamAsSource", "KinesisStreamSourceConfiguration": KINESIS_SOURCE}
    name = stage.active(**sourced)
    shown = stage.describe(name)
    equal(shown["DeliveryStreamType"], "KinesisStreamAsSource", "DeliveryStreamType")
    check("DeliveryStreamEncryptionConfiguration" not in shown, "the description has an encryption block")
    of_it = {"DeliveryStreamName": name}
    stage.refused("InvalidArgumentException", "StartDeliveryStreamEncryption", **of_it)
    stage.refused("InvalidArgumentException", "StopDeliveryStreamEncryption", **of_it)
    expected = "This operation is not permitted on KinesisStreamAsSource delivery stream type."
    record = {"Data": b"x"}
    for operation, parameters in (("PutRecord", {"Record": record}), ("PutRecordBatch", {"Records": [record]})):
        error = stage.refused("InvalidArgumentException", operation, **parameters, **of_it)
        equal(error.message, expected, f"{operation}'s message")
    stage.refused(
        "InvalidArgumentException",
        "CreateDeliveryStream",
        DeliveryStreamName=stage.name(),
        ExtendedS3DestinationConfiguration=S3,
        DeliveryStreamEncryptionConfigurationInput=OWNED,
        **sourced,
    )


@scenario
def InvalidArgumentException_for_none_or_two_destinations(stage: Stage):
    for destinations in ({}, {"ExtendedS3DestinationConfiguration": S3, "S3DestinationConfiguration": S3}):
        name = stage.name()
        create = {"operation": "CreateDeliveryStream", "DeliveryStreamName": name, **destinations}
        error = stage.refused("InvalidArgumentException", **create)
        equal(error.message, "Exactly one destination configuration is supported for a Firehose", "the message")
        stage.refused("ResourceNotFoundException", "DescribeDeliveryStream", DeliveryStreamName=name)


@scenario
def ValidationException_says_which_member_breaks_which_constraint(stage: Stage):
    def expect(member, constraint, operation="DescribeDeliveryStream", **parameters):
        error = stage.refused("ValidationException", operation, **parameters)
        expected = f"1 validation error detected: Value at '{member}' failed to satisfy constraint: {constraint}"
        equal(error.message, expected, f"{operation}'s message")

    pattern = "Member must satisfy regular expression pattern: "
    expect("deliveryStreamName", pattern + "[a-zA-Z0-9_.-]+", DeliveryStreamName="bad name!")
    expect("deliveryStreamName", pattern + "[a-zA-Z0-9_.-]+", DeliveryStreamName="hidden-newline\n")
    expect("deliveryStreamName", "Member must have length less than or equal to 64", DeliveryStreamName="n" * 65)
    name = stage.active()
    start = {"operation": "StartDeliveryStreamEncryption", "DeliveryStreamName": name}
    where = "deliveryStreamEncryptionConfigurationInput"
    for arn in (stage.key("k").replace(":key/", ":alias/"), "k", stage.key("k").replace(ACCOUNT, "1234")):
        configuration = {"DeliveryStreamEncryptionConfigurationInput": customer(arn)}
        expect(f"{where}.keyARN", pattern + ARN_PATTERN, **configuration, **start)
    expect(
        "record.data",
        "Member must have length less than or equal to 1024000",
        "PutRecord",
        DeliveryStreamName=name,
        Record={"Data": bytes(1_024_001)},
    )
    expect(
        "records",
        "Member must have length less than or equal to 500",
        "PutRecordBatch",
        DeliveryStreamName=name,
        Records=[{"Data": b"x"}] * 501,
    )
    error = stage.refused(
        "ValidationException",
        "StartDeliveryStreamEncryption",
        DeliveryStreamName=name,
        DeliveryStreamEncryptionConfigurationInput={"KeyType": "customer_managed_cmk"},
    )
    begin = f"1 validation error detected: Value at '{where}.keyType' failed to satisfy constraint: "
    check(error.message.startswith(f"{begin}Member must satisfy enum value set: ["), f"the message is {error.message}")
    stage.expect_encryption(name, **DISABLED)


@scenario
def a_record_as_large_as_allowed_is_taken_and_five_MiB_are_refused_readably(stage: Stage):
    name = stage.active()
    equal(stage.put(name, bytes(1_024_000)), False, "PutRecord's Encrypted")
    try:
        stage.call("PutRecord", DeliveryStreamName=name, Record={"Data": bytes(5 * 1024 * 1024)})
    except Exception as error:
        kind = getattr(error, "kind", None)
        check(kind is not None and kind.endswith("Exception"), f"five MiB ended with {type(error).__name__}: {error}")
    else:
        check(False, "a record of five MiB was taken")


@scenario
def every_modelled_error_arrives_as_its_own_class(stage: Stage):
    name = stage.active()
    put = {"operation": "PutRecord", "DeliveryStreamName": name, "Record": {"Data": b"x"}}
    for kind in MODELLED_ERRORS:
        stage.gateway.fail_next("PutRecord", kind)
        stage.refused(kind, status=503 if kind == "ServiceUnavailableException" else 400, **put)
        stage.put(name)
    for operation, kind in (
        ("DescribeDeliveryStream", "ResourceNotFoundException"),
        ("StartDeliveryStreamEncryption", "InvalidKMSResourceException"),
        ("StopDeliveryStreamEncryption", "LimitExceededException"),
        ("DeleteDeliveryStream", "ResourceInUseException"),
    ):
        stage.gateway.fail_next(operation, kind)
        stage.refused(kind, operation, DeliveryStreamName=name)
    stage.expect_encryption(name, **DISABLED)


@scenario
def a_client_that_retries_gets_through_a_short_outage(stage: Stage):
    name = stage.active()
    put = {"DeliveryStreamName": name, "Record": {"Data": b"x"}}
    stage.gateway.fail_next("PutRecord", "ServiceUnavailableException", 2)
    equal(stage.call("PutRecord", attempts=3, **put)["Encrypted"], False, "Encrypted of the third attempt")
    stage.gateway.fail_next("PutRecord", "ServiceUnavailableException", 2)
    stage.refused("ServiceUnavailableException", "PutRecord", status=503, attempts=2, **put)
    stage.put(name)
