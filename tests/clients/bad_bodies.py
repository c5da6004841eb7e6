# Bodies that must not get through, each with the answer it earns. `target` is a stream that exists.
# Data only; knows no connection.
# SPDX-License-Identifier: BSL-1.0
import copy
import json

SERIALIZATION = "SerializationException"
VALIDATION = "ValidationException"
START = "StartDeliveryStreamEncryption"
CREATE = "CreateDeliveryStream"
ROLE = "arn:aws:iam::123456789012:role/example"
S3 = {"RoleARN": ROLE, "BucketARN": "arn:aws:s3:::example-bucket"}
OWNED = {"KeyType": "AWS_OWNED_CMK"}

# A well-formed request of each operation. Those that change something would show in the inner state if they passed.
GOOD = {
    CREATE: {"DeliveryStreamName": "new", "ExtendedS3DestinationConfiguration": S3},
    "DeleteDeliveryStream": {"DeliveryStreamName": "target"},
    "DescribeDeliveryStream": {"DeliveryStreamName": "target"},
    "ListDeliveryStreams": {"Limit": 1},
    "ListTagsForDeliveryStream": {"DeliveryStreamName": "target"},
    "PutRecord": {"DeliveryStreamName": "target", "Record": {"Data": "QQ=="}},
    "PutRecordBatch": {"DeliveryStreamName": "target", "Records": [{"Data": "QQ=="}]},
    START: {"DeliveryStreamName": "target", "DeliveryStreamEncryptionConfigurationInput": OWNED},
    "StopDeliveryStreamEncryption": {"DeliveryStreamName": "target"},
    "TagDeliveryStream": {"DeliveryStreamName": "target", "Tags": [{"Key": "k", "Value": "v"}]},
    "UntagDeliveryStream": {"DeliveryStreamName": "target", "TagKeys": ["kept"]},
}

NAME = b'"DeliveryStreamName":"target"'

# Label and body: none of them is JSON.
NOT_JSON = {
    "an opening brace": b"{",
    "a closing brace": b"}",
    "a name that does not end": b'{"DeliveryStreamName',
    "a name without a colon": b'{"DeliveryStreamName"}',
    "a name without a value": b'{"DeliveryStreamName":}',
    "an object that does not end": b"{" + NAME,
    "a string that does not end": b'{"DeliveryStreamName":"target',
    "a comma before the end": b"{" + NAME + b",}",
    "a comma at the beginning": b"{," + NAME + b"}",
    "two commas": b"{" + NAME + b',,"a":1}',
    "no comma": b"{" + NAME + b' "a":1}',
    "a colon too many": b'{"DeliveryStreamName"::"target"}',
    "a semicolon for a comma": b"{" + NAME + b';"a":1}',
    "single quotes": b"{'DeliveryStreamName':'target'}",
    "a bare name": b'{DeliveryStreamName:"target"}',
    "a number for a name": b"{" + NAME + b",1:2}",
    "a closing brace too many": b"{" + NAME + b"}}",
    "words after the end": b"{" + NAME + b"} x",
    "a second object": b"{" + NAME + b"}{}",
    "a NUL after the end": b"{" + NAME + b"}\0",
    "a comment before": b"/* a */{" + NAME + b"}",
    "a comment behind": b"{" + NAME + b"}//",
    "a leading zero": b"{" + NAME + b',"a":01}',
    "a plus sign": b"{" + NAME + b',"a":+1}',
    "a number without digits before the point": b"{" + NAME + b',"a":.5}',
    "a number without digits after the point": b"{" + NAME + b',"a":1.}',
    "a number without an exponent": b"{" + NAME + b',"a":1e}',
    "a minus alone": b"{" + NAME + b',"a":-}',
    "a hexadecimal number": b"{" + NAME + b',"a":0x10}',
    "NaN": b"{" + NAME + b',"a":NaN}',
    "Infinity": b"{" + NAME + b',"a":-Infinity}',
    "a literal cut short": b"{" + NAME + b',"a":tru}',
    "a literal in capitals": b"{" + NAME + b',"a":True}',
    "undefined": b"{" + NAME + b',"a":undefined}',
    "an escape that does not exist": b'{"DeliveryStreamName":"\\target"}'.replace(b"\\t", b"\\x"),
    "an escape of three digits": b'{"DeliveryStreamName":"\\u007"}',
    "an escape with a letter that is no digit": b'{"DeliveryStreamName":"\\u00g4"}',
    "a line feed in a string": b'{"DeliveryStreamName":"tar\nget"}',
    "a tab in a string": b'{"DeliveryStreamName":"tar\tget"}',
    "a NUL in a string": b'{"DeliveryStreamName":"tar\0get"}',
    "an array closed by a brace": b"{" + NAME + b',"a":[1}}',
    "an object closed by a bracket": b"{" + NAME + b',"a":{]}',
    "a comma before an array's end": b"{" + NAME + b',"a":[1,]}',
    "a vertical tab as blank": b"{\v" + NAME + b"}",
    "a no-break space as blank": b"{\xc2\xa0" + NAME + b"}",
    "a byte-order mark": b"\xef\xbb\xbf{" + NAME + b"}",
    "UTF-16": ("{" + NAME.decode() + "}").encode("utf-16"),
    "UTF-32": ("{" + NAME.decode() + "}").encode("utf-32-le"),
    "gzip": bytes.fromhex("1f8b08000000000002ff") + bytes(30),
    "a form": b"Action=StopDeliveryStreamEncryption&DeliveryStreamName=target",
    "XML": b"<DeliveryStreamName>target</DeliveryStreamName>",
    "random bytes": bytes((i * 167 + 13) % 256 for i in range(1000)),
}

# JSON, but no object.
NOT_AN_OBJECT = {
    "an array": b"[]",
    "an array around the object": b"[{" + NAME + b"}]",
    "a string": b'"target"',
    "a string that holds the object": json.dumps("{" + NAME.decode() + "}").encode(),
    "a number": b"1",
    "true": b"true",
    "null": b"null",
}

# JSON that two readers may understand differently, or that costs too much.
TREACHEROUS = {
    "a member twice": b"{" + NAME + b"," + NAME + b"}",
    "a member twice, once escaped": b"{" + NAME + b',"\\u0044eliveryStreamName":"other"}',
    "a member twice, first escaped": b'{"Delivery\\u0053treamName":"other",' + NAME + b"}",
    "a member twice, once null": b'{"DeliveryStreamName":null,' + NAME + b"}",
    "a nested member twice": b"{" + NAME + b',"DeliveryStreamEncryptionConfigurationInput":'
    b'{"KeyType":"AWS_OWNED_CMK","KeyType":"CUSTOMER_MANAGED_CMK"}}',
    "a member nobody knows twice": b"{" + NAME + b',"a":1,"a":2}',
    "a member inside one nobody knows twice": b"{" + NAME + b',"a":[{"b":1,"b":1}]}',
    "a lone high surrogate": b"{" + NAME + b',"a":"\\ud800"}',
    "a lone low surrogate": b"{" + NAME + b',"a":"\\udc00"}',
    "a high surrogate before a letter": b"{" + NAME + b',"a":"\\ud83dA"}',
    "two high surrogates": b"{" + NAME + b',"a":"\\ud83d\\ud83d"}',
    "surrogates in the wrong order": b"{" + NAME + b',"a":"\\ude00\\ud83d"}',
    "a lone surrogate in a name": b"{" + NAME + b',"\\ud800":1}',
    "a lone surrogate in the stream's name": b'{"DeliveryStreamName":"\\ud800"}',
    "a lone continuation byte": b"{" + NAME + b',"a":"\x80"}',
    "a byte that is never UTF-8": b"{" + NAME + b',"a":"\xff"}',
    "an overlong slash": b"{" + NAME + b',"a":"\xc0\xaf"}',
    "an overlong NUL": b"{" + NAME + b',"a":"\xe0\x80\x80"}',
    "a surrogate in UTF-8": b"{" + NAME + b',"a":"\xed\xa0\x80"}',
    "a code point above the last": b"{" + NAME + b',"a":"\xf4\x90\x80\x80"}',
    "a character cut short": b"{" + NAME + b',"a":"\xe2\x82"}',
    "Latin-1": b"{" + NAME + b',"a":"\xe9t\xe9"}',
    "invalid UTF-8 in a name": b"{" + NAME + b',"\xff":1}',
    "invalid UTF-8 in the stream's name": b'{"DeliveryStreamName":"tar\xffget"}',
    "1e400": b"{" + NAME + b',"a":1e400}',
    "-1e400": b"{" + NAME + b',"a":[-1e400]}',
    "an exponent of a thousand digits": b"{" + NAME + b',"a":1e' + b"9" * 1000 + b"}",
    "arrays 100 deep": b"{" + NAME + b',"a":' + b"[" * 100 + b"]" * 100 + b"}",
    "arrays 100,000 deep": b"{" + NAME + b',"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "arrays 100,000 deep that do not end": b"[" * 100_000,
    "objects 50,000 deep": b"{" + NAME + b',"a":' + b'{"a":' * 50_000 + b"1" + b"}" * 50_001,
}

# Not the standard base64 of anything.
NOT_BASE64 = (
    "QQ", "QQ=", "Q", "Q===", "=", "====", "QR==", "QUJ=", "QQ==QQ==", "QQ==\n", " QQ==", "Q Q=", "QQ==x", "_-8=",
    "QQ%3D", "é", "QQ\u0000=",
)  # fmt: skip

_STRINGS = (5, 1.5, True, {}, [], ["target"], {"a": "target"})
_STRUCTURES = (5, "x", True, [], [{}])
_LISTS = (5, "x", True, {}, {"0": 1})
_INTEGERS = ("5", 1.5, True, {}, [], 1e30, 2**63, -(2**63) - 1)
_BOOLEANS = ("true", 0, 1, {}, [])

# Operation, path and kinds that do not fit.
WRONG_KINDS = [
    (START, ("DeliveryStreamName",), _STRINGS),
    (START, ("DeliveryStreamEncryptionConfigurationInput",), _STRUCTURES),
    (START, ("DeliveryStreamEncryptionConfigurationInput", "KeyType"), _STRINGS),
    (START, ("DeliveryStreamEncryptionConfigurationInput", "KeyARN"), _STRINGS),
    ("PutRecord", ("DeliveryStreamName",), _STRINGS),
    ("PutRecord", ("Record",), _STRUCTURES),
    ("PutRecord", ("Record", "Data"), _STRINGS),
    ("PutRecordBatch", ("Records",), _LISTS),
    ("PutRecordBatch", ("Records", 0), (None, *_STRUCTURES)),
    ("PutRecordBatch", ("Records", 0, "Data"), _STRINGS),
    (CREATE, ("DeliveryStreamName",), _STRINGS),
    (CREATE, ("DeliveryStreamType",), _STRINGS),
    (CREATE, ("DeliveryStreamEncryptionConfigurationInput",), _STRUCTURES),
    (CREATE, ("Tags",), _LISTS),
    (CREATE, ("Tags", 0), (None, *_STRUCTURES)),
    (CREATE, ("Tags", 0, "Key"), _STRINGS),
    (CREATE, ("Tags", 0, "Value"), _STRINGS),
    *(
        (CREATE, (f"{what}Configuration",), _STRUCTURES)
        for what in (
            "DirectPutSource", "KinesisStreamSource", "MSKSource", "DatabaseSource", "S3Destination",
            "ExtendedS3Destination", "RedshiftDestination", "ElasticsearchDestination",
            "AmazonopensearchserviceDestination", "SplunkDestination", "HttpEndpointDestination",
            "AmazonOpenSearchServerlessDestination", "SnowflakeDestination", "IcebergDestination",
        )
    ),
    ("DeleteDeliveryStream", ("AllowForceDelete",), _BOOLEANS),
    ("ListDeliveryStreams", ("Limit",), _INTEGERS),
    ("ListDeliveryStreams", ("DeliveryStreamType",), _STRINGS),
    ("ListTagsForDeliveryStream", ("Limit",), _INTEGERS),
    ("TagDeliveryStream", ("Tags", 0), (None, *_STRUCTURES)),
    ("UntagDeliveryStream", ("TagKeys",), _LISTS),
    ("UntagDeliveryStream", ("TagKeys", 0), (None, *_STRINGS)),
]  # fmt: skip

# What no typed shape guards: the configuration of a destination, here a client's words and there a server's.
TREACHEROUS_DESTINATIONS = {
    "a member twice": b'{"RoleARN":"a","RoleARN":"b","BucketARN":"c"}',
    "a nested member twice": b'{"RoleARN":"a","BucketARN":"c","BufferingHints":{"SizeInMBs":1,"SizeInMB\\u0073":2}}',
    "a lone surrogate": b'{"RoleARN":"a","BucketARN":"c","Prefix":"\\udead"}',
    "invalid UTF-8": b'{"RoleARN":"a","BucketARN":"c","Prefix":"\xff"}',
    "1e400": b'{"RoleARN":"a","BucketARN":"c","BufferingHints":{"SizeInMBs":1e400}}',
    "arrays 1000 deep": b'{"RoleARN":"a","BucketARN":"c","Prefix":' + b"[" * 1000 + b"]" * 1000 + b"}",
}


def with_value(operation, path, value):
    """The operation's good request with one value replaced or added."""
    body = copy.deepcopy(GOOD[operation])
    if path[0] == "Tags":
        body.setdefault("Tags", [{"Key": "k", "Value": "v"}])
    inner = body
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    return json.dumps(body).encode()


# Well-formed, but costly for a reader or a matcher that is not careful: each must be refused within seconds.
COSTLY = {
    "a name of 50,000 letters": ("DescribeDeliveryStream", b'{"DeliveryStreamName":"' + b"n" * 50_000 + b'"}'),
    "a name of escapes only": ("DescribeDeliveryStream", b'{"DeliveryStreamName":"' + b"\\u0000" * 8_000 + b'"}'),
    "100,000 members nobody knows": (
        "PutRecordBatch",
        b"{" + b",".join(b'"m%d":%d' % (i, i) for i in range(100_000)) + b"}",
    ),
    "a million records of nothing": (
        "PutRecordBatch",
        b"{" + NAME + b',"Records":[' + b",".join([b"{}"] * 1_000_000) + b"]}",
    ),
    "10,000 records": (
        "PutRecordBatch",
        b"{" + NAME + b',"Records":[' + b",".join([b'{"Data":""}'] * 10_000) + b"]}",
    ),
    "a tag key of 50,000 letters": (
        "TagDeliveryStream",
        b"{" + NAME + b',"Tags":[{"Key":"' + b"k" * 50_000 + b'!"}]}',
    ),
    "an ARN that begins again and again": (
        START,
        b"{"
        + NAME
        + b',"DeliveryStreamEncryptionConfigurationInput":{"KeyType":"CUSTOMER_MANAGED_CMK","KeyARN":"arn:'
        + b":kms:a:123456789012:key/" * 2_000
        + b'!"}}',
    ),
}
