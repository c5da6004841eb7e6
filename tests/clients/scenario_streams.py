# Streams as such: create, describe, delete, list, tags, and waiting as a user waits.
# SPDX-License-Identifier: BSL-1.0
import time

from harness import check, contains, equal

from stage import (
    DISABLED, KINESIS_SOURCE, S3, Stage, customer, expect_failure_description, scenario, scenario_on,
)  # fmt: skip


@scenario
def create_goes_from_CREATING_to_ACTIVE_unencrypted(stage: Stage):
    before = stage.gateway.now()
    name = stage.create(DeliveryStreamType="DirectPut")
    shown = stage.describe(name)
    equal(shown["DeliveryStreamStatus"], "CREATING", "DeliveryStreamStatus")
    stage.work()
    shown = stage.describe(name)
    equal(shown["DeliveryStreamName"], name, "DeliveryStreamName")
    equal(shown["DeliveryStreamStatus"], "ACTIVE", "DeliveryStreamStatus")
    equal(shown["DeliveryStreamType"], "DirectPut", "DeliveryStreamType")
    equal(shown["DeliveryStreamEncryptionConfiguration"], DISABLED, "DeliveryStreamEncryptionConfiguration")
    check(shown["VersionId"].isdecimal(), f"VersionId is {shown['VersionId']!r}, expected digits")
    check(before - 1 <= shown["CreateTimestamp"] <= stage.gateway.now(), "CreateTimestamp is not the moment of Create")
    stage.expect_encrypted(name, False)


@scenario
def create_without_a_type_makes_a_DirectPut_stream(stage: Stage):
    equal(stage.describe(stage.create())["DeliveryStreamType"], "DirectPut", "DeliveryStreamType")


@scenario
def create_with_the_block_of_a_customer_key_is_encrypted_once_ACTIVE(stage: Stage):
    key = stage.key("created")
    name = stage.active(DeliveryStreamEncryptionConfigurationInput=customer(key))
    stage.expect_encryption(name, Status="ENABLED", KeyType="CUSTOMER_MANAGED_CMK", KeyARN=key)
    stage.settle()
    stage.expect_encrypted(name, True)


@scenario
def create_with_the_block_of_the_owned_key_is_encrypted_once_ACTIVE(stage: Stage):
    name = stage.active(DeliveryStreamEncryptionConfigurationInput={"KeyType": "AWS_OWNED_CMK"})
    stage.expect_encryption(name, Status="ENABLED", KeyType="AWS_OWNED_CMK")


@scenario
def create_with_a_key_that_is_missing_ends_in_CREATING_FAILED(stage: Stage):
    key = stage.key("missing")
    stage.gateway.set_key(key, state="missing")
    name = stage.active(DeliveryStreamEncryptionConfigurationInput=customer(key))
    shown = stage.describe(name)
    equal(shown["DeliveryStreamStatus"], "CREATING_FAILED", "DeliveryStreamStatus")
    expect_failure_description(shown["FailureDescription"], "KMS_KEY_NOT_FOUND")
    stage.refused("ResourceInUseException", "StartDeliveryStreamEncryption", DeliveryStreamName=name)
    stage.call("DeleteDeliveryStream", DeliveryStreamName=name)
    stage.work()
    stage.refused("ResourceNotFoundException", "DescribeDeliveryStream", DeliveryStreamName=name)


@scenario
def a_destination_comes_back_with_its_members_and_an_id(stage: Stage):
    given = {
        **S3,
        "Prefix": 'päth/{"q"}\\/日本/😀',
        "BufferingHints": {"SizeInMBs": 64, "IntervalInSeconds": 61},
        "CompressionFormat": "GZIP",
        "CloudWatchLoggingOptions": {"Enabled": True, "LogGroupName": "group", "LogStreamName": "stream"},
    }
    shown = stage.describe(stage.create(ExtendedS3DestinationConfiguration=given))
    equal(shown["HasMoreDestinations"], False, "HasMoreDestinations")
    equal(len(shown["Destinations"]), 1, "the number of destinations")
    destination = shown["Destinations"][0]
    equal(destination["DestinationId"], "destinationId-000000000001", "DestinationId")
    contains(destination["ExtendedS3DestinationDescription"], given, "ExtendedS3DestinationDescription")
    contains(destination["S3DestinationDescription"], S3, "S3DestinationDescription")


@scenario
def delete_goes_through_DELETING_to_ResourceNotFoundException(stage: Stage):
    name = stage.active()
    equal(stage.call("DeleteDeliveryStream", DeliveryStreamName=name), {}, "Delete's output")
    equal(stage.status(name), "DELETING", "DeliveryStreamStatus")
    stage.refused("ResourceInUseException", "StartDeliveryStreamEncryption", DeliveryStreamName=name)
    stage.call("DeleteDeliveryStream", DeliveryStreamName=name)
    stage.work()
    stage.refused("ResourceNotFoundException", "DescribeDeliveryStream", DeliveryStreamName=name)
    stage.create(DeliveryStreamName=name)
    equal(stage.status(name), "CREATING", "the status of a stream made anew under the name")


@scenario
def delete_fails_when_the_grant_cannot_be_retired_unless_forced(stage: Stage):
    key = stage.key("kept")
    name = stage.encrypted(customer(key))
    stage.gateway.set_key(key, retire_grant="fail")
    stage.call("DeleteDeliveryStream", DeliveryStreamName=name, AllowForceDelete=False)
    stage.work()
    shown = stage.describe(name)
    equal(shown["DeliveryStreamStatus"], "DELETING_FAILED", "DeliveryStreamStatus")
    expect_failure_description(shown["FailureDescription"], "RETIRE_KMS_GRANT_FAILED")
    stage.call("DeleteDeliveryStream", DeliveryStreamName=name, AllowForceDelete=True)
    equal(stage.status(name), "DELETING", "DeliveryStreamStatus")
    stage.work()
    stage.refused("ResourceNotFoundException", "DescribeDeliveryStream", DeliveryStreamName=name)


@scenario_on("lists")
def list_pages_by_name_and_filters_by_type(stage: Stage):
    equal(
        stage.call("ListDeliveryStreams"),
        {"DeliveryStreamNames": [], "HasMoreDeliveryStreams": False},
        "the list of an account without streams",
    )
    puts = [stage.create(DeliveryStreamName=f"list-{letter}") for letter in "hbkdfacgije"]
    sourced = stage.create(
        DeliveryStreamName="list-bb",
        DeliveryStreamType="KinesisStreamAsSource",
        KinesisStreamSourceConfiguration=KINESIS_SOURCE,
    )
    everything = sorted([*puts, sourced])

    first = stage.call("ListDeliveryStreams")
    equal(first, {"DeliveryStreamNames": everything[:10], "HasMoreDeliveryStreams": True}, "the first ten")
    rest = stage.call("ListDeliveryStreams", ExclusiveStartDeliveryStreamName=everything[9])
    equal(rest, {"DeliveryStreamNames": everything[10:], "HasMoreDeliveryStreams": False}, "the rest")

    pages, more = [], {}
    while True:
        page = stage.call("ListDeliveryStreams", Limit=5, **more)
        check(1 <= len(page["DeliveryStreamNames"]) <= 5, f"a page of {len(page['DeliveryStreamNames'])} names")
        pages += page["DeliveryStreamNames"]
        if not page["HasMoreDeliveryStreams"]:
            break
        more = {"ExclusiveStartDeliveryStreamName": pages[-1]}
    equal(pages, everything, "all pages together")

    equal(
        stage.call("ListDeliveryStreams", Limit=12),
        {"DeliveryStreamNames": everything, "HasMoreDeliveryStreams": False},
        "a page as long as the list",
    )
    equal(
        stage.call("ListDeliveryStreams", DeliveryStreamType="KinesisStreamAsSource"),
        {"DeliveryStreamNames": [sourced], "HasMoreDeliveryStreams": False},
        "the streams with a Kinesis source",
    )
    equal(
        stage.call("ListDeliveryStreams", DeliveryStreamType="DirectPut", Limit=11)["DeliveryStreamNames"],
        sorted(puts),
        "the DirectPut streams",
    )


def _tags(output):
    return {each["Key"]: each.get("Value") for each in output["Tags"]}


@scenario
def tags_are_set_replaced_listed_in_pages_and_removed(stage: Stage):
    name = stage.active(Tags=[{"Key": "made", "Value": "with the stream"}])
    of_it = {"DeliveryStreamName": name}
    equal(
        stage.call("ListTagsForDeliveryStream", **of_it),
        {"Tags": [{"Key": "made", "Value": "with the stream"}], "HasMoreTags": False},
        "the tags given to Create",
    )
    tags = [{"Key": f"k{i}", "Value": f"v{i}"} for i in range(6)] + [{"Key": "ünï", "Value": ""}]
    equal(stage.call("TagDeliveryStream", Tags=tags, **of_it), {}, "Tag's output")
    stage.call("TagDeliveryStream", Tags=[{"Key": "k0", "Value": "new"}], **of_it)
    expected = {"made": "with the stream", **{each["Key"]: each["Value"] for each in tags}, "k0": "new"}
    equal(_tags(stage.call("ListTagsForDeliveryStream", **of_it)), expected, "the tags")

    pages, more = [], {}
    while True:
        page = stage.call("ListTagsForDeliveryStream", Limit=3, **more, **of_it)
        check(1 <= len(page["Tags"]) <= 3, f"a page of {len(page['Tags'])} tags")
        pages += page["Tags"]
        if not page["HasMoreTags"]:
            break
        more = {"ExclusiveStartTagKey": pages[-1]["Key"]}
    equal(len(pages), len(expected), "the number of tags on all pages")
    equal(_tags({"Tags": pages}), expected, "the tags of all pages")

    equal(stage.call("UntagDeliveryStream", TagKeys=["k0", "k1", "never there"], **of_it), {}, "Untag's output")
    del expected["k0"], expected["k1"]
    equal(_tags(stage.call("ListTagsForDeliveryStream", **of_it)), expected, "the tags left")


@scenario
def a_stream_has_at_most_fifty_tags(stage: Stage):
    name = stage.active(Tags=[{"Key": f"k{i}", "Value": "v"} for i in range(30)])
    of_it = {"DeliveryStreamName": name}
    stage.call("TagDeliveryStream", Tags=[{"Key": f"k{i}", "Value": "w"} for i in range(20, 50)], **of_it)
    stage.refused("LimitExceededException", "TagDeliveryStream", Tags=[{"Key": "one more", "Value": "v"}], **of_it)
    listed = stage.call("ListTagsForDeliveryStream", Limit=50, **of_it)
    equal(
        _tags(listed),
        {f"k{i}": "w" if i >= 20 else "v" for i in range(50)},
        "the tags after the refusal",
    )
    equal(listed["HasMoreTags"], False, "HasMoreTags")
    stage.call("TagDeliveryStream", Tags=[{"Key": "k0", "Value": "replaced"}], **of_it)
    stage.call("UntagDeliveryStream", TagKeys=["k1"], **of_it)
    stage.call("TagDeliveryStream", Tags=[{"Key": "one more", "Value": "v"}], **of_it)


@scenario_on("real")
def waiting_as_a_user_waits_from_create_to_delete(stage: Stage):
    def wait_until(what, holds, seconds=15):
        deadline = time.monotonic() + seconds
        while not holds():
            check(time.monotonic() < deadline, f"{what}: not within {seconds} seconds")
            time.sleep(0.05)

    name = stage.create()
    wait_until("ACTIVE", lambda: stage.status(name) == "ACTIVE")
    stage.start(name)
    wait_until("ENABLED", lambda: stage.encryption(name) == {"Status": "ENABLED", "KeyType": "AWS_OWNED_CMK"})
    wait_until("encrypted records", lambda: stage.put(name) is True)
    stage.stop(name)
    wait_until("DISABLED", lambda: stage.encryption(name) == DISABLED)
    equal(stage.put(name), False, "PutRecord's Encrypted")
    stage.call("DeleteDeliveryStream", DeliveryStreamName=name)
    wait_until("gone", lambda: name not in stage.call("ListDeliveryStreams")["DeliveryStreamNames"])


@scenario_on("immediate")
def without_work_time_each_look_shows_the_end(stage: Stage):
    key = stage.key("quick")
    name = stage.create()
    equal(stage.status(name), "ACTIVE", "DeliveryStreamStatus")
    stage.start(name, customer(key))
    stage.expect_encryption(name, Status="ENABLED", KeyType="CUSTOMER_MANAGED_CMK", KeyARN=key)
    stage.stop(name)
    stage.expect_encryption(name, **DISABLED)
    stage.call("DeleteDeliveryStream", DeliveryStreamName=name)
    stage.refused("ResourceNotFoundException", "DescribeDeliveryStream", DeliveryStreamName=name)
