# Each way to print, and the texts of the findings.
# SPDX-License-Identifier: BSL-1.0
import json

from program import CheckerTest

START = ("--operation", "StartDeliveryStreamEncryption")
TEXT = """{
\t"DeliveryStreamName": "two words", "Größe": 1,
  "DeliveryStreamEncryptionConfigurationInput": {"KeyType": "aws_owned_cmk"}
}
"""


class Pretty(CheckerTest):
    def test_the_line_the_caret_and_the_sum(self):
        self.put("a.json", TEXT)
        ran = self.run_checker(*START, "a.json")
        self.assertEqual(ran.code, 1)
        self.assertEqual(
            ran.out,
            """\
a.json:2:24: error[pattern]: DeliveryStreamName must match [a-zA-Z0-9_.-]+
  2 |     "DeliveryStreamName": "*********", "Größe": *,
    |                           ^~~~~~~~~~~
    = /DeliveryStreamName

a.json:2:37: warning[unknown_member]: "Größe" is no member that the model knows here
  2 |     "DeliveryStreamName": "*********", "Größe": *,
    |                                        ^~~~~~~
    = /Größe

a.json:3:61: error[enumeration]: KeyType must be one of [AWS_OWNED_CMK, CUSTOMER_MANAGED_CMK]; did you mean AWS_OWNED_CMK? \
Upper and lower case matter
  3 |   "DeliveryStreamEncryptionConfigurationInput": {"KeyType": "*************"}
    |                                                             ^~~~~~~~~~~~~~~
    = /DeliveryStreamEncryptionConfigurationInput/KeyType

2 errors, 1 warning in a.json (StartDeliveryStreamEncryption)
""",
        )

    def lines(self, text, *arguments):
        """The line shown and the line of its carets."""
        return self.run_checker(*START, *arguments, stdin=text).out.splitlines()[1:3]

    def test_a_long_line_is_cut_around_the_fault(self):
        shown, carets = self.lines('{"x": [' + "1, " * 500 + '1], "DeliveryStreamName": 17, "y": [' + "2, " * 500 + "2]}", "--unknown", "ignore")
        self.assertEqual(len(shown), len("  1 | ") + 101)
        self.assertEqual((shown[6], shown[-1]), ("…", "…"))
        at = carets.index("^")
        self.assertEqual((shown[at : at + 2], carets[at:]), ("**", "^~"))
        self.assertTrue(shown[:at].endswith('"DeliveryStreamName": '))

    def test_a_line_is_cut_at_the_same_place_however_long_it_is(self):
        for name in ("x", "\U0001f600"):
            near, far = (f'{{"{name * size}": 1, "DeliveryStreamName": 17, "{name * size}y": 1}}' for size in (200, 3_000))
            self.assertEqual(self.lines(near, "--unknown", "ignore"), self.lines(far, "--unknown", "ignore"))

    def test_a_value_that_is_cut_is_underlined_as_far_as_it_is_shown(self):
        shown, carets = self.lines('{"DeliveryStreamName": "' + "x" * 400 + '"}')
        self.assertTrue(shown.endswith("***…"))
        self.assertEqual(len(carets), len(shown) - 1)

    def test_a_value_of_several_lines_is_underlined_in_its_first(self):
        self.assertEqual(self.lines('{"DeliveryStreamName": [\n1,\n2]}'), ['  1 | {"DeliveryStreamName": [', "    |                        ^"])

    def test_the_end_of_the_text(self):
        self.assertEqual(self.lines('{"DeliveryStreamName": "a"'), ['  1 | {"DeliveryStreamName": "*"', "    |                           ^"])
        self.assertEqual(self.lines('{"DeliveryStreamName": "a",\n'), ["  2 | ", "    | ^"])

    def test_wide_and_invisible_characters(self):
        shown, carets = self.lines('{"名前\u202e\u0301\x7f": 1, "DeliveryStreamName": 17}', "--unknown", "ignore")
        self.assertEqual(shown, '  1 | {"名前\ufffd\ufffd\u2421": *, "DeliveryStreamName": **}')
        self.assertEqual(carets, "    | " + " " * (len('{"名前123": *, "DeliveryStreamName": ') + 2) + "^~")

    def test_line_numbers_of_several_digits_keep_the_columns(self):
        shown, carets = self.lines("\n" * 119 + '{"DeliveryStreamName": 17}')
        self.assertEqual((shown, carets), ('  120 | {"DeliveryStreamName": **}', "      |                        ^~"))


class Gnu(CheckerTest):
    def test_one_line_each(self):
        self.put("a.json", TEXT)
        ran = self.run_checker(*START, "--format", "gnu", "--max-findings", "2", "a.json")
        self.assertEqual(
            ran.out,
            "a.json:2:24: error: DeliveryStreamName must match [a-zA-Z0-9_.-]+ [pattern]\n"
            'a.json:2:37: warning: "Größe" is no member that the model knows here [unknown_member]\n'
            "a.json: note: and 1 more\n",
        )

    def test_nothing_where_nothing_is_wrong(self):
        self.assertEqual(self.run_checker(*START, "--format", "gnu", stdin='{"DeliveryStreamName": "a"}').out, "")


class Json(CheckerTest):
    def test_every_member(self):
        self.put("a.json", TEXT.replace("two words", "x" * 65))
        ran = self.run_checker(*START, "--format", "json", "--constraints", "before_2026_06_12", "--max-findings", "2", "a.json")
        self.assertEqual(
            json.loads(ran.out),
            {
                "version": 1,
                "constraints": "before 2026-06-12",
                "files": [
                    {
                        "file": "a.json",
                        "operation": "StartDeliveryStreamEncryption",
                        "response": False,
                        "failure": None,
                        "errors": 2,
                        "warnings": 1,
                        "findings": [
                            {
                                "rule": "length_max",
                                "severity": "error",
                                "pointer": "/DeliveryStreamName",
                                "offset": 25,
                                "size": 67,
                                "line": 2,
                                "column": 24,
                                "min": 1,
                                "max": 64,
                                "actual": 65,
                                "suggestion": None,
                                "case_only": False,
                                "message": "DeliveryStreamName has 65 code points, 1 to 64 allowed",
                            },
                            {
                                "rule": "unknown_member",
                                "severity": "warning",
                                "pointer": "/Größe",
                                "offset": 94,
                                "size": 9,
                                "line": 2,
                                "column": 93,
                                "min": None,
                                "max": None,
                                "actual": None,
                                "suggestion": None,
                                "case_only": False,
                                "message": '"Größe" is no member that the model knows here',
                            },
                        ],
                        "more": 1,
                    }
                ],
            },
        )

    def test_suggestions_and_bounds_of_one_side(self):
        found = self.findings('{"DeliveryStreamName": "a", "DeliveryStreamEncryptionConfigurationInput": {"KeyType": "AWS_OWNED_CMX"}}')
        self.assertEqual((found["findings"][0]["suggestion"], found["findings"][0]["case_only"]), ("AWS_OWNED_CMK", False))
        answer = '{"FailedPutCount": -1, "RequestResponses": [{}]}'
        found = self.findings(answer, "--response", operation="PutRecordBatch")
        self.assertEqual([(each["rule"], each["min"], each["max"], each["actual"]) for each in found["findings"]], [("value_min", 0, None, None)])

    def test_files_that_could_not_be_checked(self):
        (file,) = json.loads(self.run_checker("--format", "json", "none.json").out)["files"]
        self.assertEqual((file["failure"], file["operation"], file["findings"]), ("No such file or directory", None, []))


class Rules(CheckerTest):
    def test_switched_off(self):
        text = '{"DeliveryStreamName": "", "DeliveryStreamEncryptionConfigurationInput": {"KeyType": "AWS_OWNED_CMK", "KeyARN": "x"}}'
        every = ["length_min", "pattern", "owned_key_has_no_arn", "pattern"]
        self.assertCountEqual([rule for rule, _, _ in self.rules(text)], every)
        self.assertEqual([rule for rule, _, _ in self.rules(text, "--off", "pattern", "--off", "owned_key_has_no_arn")], ["length_min"])

    def test_what_cannot_be_switched_off(self):
        ran = self.run_checker(*START, "--off", "syntax", stdin="{}")
        self.assertEqual((ran.code, ran.err), (2, "firehose_check: syntax cannot be switched off: a text that breaks it cannot be read\n"))
        ran = self.run_checker(*START, "--off", "unknown_member", stdin="{}")
        self.assertEqual((ran.code, ran.err), (2, "firehose_check: unknown_member is not switched off like this; say --unknown ignore\n"))
        for rule in ("byte_order_mark", "not_an_integer", "null_element"):
            ran = self.run_checker(*START, "--off", rule, stdin="{}")
            expected = f"firehose_check: {rule} is not switched off like this; say --preset sdk, which reads such a text\n"
            self.assertEqual((ran.code, ran.err), (2, expected))
        self.assertIn("did you mean pattern?", self.run_checker("--off", "patern", stdin="{}").err)

    def test_the_older_constraints_take_an_alias(self):
        text = ('{"DeliveryStreamName": "a", "DeliveryStreamEncryptionConfigurationInput": {"KeyType": "CUSTOMER_MANAGED_CMK", '
                '"KeyARN": "arn:aws:kms:us-east-1:123456789012:alias/a"}}')  # fmt: skip
        self.assertEqual([rule for rule, _, _ in self.rules(text)], ["pattern"])
        self.assertEqual(self.rules(text, "--constraints", "before_2026_06_12"), [])

    def test_presets_and_unknown_members(self):
        text = '\ufeff{"Limit": 1.5, "More": 1}'
        for arguments, expected in (
            ((), ["byte_order_mark"]),
            (("--preset", "gateway"), ["byte_order_mark"]),
            (("--preset", "sdk"), []),
            (("--preset", "sdk", "--unknown", "warn"), ["unknown_member"]),
        ):
            self.assertEqual([rule for rule, _, _ in self.rules(text, *arguments, operation="ListDeliveryStreams")], expected)
        text = '{"More": 1}'
        for arguments, expected in (
            ((), "warning"),
            (("--preset", "gateway"), "error"),
            (("--unknown", "refuse"), "error"),
            (("--preset", "gateway", "--unknown", "warn"), "warning"),
        ):
            (found,) = self.findings(text, *arguments, operation="ListDeliveryStreams")["findings"]
            self.assertEqual(found["severity"], expected)
        self.assertEqual(self.rules(text, "--unknown", "ignore", operation="ListDeliveryStreams"), [])

    def test_answers(self):
        self.assertEqual(self.rules('{"RecordId": "a", "Encrypted": true}', "--response", operation="PutRecord"), [])
        self.assertEqual(self.rules('{"Encrypted": 1}', "--response", operation="PutRecord"), [("required", 1, 1), ("wrong_kind", 1, 15)])
        self.assertEqual(self.rules("", "--response"), [])


class Help(CheckerTest):
    def test_says_what_is_so(self):
        told = self.run_checker("--help").out
        self.assertIn("No value is printed without --show-values,", told)
        self.assertIn("A subcommand stands alone", told)


class Messages(CheckerTest):
    def test_each_has_a_subject(self):
        for text, operation, expected in (
            ('{"Records": [{}]}', "PutRecordBatch", ["DeliveryStreamName is required, but absent or null", "Data is required, but absent or null"]),
            ('{"DeliveryStreamName": "a", "TagKeys": [1, ""]}', "UntagDeliveryStream",
             ["TagKeys/0 is a number, a string is wanted", "TagKeys/1 has 0 code points, 1 to 128 allowed"]),
            ('{"DeliveryStreamName": "a"}', "CreateDeliveryStream", ["0 destination configurations given, exactly 1 allowed"]),
            ("[]", "PutRecord", ["the document is a list, an object is wanted"]),
            ('{"x": "\\ud800"}', "PutRecord", ["the document escapes one half of a surrogate pair without the other"]),
            ('{"DeliveryStreamName": "a", "": 1, "a b": 2}', "StopDeliveryStreamEncryption",
             ['"" is no member that the model knows here', '"a b" is no member that the model knows here']),
            ('{"DeliveryStreamName": "a", "a/b": 1, "~1": 2, "c~d": 3}', "StopDeliveryStreamEncryption",
             [f'"{name}" is no member that the model knows here' for name in ("a/b", "~1", "c~d")]),
            ('{"DeliveryStreamName": "a", "12": 1, "a b": [1e999]}', "StopDeliveryStreamEncryption",
             ["12 is no member that the model knows here", '"a b" is no member that the model knows here',
              '"a b"/0 is a number too large to be held']),
        ):  # fmt: skip
            found = self.findings(text, operation=operation)["findings"]
            self.assertEqual([each["message"] for each in found], expected)
