# What the AWS CLI writes and reads: its skeletons are understood, and it understands the checker's.
# Runs Debian's awscli, with made-up credentials and without a network: it is asked for skeletons only, and told to stop
# before it sends.
# SPDX-License-Identifier: BSL-1.0
import json
import os
import re
import subprocess
import unittest

from program import OPERATIONS, CheckerTest

AWS = "/usr/bin/aws"
ENVIRONMENT = {
    **os.environ,
    "AWS_ACCESS_KEY_ID": "any",
    "AWS_SECRET_ACCESS_KEY": "any",
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_CONFIG_FILE": "/dev/null",
    "AWS_SHARED_CREDENTIALS_FILE": "/dev/null",
    "AWS_EC2_METADATA_DISABLED": "true",
    "AWS_PAGER": "",
}
# A template is to be filled in: its texts are empty, its numbers 0, and it has every destination.
EXPECTED = {
    "length_min", "pattern", "required", "value_min", "exactly_one_destination", "source_fits_type", "owned_key_has_no_arn",
}  # fmt: skip


def aws(*arguments):
    done = subprocess.run([AWS, "firehose", *arguments], env=ENVIRONMENT, capture_output=True, text=True, timeout=300, check=False)
    return done.returncode, done.stdout, done.stderr


def kebab(name):
    return re.sub(r"(?<!^)([A-Z])", r"-\1", name).lower()


@unittest.skipUnless(os.access(AWS, os.X_OK), f"{AWS} is not installed")
class CommandLine(CheckerTest):
    def test_its_skeletons_are_understood(self):
        for name in OPERATIONS:
            code, template, error = aws(kebab(name), "--generate-cli-skeleton")
            self.assertEqual(code, 0, error)
            found = self.findings(template, "--unknown", "refuse", "--max-findings", "1000", operation=kebab(name))
            self.assertLessEqual({each["rule"] for each in found["findings"]}, EXPECTED, template)
            self.assertEqual(found["more"], 0)

    def test_it_understands_the_checker_s(self):
        for name in OPERATIONS:
            made = self.run_checker("skeleton", name).out
            # Its own validation of the input runs before it finds no one to talk to.
            code, _, error = aws(kebab(name), "--cli-input-json", made, "--endpoint-url", "http://127.0.0.1:1", "--cli-connect-timeout", "1")
            self.assertNotEqual(code, 0)
            if name == "CreateDeliveryStream":  # the checker does not know the members of a destination
                self.assertIn('Missing required parameter in ExtendedS3DestinationConfiguration: "RoleARN"', error)
                self.assertEqual(re.findall(r"in (\w+): ", error), ["ExtendedS3DestinationConfiguration"] * 2, error)
            else:
                self.assertIn("Could not connect to the endpoint", error)

    def test_both_refuse_the_same_members(self):
        text = json.dumps({"DeliveryStreamName": "orders", "deliveryStreamName": "orders"})
        code, _, error = aws("stop-delivery-stream-encryption", "--cli-input-json", text)
        self.assertNotEqual(code, 0)
        self.assertIn('Unknown parameter in input: "deliveryStreamName"', error)
        self.assertEqual([rule for rule, _, _ in self.rules(text, operation="StopDeliveryStreamEncryption")], ["unknown_member"])

    def test_records_are_base64_for_both(self):
        text = json.dumps({"DeliveryStreamName": "orders", "Record": {"Data": "hello, world"}})
        code, _, error = aws("put-record", "--cli-input-json", text)
        self.assertNotEqual(code, 0)
        self.assertIn("Invalid base64", error)
        self.assertEqual([rule for rule, _, _ in self.rules(text, operation="put-record")], ["bad_base64"])
