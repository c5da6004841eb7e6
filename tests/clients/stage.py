# Where a scenario plays: one client, one gateway, and the words the scenarios are written in.
# Knows the operations; not which client it is.
# SPDX-License-Identifier: BSL-1.0
from harness import Failed, Refused, check, equal

ACCOUNT = "123456789012"
REGION = "us-east-1"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/example"
BUCKET = "arn:aws:s3:::example-bucket"
S3 = {"RoleARN": ROLE, "BucketARN": BUCKET}
KINESIS_SOURCE = {"KinesisStreamARN": f"arn:aws:kinesis:{REGION}:{ACCOUNT}:stream/example", "RoleARN": ROLE}
OWNED = {"KeyType": "AWS_OWNED_CMK"}
DISABLED = {"Status": "DISABLED"}

# Seconds that creating, enabling, disabling and deleting take on the slow gateway's clock.
WORK = 60
# Seconds after ENABLED within which records may still be unencrypted.
SETTLING = 5

SCENARIOS = []


def scenario(run):
    """Registers a scenario that moves the slow gateway's clock."""
    SCENARIOS.append((run.__name__.replace("_", " "), "slow", run))
    return run


def scenario_on(gateway):
    """Registers a scenario for another gateway."""

    def register(run):
        SCENARIOS.append((run.__name__.replace("_", " "), gateway, run))
        return run

    return register


def customer(arn):
    return {"KeyType": "CUSTOMER_MANAGED_CMK", "KeyARN": arn}


class Stage:
    def __init__(self, client, gateway, prefix):
        self.client = client
        self.gateway = gateway
        self._prefix = prefix
        self._names = 0

    def name(self):
        """The name of a stream that nobody else uses."""
        self._names += 1
        return f"{self._prefix}-{self._names}"

    def key(self, word):
        """The ARN of a key that nobody else uses; enabled unless the gateway is told otherwise."""
        return f"arn:aws:kms:{REGION}:{ACCOUNT}:key/{self._prefix}-{word}"

    def call(self, operation, *, attempts=1, **parameters):
        return self.client.call(self.gateway.endpoint, operation, parameters, attempts)

    def refused(self, kind, operation, *, status=400, **parameters):
        """The error of a call that must fail with this type and, where the client shows it, this HTTP status."""
        try:
            self.call(operation, **parameters)
        except Refused as error:
            equal(error.kind, kind, f"{operation}'s error ({error.message})")
            if error.status is not None:
                equal(error.status, status, f"{operation}'s HTTP status")
            return error
        raise Failed(f"{operation} succeeded, expected {kind}")

    def work(self):
        """Lets the work under way end."""
        self.gateway.advance(WORK)

    def settle(self):
        """Lets the seconds pass after which all records are of the new kind."""
        self.gateway.advance(SETTLING + 1)

    def create(self, **parameters):
        name = parameters.pop("DeliveryStreamName", None) or self.name()
        if not any(each.endswith("DestinationConfiguration") for each in parameters):
            parameters["ExtendedS3DestinationConfiguration"] = S3
        output = self.call("CreateDeliveryStream", DeliveryStreamName=name, **parameters)
        equal(
            output,
            {"DeliveryStreamARN": f"arn:aws:firehose:{REGION}:{ACCOUNT}:deliverystream/{name}"},
            "CreateDeliveryStream's output",
        )
        return name

    def active(self, **parameters):
        name = self.create(**parameters)
        self.work()
        return name

    def start(self, name, configuration=None):
        more = {} if configuration is None else {"DeliveryStreamEncryptionConfigurationInput": configuration}
        equal(self.call("StartDeliveryStreamEncryption", DeliveryStreamName=name, **more), {}, "Start's output")

    def stop(self, name):
        equal(self.call("StopDeliveryStreamEncryption", DeliveryStreamName=name), {}, "Stop's output")

    def encrypted(self, configuration=None):
        """A new stream, encrypted and settled."""
        name = self.active()
        self.start(name, configuration)
        self.work()
        self.settle()
        return name

    def describe(self, name):
        return self.call("DescribeDeliveryStream", DeliveryStreamName=name)["DeliveryStreamDescription"]

    def status(self, name):
        return self.describe(name)["DeliveryStreamStatus"]

    def encryption(self, name):
        return self.describe(name).get("DeliveryStreamEncryptionConfiguration")

    def expect_encryption(self, name, **expected):
        equal(self.encryption(name), expected, "DeliveryStreamEncryptionConfiguration")

    def expect_failure(self, name, kind, **expected):
        """The encryption block with a FailureDescription of this type and some words."""
        shown = self.encryption(name)
        failure = shown.pop("FailureDescription", None)
        check(failure is not None, f"no FailureDescription in {shown}")
        expect_failure_description(failure, kind)
        equal(shown, expected, "DeliveryStreamEncryptionConfiguration")

    def put(self, name, data=b"one record"):
        output = self.call("PutRecord", DeliveryStreamName=name, Record={"Data": data})
        equal(sorted(output), ["Encrypted", "RecordId"], "PutRecord's members")
        check(isinstance(output["RecordId"], str) and output["RecordId"] != "", "PutRecord's RecordId is empty")
        return output["Encrypted"]

    def put_batch(self, name, records=(b"one", b"two", b"")):
        output = self.call("PutRecordBatch", DeliveryStreamName=name, Records=[{"Data": each} for each in records])
        equal(output["FailedPutCount"], 0, "FailedPutCount")
        ids = [each["RecordId"] for each in output["RequestResponses"]]
        equal(len(ids), len(records), "the number of RequestResponses")
        equal(len(set(ids)), len(ids), "the number of different RecordIds")
        return output["Encrypted"]

    def expect_encrypted(self, name, expected):
        """What both operations say of the records they took."""
        equal(self.put(name), expected, "PutRecord's Encrypted")
        equal(self.put_batch(name), expected, "PutRecordBatch's Encrypted")


def expect_failure_description(failure, kind):
    equal(sorted(failure), ["Details", "Type"], "FailureDescription's members")
    equal(failure["Type"], kind, "FailureDescription.Type")
    check(failure["Details"].strip() != "", "FailureDescription.Details says nothing")
