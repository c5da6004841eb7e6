# What an SDK hides of answers and requests: bytes, headers, kinds, spelling.
# SPDX-License-Identifier: BSL-1.0
import base64
import json
import re

from harness import check, equal, short

from raw_http import (
    MEDIA_TYPE, SERVICE, Connection, call, check_error, check_headers, chunked, exchange, request, succeed,
)  # fmt: skip
from stage import ACCOUNT, OWNED, REGION, S3, WORK, customer
from wire_stage import case


# Answers


@case
def every_answer_has_the_media_type_and_a_request_id_of_its_own(wire):
    seen = set()
    nobody = {"DeliveryStreamName": "nobody"}
    for operation, parameters in (("ListDeliveryStreams", {}), ("DescribeDeliveryStream", nobody)):
        for _ in range(20):
            answer = call(wire.port, operation, parameters)
            check_headers(answer)
            equal(answer.header("content-length"), str(len(answer.body)), "content-length")
            seen.add(answer.header("x-amzn-requestid"))
    equal(len(seen), 40, "the number of different request ids")


@case
def operations_without_output_answer_nothing_or_an_empty_object(wire):
    name = wire.active()
    of_it = {"DeliveryStreamName": name}
    for operation, parameters in (
        ("StartDeliveryStreamEncryption", {}),
        ("StopDeliveryStreamEncryption", {}),
        ("TagDeliveryStream", {"Tags": [{"Key": "k", "Value": "v"}]}),
        ("UntagDeliveryStream", {"TagKeys": ["k"]}),
        ("DeleteDeliveryStream", {}),
    ):
        answer = call(wire.port, operation, {**parameters, **of_it})
        equal(answer.status, 200, f"{operation}'s status")
        check(answer.body in (b"", b"{}"), f"{operation} answered {answer}")
        check_headers(answer)
        wire.gateway.advance(WORK)


@case
def success_bodies_byte_for_byte(wire):
    name = wire.name()
    equal(
        wire.body("CreateDeliveryStream", {"DeliveryStreamName": name, "ExtendedS3DestinationConfiguration": S3}),
        f'{{"DeliveryStreamARN":"arn:aws:firehose:{REGION}:{ACCOUNT}:deliverystream/{name}"}}',
        "Create's body",
    )
    wire.gateway.advance(WORK)
    of_it = {"DeliveryStreamName": name}
    equal(wire.body("ListTagsForDeliveryStream", of_it), '{"Tags":[],"HasMoreTags":false}', "ListTags' body")
    equal(
        wire.body("ListDeliveryStreams", {"ExclusiveStartDeliveryStreamName": "z" * 64}),
        '{"DeliveryStreamNames":[],"HasMoreDeliveryStreams":false}',
        "List's body",
    )
    put = wire.body("PutRecord", {**of_it, "Record": {"Data": "QQ=="}})
    check(re.fullmatch(r'\{"RecordId":"[^"\\]+","Encrypted":false\}', put), f"PutRecord's body is {put}")
    batch = wire.body("PutRecordBatch", {**of_it, "Records": [{"Data": ""}, {"Data": "QQ=="}]})
    entry = r'\{"RecordId":"[^"\\]+"\}'
    expected = rf'\{{"FailedPutCount":0,"Encrypted":false,"RequestResponses":\[{entry},{entry}\]\}}'
    check(re.fullmatch(expected, batch), f"PutRecordBatch's body is {batch}")
    described = wire.body("DescribeDeliveryStream", of_it)
    expected = '"DeliveryStreamEncryptionConfiguration":{"Status":"DISABLED"}'
    check(expected in described, f"Describe's body is {described}")


@case
def describe_has_the_required_members_of_the_right_kinds_and_no_null(wire):
    name = wire.active()
    text = wire.body("DescribeDeliveryStream", {"DeliveryStreamName": name})
    check("null" not in text, f"Describe's body has a null: {text}")
    equal(list(json.loads(text)), ["DeliveryStreamDescription"], "Describe's members")
    shown = json.loads(text)["DeliveryStreamDescription"]
    kinds = {
        "DeliveryStreamName": str,
        "DeliveryStreamARN": str,
        "DeliveryStreamStatus": str,
        "DeliveryStreamType": str,
        "VersionId": str,
        "DeliveryStreamEncryptionConfiguration": dict,
        "Destinations": list,
        "HasMoreDestinations": bool,
    }
    for member, kind in kinds.items():
        check(type(shown.get(member)) is kind, f"{member} is {shown.get(member)!r}, expected a {kind.__name__}")
    equal(shown["DeliveryStreamARN"], f"arn:aws:firehose:{REGION}:{ACCOUNT}:deliverystream/{name}", "DeliveryStreamARN")
    check(re.fullmatch(r"[0-9]{1,50}", shown["VersionId"]), f"VersionId is {shown['VersionId']!r}")
    for member in ("CreateTimestamp", "LastUpdateTimestamp"):
        if member in shown:
            check(type(shown[member]) in (int, float), f"{member} is {shown[member]!r}, expected a number")
    check("CreateTimestamp" in shown, "there is no CreateTimestamp")
    check(abs(shown["CreateTimestamp"] + WORK - wire.gateway.now()) < 30, "CreateTimestamp is not epoch seconds")


@case
def a_destination_keeps_its_spelling(wire):
    # Odd blanks, escapes that need not be, numbers in three spellings, members nobody knows, and an inner null.
    configuration = (
        '{ "RoleARN" :"arn:aws:iam::123456789012:role\\/example",\t"BucketARN":"arn:aws:s3:::\\u0065xample",\n'
        ' "Prefix":"\\ud83d\\ude00 \\u00e9 é 😀","BufferingHints":{"SizeInMBs":6.4e1,  "IntervalInSeconds":300.0},'
        '"Unknown":[1,-0,1E2,[ ],{ },null,true] }'
    )
    name = wire.name()
    body = f'{{"DeliveryStreamName":"{name}","ExtendedS3DestinationConfiguration":{configuration}}}'
    succeed(wire.port, "CreateDeliveryStream", body.encode())
    described = wire.body("DescribeDeliveryStream", {"DeliveryStreamName": name})
    expected = f'"ExtendedS3DestinationDescription":{configuration}'
    check(expected in described, f"the spelling has changed: {short(described, 900)}")
    check('"DestinationId":"destinationId-000000000001"' in described, "there is no DestinationId")


@case
def large_batches_up_to_four_MiB_are_taken_record_by_record(wire):
    name = wire.active()
    with Connection(wire.port) as connection:

        def put(*sizes):
            records = [{"Data": base64.b64encode(bytes(size)).decode()} for size in sizes]
            connection.send(request("PutRecordBatch", json.dumps({"DeliveryStreamName": name, "Records": records})))
            return connection.answer()

        for size, count in ((0, 500), (1, 500), (1_000_000, 4)):
            answer = put(*[size] * count)
            equal(answer.status, 200, f"the status of {count} records of {size} bytes")
            ids = {each["RecordId"] for each in answer.json()["RequestResponses"]}
            equal(len(ids), count, "the number of different RecordIds")
        sixteenth = 4 * 1024 * 1024 // 16
        equal(put(*[sixteenth] * 16).status, 200, "the status of exactly 4 MiB")
        error = check_error(put(*[sixteenth] * 16, 1), "InvalidArgumentException")
        equal(error["message"], "Records size exceeds 4 MB limit", "the message")
        check_error(put(*[0] * 501), "ValidationException")


# Errors


@case
def modelled_errors_are_400_with_type_and_message_and_unavailable_is_503(wire):
    name = wire.active()
    of_it = {"DeliveryStreamName": name}
    wire.gateway.fail_next("TagDeliveryStream", "ServiceUnavailableException")
    answer = call(wire.port, "TagDeliveryStream", {**of_it, "Tags": [{"Key": "k"}]})
    check_error(answer, "ServiceUnavailableException", (503,))
    answer = call(wire.port, "CreateDeliveryStream", {**of_it, "ExtendedS3DestinationConfiguration": S3})
    equal(
        answer.json(),
        {
            "__type": "ResourceInUseException",
            "message": f"Firehose {name} under accountId {ACCOUNT} already exists",
        },
        "the body for a name in use",
    )
    check_error(answer, "ResourceInUseException")


@case
def an_error_with_a_member_code_also_names_its_type_in_the_header(wire):
    # Some clients read the type from the header, else `code`, else `__type`: without the header they take the code.
    key = f"arn:aws:kms:{REGION}:{ACCOUNT}:key/wire-lost"
    name = wire.active(DeliveryStreamEncryptionConfigurationInput=customer(key))
    wire.gateway.set_key(key, state="disabled")
    answer = call(wire.port, "PutRecord", {"DeliveryStreamName": name, "Record": {"Data": ""}})
    body = check_error(answer, "InvalidKMSResourceException")
    check(isinstance(body.get("code"), str) and body["code"] != "", f"the member code is {body.get('code')!r}")
    equal(answer.header("x-amzn-errortype"), "InvalidKMSResourceException", "x-amzn-ErrorType")


@case
def malformed_bodies_and_unknown_targets_have_a_type_and_no_message(wire):
    equal(exchange(wire.port, request("PutRecord", "{")).body, b'{"__type":"SerializationException"}', "the body")
    equal(exchange(wire.port, request("Nothing")).body, b'{"__type":"UnknownOperationException"}', "the body")


@case
def several_violations_come_in_one_message_a_parent_before_what_is_nested(wire):
    answer = call(
        wire.port,
        "StartDeliveryStreamEncryption",
        {"DeliveryStreamName": "no blanks", "DeliveryStreamEncryptionConfigurationInput": {"KeyARN": ""}},
    )
    message = check_error(answer, "ValidationException")["message"]
    where = "Value at 'deliveryStreamEncryptionConfigurationInput."
    for part in (
        "4 validation errors detected: Value at 'deliveryStreamName' failed to satisfy constraint: "
        "Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+; ",
        f"{where}keyARN' failed to satisfy constraint: Member must have length greater than or equal to 1",
        f"{where}keyARN' failed to satisfy constraint: Member must satisfy regular expression pattern: ",
        f"{where}keyType' failed to satisfy constraint: Member must not be null",
    ):
        check(part in message, f"the message lacks {part!r}: {message}")
    check(message.startswith("4 "), f"the message is {message}")


@case
def messages_never_echo_what_was_sent(wire):
    marker = "Marker-4711"
    for operation, parameters in (
        ("DescribeDeliveryStream", {"DeliveryStreamName": f"{marker} "}),
        ("TagDeliveryStream", {"DeliveryStreamName": "s", "Tags": [{"Key": "k", "Value": f"{marker}\0"}]}),
        ("PutRecord", {"DeliveryStreamName": "s", "Record": {"Data": marker}}),
        (
            "StartDeliveryStreamEncryption",
            {"DeliveryStreamName": "s", "DeliveryStreamEncryptionConfigurationInput": {"KeyType": marker}},
        ),
    ):
        answer = call(wire.port, operation, parameters)
        check_error(answer, ("ValidationException", "SerializationException"))
        check(marker not in answer.body.decode(), f"{operation}'s message echoes what was sent: {answer}")


# Requests


@case
def null_means_absent(wire):
    name = wire.active(Tags=None, DeliveryStreamEncryptionConfigurationInput=None, S3DestinationConfiguration=None)
    of_it = {"DeliveryStreamName": name}
    succeed(wire.port, "ListDeliveryStreams", {"Limit": None, "DeliveryStreamType": None})
    succeed(wire.port, "StartDeliveryStreamEncryption", {**of_it, "DeliveryStreamEncryptionConfigurationInput": None})
    wire.gateway.advance(WORK)
    owned = {**OWNED, "KeyARN": None}
    succeed(wire.port, "StartDeliveryStreamEncryption", {**of_it, "DeliveryStreamEncryptionConfigurationInput": owned})
    for operation, parameters, member in (
        ("PutRecord", {"Record": None}, "record"),
        ("PutRecord", {"Record": {"Data": None}}, "record.data"),
        ("PutRecordBatch", {"Records": None}, "records"),
        ("StartDeliveryStreamEncryption", {"DeliveryStreamName": None}, "deliveryStreamName"),
        (
            "StartDeliveryStreamEncryption",
            {"DeliveryStreamEncryptionConfigurationInput": {"KeyType": None}},
            "deliveryStreamEncryptionConfigurationInput.keyType",
        ),
    ):
        error = check_error(call(wire.port, operation, {**of_it, **parameters}), "ValidationException")
        expected = f"Value at '{member}' failed to satisfy constraint: Member must not be null"
        equal(error["message"], f"1 validation error detected: {expected}", f"{operation}'s message")


@case
def an_empty_body_is_an_empty_object(wire):
    for body in (b"", b" \r\n\t "):
        equal(exchange(wire.port, request("ListDeliveryStreams", body)).status, 200, f"the status for {body!r}")
        check_error(exchange(wire.port, request("DescribeDeliveryStream", body)), "ValidationException")


@case
def members_nobody_knows_are_ignored(wire):
    name = wire.active(New={"a": [1, {"b": None}]}, deliveryStreamName="not this case")
    more = {"DeliveryStreamEncryptionConfigurationInput": {**OWNED, "KeyColour": "green"}, "Colour": [[]]}
    succeed(wire.port, "StartDeliveryStreamEncryption", {"DeliveryStreamName": name, **more})


@case
def blanks_escapes_and_order_do_not_matter(wire):
    name = wire.active()
    escaped = "".join(f"\\u{ord(letter):04x}" for letter in name)
    body = f' {{\r\n\t"R\\u0065cord" : {{ "Data" : "Q\\u0051==" }} ,\n "DeliveryStreamName":"{escaped}" }}\n'
    check("RecordId" in succeed(wire.port, "PutRecord", body.encode()), "there is no RecordId")


@case
def header_names_and_the_media_type_have_no_case(wire):
    for media_type in (MEDIA_TYPE, MEDIA_TYPE.upper(), f"{MEDIA_TYPE}; charset=utf-8", f"{MEDIA_TYPE} ;x=y"):
        sent = request("ListDeliveryStreams", headers={"Content-Type": media_type})
        equal(exchange(wire.port, sent).status, 200, f"the status for {media_type}")
    odd = {"x-aMZ-tARGET": f"{SERVICE}.ListDeliveryStreams"}
    sent = request("ListDeliveryStreams", headers=odd, omit=("X-Amz-Target",))
    equal(exchange(wire.port, sent).status, 200, "the status for x-aMZ-tARGET")


@case
def names_of_64_characters_are_taken_and_of_65_refused(wire):
    for name, expected in (("a", 200), ("n" * 64, 200), ("_.-", 200), ("n" * 65, 400), ("", 400)):
        answer = call(
            wire.port, "CreateDeliveryStream", {"DeliveryStreamName": name, "ExtendedS3DestinationConfiguration": S3}
        )
        equal(answer.status, expected, f"the status for a name of {len(name)} characters")


@case
def a_chunked_body_is_read(wire):
    name = wire.active()
    body = json.dumps({"DeliveryStreamName": name, "Record": {"Data": "QUJD" * 1000}}).encode()
    for size in (1, 7, 65536):
        head = request("PutRecord", b"", headers={"Transfer-Encoding": "chunked"}, omit=("Content-Length",))
        answer = exchange(wire.port, head + chunked(body, size))
        equal(answer.status, 200, f"the status for chunks of {size} bytes ({answer})")
