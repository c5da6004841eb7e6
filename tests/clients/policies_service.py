# The settings of the service. They are not unknown: each account or test has its own.
# SPDX-License-Identifier: BSL-1.0
from policy_stage import BLOCK, NO_WORK, NOT_FOUND, OF_TARGET, TAKEN, TARGET, key_arn, policy
from stage import ACCOUNT, REGION, S3, customer

TEN_YEARS = str(10 * 366 * 24 * 3600 * 1000)
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


@policy(
    "--max-streams-per-key",
    {
        "1": {"second": "LimitExceededException: A customer managed CMK can encrypt up to 1 delivery streams."},
        "2": {"second": TAKEN},
    },
    cli=SETTING,
)
def how_many_streams_a_key_has(stage):
    with_key = {BLOCK: customer(key_arn("shared"))}
    stage.make(**with_key)
    second = {"DeliveryStreamName": "second", "ExtendedS3DestinationConfiguration": S3}
    stage.look("second", lambda: stage.call("CreateDeliveryStream", **second, **with_key))


@policy(
    "--max-tags",
    {
        "1": {"two": "LimitExceededException: A delivery stream can have at most 1 tags."},
        "2": {"two": TAKEN},
    },
    cli=SETTING,
)
def how_many_tags_a_stream_has(stage):
    stage.make()
    two = [{"Key": "a", "Value": "1"}, {"Key": "b", "Value": "2"}]
    stage.look("two", lambda: stage.call("TagDeliveryStream", **OF_TARGET, Tags=two))


@policy(
    "--max-credential-age",
    {"7199": {"status": "ENABLING_FAILED"}, "7200": {"status": "ENABLED"}},
    cli=SETTING,
    options=NO_WORK,
)
def how_old_a_session_may_be(stage):
    stage.make()
    stage.gateway.set_credential_age(7200)
    stage.prepare_start(customer(key_arn("any")))
    stage.look("status", lambda: stage.encryption(TARGET)["Status"])
