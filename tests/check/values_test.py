# No value of a file is printed, in any form, whatever the file.
# SPDX-License-Identifier: BSL-1.0
import base64
import random
import re

from program import FORMATS, CheckerTest

LEAK = "hunter2"
STRUCTURE = b'{}[]:,"'
CREATE = f"""{{
    "DeliveryStreamName": "{LEAK} 1",
    "DeliveryStreamType": "{LEAK}",
    "DeliveryStreamEncryptionConfigurationInput": {{"KeyARN": "{LEAK}", "KeyType": "{LEAK}"}},
    "HttpEndpointDestinationConfiguration": {{
        "EndpointConfiguration": {{"Url": "https://{LEAK}", "AccessKey": "{LEAK}"}},
        "Attributes": ["{LEAK}", {{"AttributeValue": "{LEAK}"}}]
    }},
    "Tags": [{{"Key": "aws:{LEAK}", "Value": "{LEAK};"}}, {{"Key": "{LEAK}", "Vaule": "{LEAK}"}}],
    "Extra": ["{LEAK}", {{"a": "{LEAK}"}}]
}}
"""
HTTP = f"""PUT /{LEAK}?X-Amz-Security-Token={LEAK} HTTP/1.1
Authorization: {LEAK}
X-Amz-Security-Token: {LEAK}
Cookie: {LEAK}
 {LEAK}
{LEAK} {LEAK}
X-Amz-Target: Firehose_20150804.{LEAK}
Content-Type: {LEAK}
Content-Length: {LEAK}
Transfer-Encoding: {LEAK}

"""


class NoValue(CheckerTest):
    def expect_none(self, text, *arguments, leak=LEAK):
        for form in FORMATS:
            ran = self.run_checker("--format", form, *arguments, stdin=text)
            for out in (ran.out, ran.err):
                self.assertNotIn(leak, out, f"{form} of {text!r}")

    def test_of_a_document(self):
        for operation in ("CreateDeliveryStream", "PutRecord", "TagDeliveryStream", "ListDeliveryStreams"):
            for unknown in ("warn", "refuse"):
                self.expect_none(CREATE, "--operation", operation, "--unknown", unknown)
                self.expect_none(CREATE.replace("\n", " "), "--operation", operation, "--unknown", unknown)
        self.expect_none(CREATE)
        self.expect_none(CREATE, "--operation", "CreateDeliveryStream", "--response")

    def test_of_numbers(self):
        for number in ("31337", "31337.25", "-31337", "31337e99", "031337"):
            for operation in ("ListDeliveryStreams", "DescribeDeliveryStream"):
                self.expect_none(f'{{"Limit": {number}, "x": [{number}], "DeliveryStreamName": {number}}}', "--operation", operation, leak="31337")

    def test_of_records(self):
        data = base64.b64encode(LEAK.encode()).decode()
        for value in (f'"{LEAK} "', f'"{data}="', f'"{data}', f'{{"x": "{LEAK}"}}', f'["{data}"]'):
            text = f'{{"DeliveryStreamName": "a b", "Record": {{"Data": {value}}}}}'
            for arguments in ((), ("--show-values",)):
                self.expect_none(text, "--operation", "PutRecord", *arguments)
                self.expect_none(text, "--operation", "PutRecord", *arguments, leak=data)

    def test_of_a_head(self):
        self.expect_none(HTTP + CREATE)
        self.expect_none((HTTP + CREATE).replace("\n", "\r\n"), "--operation", "CreateDeliveryStream")
        self.expect_none(HTTP, "--show-values", "--operation", "CreateDeliveryStream", leak=f"Token={LEAK}")

    def test_of_texts_that_are_not_json(self):
        secret = f'"{LEAK}"'
        for text in (
            LEAK,
            f"'{LEAK}'",
            secret,
            f"[{secret}",
            f"{{{LEAK}: 1}}",
            f"{{'a': '{LEAK}'}}",
            f'{{"a" {secret}: 1}}',
            f'{{"a", {secret}: 1}}',
            f'{{"a": "b" {secret}: 1}}',
            f'{{"a": {secret}: 1}}',
            f'["a", {secret}: 1]',
            f'["a": 1, {secret}: 1]',
            f'{{"a": 1}} {{{secret}: 1}}',
            f'{{"a": 1}}, {secret}: 1}}',
            f'{{"a": 1]], {secret}: 1}}',
            f'{{"a": "b, "c": {secret}, "d": 1}}',
            f'{{"a": "b\n, {secret}: 1}}',
            f'{{"a": "{{"password": {secret}}}"}}',
            f'{{"a": "\\", {secret}: "x',
            f'// {LEAK}\n{{"a": /* {LEAK} */ 1}}',
            f"\ufeff{LEAK}",
            f'\x00{{"a": {secret}}}',
            f"POST {LEAK}",
            f"{LEAK} {LEAK} HTTP/1.1",
            f"{LEAK.upper()} / {LEAK}",
            "[" * 600 + f'{{{secret}: 1}}' + "]" * 600,
            # where a name is wanted
            f'{{"{LEAK}',
            f'{{{secret}',
            f'{{{secret}}}',
            f'{{{secret} 1}}',
            f'{{{secret}, "a": 1}}',
            f'{{"a": 1, {secret}}}',
            f'{{"DeliveryStreamName": "a", "Record": {{{secret}}}}}',
            f'{{"DeliveryStreamName": "a", "Record": {{{secret} }}}}',
            f'{{"AccessKey": {{{secret}}}}}',
            f'{{"AccessKey": {{"b": [{{}}, {{"c": 1, {secret} {{}}}}]}}}}',
            f'{{"AccessKey": {{"{LEAK}\\n"\n,}}}}',
            # behind what is no value
            f'{{"a": word, {secret}: 1}}',
            f'{{"a": nul, {secret}: 1}}',
            f'{{"a": 01, {secret}: 1}}',
            f'{{"a": "\\x", {secret}: 1}}',
            f'{{"a": "\\ud800", {secret}: 1}}',
            f'{{"\\q": 1, {secret}: 1}}',
            f'{{"a": "\xff", {secret}: 1}}'.encode("latin-1"),
            f'{{"DeliveryStreamName": {LEAK}}}',
        ):  # fmt: skip
            with self.subTest(text):
                for leak in (LEAK, LEAK.upper()):
                    self.expect_none(text, "--operation", "PutRecord", leak=leak)
                    self.expect_none(text, "--operation", "PutRecord", "--show-values", leak=leak)
                self.expect_none(text)

    def edit(self, text, chance):
        """A byte lost, added or changed anywhere; or, of the structure, one added, one changed or two exchanged."""
        kind = chance.choice(("lose", "add", "change", "add structure", "change structure", "exchange"))
        anywhere = kind in ("lose", "add", "change")
        places = [i for i, byte in enumerate(text) if anywhere or byte in STRUCTURE]
        at, other = chance.choice(places), chance.choice(places)
        if kind == "lose":
            del text[at]
        elif kind == "exchange":
            text[at], text[other] = text[other], text[at]
        else:
            text[at : at + ("change" in kind)] = bytes([chance.choice(STRUCTURE + b"\\\n \t\x00\xff1an" if anywhere else STRUCTURE)])

    def test_of_broken_documents(self):
        """After one to three edits: what was a value must not come to stand for a name."""
        chance = random.Random(20150804)
        files = []
        while len(files) < 4000:
            text = bytearray(CREATE.encode())
            for _ in range(chance.randrange(1, 4)):
                self.edit(text, chance)
            if not re.search(rb'"[^"]*%s[^"]*"\s*:' % LEAK.encode(), text):  # else the edits have turned it into a name
                files.append(self.put(f"{len(files)}.json", bytes(text)))
        for form in FORMATS:
            ran = self.run_checker("--operation", "CreateDeliveryStream", "--max-findings", "100", "--format", form, *files)
            self.assertEqual([line for line in ran.out.splitlines() if LEAK in line], [])


class ShownValues(CheckerTest):
    def shown(self, text, *arguments):
        """The lines of the file that are printed."""
        out = self.run_checker("--show-values", *arguments, stdin=text).out
        return {line.split(" | ", 1)[1] for line in out.splitlines() if " | " in line and "^" not in line}

    def test_what_is_typed_and_no_payload(self):
        text = '{"DeliveryStreamName": "two words", "Limit": 1.5, "ExclusiveStartDestinationId": "a b"}'
        self.assertEqual(self.shown(text, "--operation", "DescribeDeliveryStream"), {text})
        text = '{"DeliveryStreamName": "a b", "Tags": [{"Key": "aws:x", "Value": null}]}'
        self.assertEqual(self.shown(text, "--operation", "TagDeliveryStream"), {text})

    def test_not_records_nor_what_is_not_typed(self):
        self.assertEqual(self.shown('{"DeliveryStreamName": "a b", "Record": {"Data": "YQ=="}}', "--operation", "PutRecord"),
                         {'{"DeliveryStreamName": "a b", "Record": {"Data": "****"}}'})  # fmt: skip
        text = '{"DeliveryStreamName": "a b", "S3DestinationConfiguration": {"DeliveryStreamName": "x"}, "x": {"DeliveryStreamName": "y"}}'
        self.assertEqual(self.shown(text, "--operation", "CreateDeliveryStream", "--unknown", "ignore"),
                         {'{"DeliveryStreamName": "a b", "S3DestinationConfiguration": {"DeliveryStreamName": "*"}, "x": {"Deli…'})  # fmt: skip

    def test_not_under_a_name_that_is_spelled_with_escapes_or_as_a_pointer(self):
        for name in ("DeliveryStreamN\\u0061me", "Tags/*/Key"):
            self.assertEqual(self.shown(f'{{"{name}": "a b"}}', "--operation", "TagDeliveryStream", "--unknown", "refuse"),
                             {f'{{"{name}": "***"}}'})  # fmt: skip

    def test_of_a_head_only_what_the_protocol_decides(self):
        text = "POST /x?token=y HTTP/1.1\nContent-Type: text/plain\nX-Amz-Target: z\nAuthorization : w\n\n"
        self.assertEqual(self.shown(text), {"POST /x******** HTTP/1.1", "Content-Type: text/plain", "X-Amz-Target: z", "************* : *"} - {"************* : *"} | {"************* * *"})  # fmt: skip
