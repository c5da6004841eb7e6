# How a text's operation is found, and skeletons of each.
# SPDX-License-Identifier: BSL-1.0
import json
import re

from program import OPERATIONS, CheckerTest


def kebab(name):
    return re.sub(r"(?<!^)([A-Z])", r"-\1", name).lower()


class Choice(CheckerTest):
    def test_both_spellings(self):
        for name in OPERATIONS:
            for spelled in (name, kebab(name)):
                self.assertEqual(self.findings("{}", operation=spelled)["operation"], name)

    def test_misspelt(self):
        for spelled, meant in (
            ("StartDeliveryStreamEncription", "StartDeliveryStreamEncryption"),
            ("startdeliverystreamencryption", "StartDeliveryStreamEncryption"),
            ("start-delivery-stream-encription", "start-delivery-stream-encryption"),
            ("put_record", "PutRecord"),
        ):
            ran = self.run_checker("--operation", spelled, stdin="{}")
            self.assertEqual((ran.code, ran.out), (2, ""))
            self.assertEqual(ran.err, f"firehose_check: there is no operation {spelled}; did you mean {meant}?\n")
        self.assertEqual(self.run_checker("--operation", "Xyz", stdin="{}").err, "firehose_check: there is no operation Xyz\n")

    def test_not_typed(self):
        for spelled in ("UpdateDestination", "update-destination"):
            ran = self.run_checker("--operation", spelled, stdin="{}")
            self.assertEqual((ran.code, "does not know the members of" in ran.err), (2, True))

    def test_not_said(self):
        which = "which operation is it for? "
        for text, arguments, expected in (
            ('{"DeliveryStreamName": "a", "Record": {}}', (), "Its members fit PutRecord; say it with --operation NAME"),
            ('{"Tags": [], "DeliveryStreamName": "a"}', (),
             "Its members fit CreateDeliveryStream, TagDeliveryStream; say it with --operation NAME"),
            ('{"DeliveryStreamName": "a", "Record": {"Tags": 1}, "hunter2": 1}', (),
             "What is known of its members fits PutRecord; say it with --operation NAME"),
            ('{"Record": {}, "Records": []}', (), f"Its members fit none; say one with --operation NAME: {', '.join(OPERATIONS)}"),
            ("{}", (), f"It fits {', '.join(OPERATIONS)}; say it with --operation NAME"),
            ("nonsense", (), f"It fits {', '.join(OPERATIONS)}; say it with --operation NAME"),
            ('{"RecordId": "a"}', ("--response",), "Its members fit PutRecord; say it with --operation NAME"),
        ):  # fmt: skip
            found = self.findings(text, *arguments, operation=None)
            self.assertEqual((found["failure"], found["findings"]), (which + expected, []))


class Skeletons(CheckerTest):
    def test_nothing_is_wrong_with_them(self):
        for name in OPERATIONS:
            for options in ((), ("--required-only",)):
                made = self.run_checker("skeleton", kebab(name), *options)
                self.assertEqual(made.code, 0)
                self.assertEqual(self.rules(made.out, "--unknown", "refuse", operation=name), [], made.out)

    def test_every_member_is_there_in_order(self):
        start = json.loads(self.run_checker("skeleton", "StartDeliveryStreamEncryption").out)
        self.assertEqual(list(start), ["DeliveryStreamName", "DeliveryStreamEncryptionConfigurationInput"])
        self.assertEqual(list(start["DeliveryStreamEncryptionConfigurationInput"]), ["KeyARN", "KeyType"])
        self.assertEqual(list(json.loads(self.run_checker("skeleton", "ListTagsForDeliveryStream").out)),
                         ["DeliveryStreamName", "ExclusiveStartTagKey", "Limit"])  # fmt: skip
        self.assertEqual(list(json.loads(self.run_checker("skeleton", "PutRecordBatch").out)["Records"][0]), ["Data"])

    def test_only_what_is_required(self):
        expected = {"PutRecord": ["DeliveryStreamName", "Record"], "ListDeliveryStreams": [], "StartDeliveryStreamEncryption": ["DeliveryStreamName"],
                    "CreateDeliveryStream": ["DeliveryStreamName", "ExtendedS3DestinationConfiguration"]}  # fmt: skip
        for name, members in expected.items():
            self.assertEqual(list(json.loads(self.run_checker("skeleton", name, "--required-only").out)), members)

    def test_what_is_left_to_do_is_said_beside_it(self):
        self.assertIn("yours to fill in", self.run_checker("skeleton", "CreateDeliveryStream").err)
        self.assertEqual(self.run_checker("skeleton", "PutRecord").err, "")
