# Files: how many, of what kind, and what the exit code says of them.
# SPDX-License-Identifier: BSL-1.0
import json
import os
import random
import subprocess

import program
from program import CheckerTest

GOOD = '{"DeliveryStreamName": "orders"}'
BAD = '{"DeliveryStreamName": ""}'
WARNED = '{"DeliveryStreamName": "orders", "More": 1}'
STOP = ("--operation", "StopDeliveryStreamEncryption")


class ExitCodes(CheckerTest):
    def test_nothing_wrong(self):
        self.put("good.json", GOOD)
        ran = self.run_checker(*STOP, "good.json")
        self.assertEqual((ran.code, ran.out, ran.err), (0, "nothing wrong in good.json (StopDeliveryStreamEncryption)\n", ""))

    def test_errors(self):
        self.assertEqual(self.run_checker(*STOP, self.put("bad.json", BAD)).code, 1)

    def test_warnings_count_only_if_asked_to(self):
        self.put("warned.json", WARNED)
        self.assertEqual(self.run_checker(*STOP, "warned.json").code, 0)
        self.assertEqual(self.run_checker(*STOP, "--warnings-as-errors", "warned.json").code, 1)

    def test_a_warning_that_is_not_kept_is_still_no_error(self):
        text = '{"a": 1, "b": 2, "c": 3, "DeliveryStreamName": "orders"}'
        ran = self.run_checker(*STOP, "--max-findings", "1", stdin=text)
        self.assertEqual(ran.code, 0)
        self.assertIn("\nand 2 more\n3 warnings in <stdin>", ran.out)
        ran = self.run_checker(*STOP, "--max-findings", "1", stdin=text.replace("orders", "or ders"))
        self.assertEqual(ran.code, 1)
        self.assertIn("\nand 3 more\n1 error, 3 warnings in <stdin>", ran.out)

    def test_what_is_not_kept_is_counted_and_everything_is_checked(self):
        records = ", ".join('{"Data": "*"}' for _ in range(100))
        text = f'{{"Records": [{records}], "x": 1}}'
        for kept in ("1", "32", "102"):
            found = self.findings(text, "--max-findings", kept, operation="PutRecordBatch")
            self.assertEqual((found["errors"], found["warnings"], found["more"]), (101, 1, 102 - int(kept)))
        self.assertEqual(self.rules(text, "--max-findings", "1", operation="PutRecordBatch"), [("required", 1, 1)])

    def test_usage(self):
        for arguments in (("--no-such-option",), ("--format", "xml"), ("--max-findings", "0"), ("explain", "no_such_rule"),
                          ("skeleton",), ("skeleton", "PutRecords"), ("--operation", "PutRecords"), ("--off", "no_such_rule"),
                          ("--preset", "fuzz"), ("--constraints", "2026"), ("--unknown", "maybe")):  # fmt: skip
            ran = self.run_checker(*arguments, stdin=GOOD)
            self.assertEqual((ran.code, ran.out), (2, ""), arguments)
            self.assertNotEqual(ran.err, "", arguments)

    def test_a_complaint_does_not_steer_a_terminal(self):
        for arguments in (("--\x1b[2J",), ("--format", "\x1b[2J"), ("--max-findings", "\x1b[2J\n"), ("skeleton", "\x1b[2J"),
                          ("explain", "\x1b[2J"), ("--off", "\x1b[2J"), ("--operation", "\x1b[2J"), ("explain", "a", "\x1b[2J")):  # fmt: skip
            ran = self.run_checker(*arguments, stdin=GOOD)
            self.assertEqual((ran.code, ran.out), (2, ""), arguments)
            self.assertNotIn("\x1b", ran.err, arguments)
        ran = self.run_checker("--format", "xml")
        self.assertTrue(ran.err.startswith("firehose_check: --format: xml not in {"), ran.err)
        self.assertTrue(ran.err.endswith("\nRun with --help for more information.\n"), ran.err)

    def test_help_and_version_are_no_errors(self):
        for arguments in (("--help",), ("skeleton", "--help"), ("explain", "--help"), ("--version",)):
            ran = self.run_checker(*arguments)
            self.assertEqual((ran.code, ran.err), (0, ""), arguments)
        self.assertRegex(self.run_checker("--version").out, r"^firehose_check \d+\.\d+\.\d+\n$")

    def test_output_that_cannot_be_written(self):
        self.put("good.json", GOOD)
        with open("/dev/full", "wb") as full:
            done = subprocess.run(
                [program.PROGRAM, *STOP, "good.json"], stdout=full, stderr=subprocess.PIPE, cwd=self.folder, timeout=60, check=False
            )
        self.assertEqual(done.returncode, 2)
        self.assertIn(b"cannot be written", done.stderr)


class Several(CheckerTest):
    def test_all_are_checked_and_the_worst_one_counts(self):
        self.put("good.json", GOOD)
        self.put("bad.json", BAD)
        for files, code in ((("good.json", "good.json"), 0), (("bad.json", "good.json"), 1), (("none", "bad.json", "good.json"), 2)):
            ran = self.run_checker(*STOP, "--format", "json", *files)
            told = json.loads(ran.out)["files"]
            self.assertEqual(ran.code, code)
            self.assertEqual([each["file"] for each in told], list(files))
            self.assertEqual([each["errors"] for each in told], [2 if name == "bad.json" else 0 for name in files])
        self.assertEqual([bool(each["failure"]) for each in told], [True, False, False])

    def test_standard_input_is_a_file_among_others(self):
        self.put("bad.json", BAD)
        ran = self.run_checker(*STOP, "--format", "gnu", "bad.json", "-", stdin='{"DeliveryStreamName": 1}')
        self.assertEqual(
            ran.out,
            "bad.json:1:24: error: DeliveryStreamName has 0 code points, 1 to 64 allowed [length_min]\n"
            "bad.json:1:24: error: DeliveryStreamName must match [a-zA-Z0-9_.-]+ [pattern]\n"
            "<stdin>:1:24: error: DeliveryStreamName is a number, a string is wanted [wrong_kind]\n",
        )

    def test_standard_input_is_there_once(self):
        self.put("bad.json", BAD)
        ran = self.run_checker(*STOP, "-", "bad.json", "-", stdin=BAD)
        self.assertEqual((ran.code, ran.out, ran.err), (2, "", "firehose_check: - is given twice: standard input ends only once\n"))

    def test_no_file_is_standard_input(self):
        ran = self.run_checker(*STOP, stdin=GOOD)
        self.assertEqual((ran.code, ran.out), (0, "nothing wrong in <stdin> (StopDeliveryStreamEncryption)\n"))

    def test_a_name_like_a_subcommand_or_an_option(self):
        self.put("explain", GOOD)
        self.put("--help", BAD)
        self.assertEqual(self.run_checker(*STOP, "./explain").code, 0)
        self.assertEqual(self.run_checker(*STOP, "--", "--help").code, 1)

    def test_a_subcommand_beside_what_a_check_takes(self):
        """A shell may have put it there, for a file of that name."""
        self.put("bad.json", BAD)
        for arguments in ((*STOP, "bad.json", "explain"), ("bad.json", "explain"), (*STOP, "explain"), ("--format", "gnu", "explain", "syntax"),
                          ("--response", "skeleton", "PutRecord"), ("bad.json", "skeleton", "PutRecord")):  # fmt: skip
            ran = self.run_checker(*arguments)
            self.assertEqual((ran.code, ran.out), (2, ""), arguments)
            self.assertRegex(ran.err, r"^firehose_check: (explain|skeleton) is a subcommand, .*; a file of that name is \./\1\n$")
        self.assertEqual(self.run_checker(*STOP, "explain", "bad.json").code, 2)


class Unreadable(CheckerTest):
    def test_what_is_no_file(self):
        for name, what in (("missing.json", "No such file"), (".", "Is a directory"), ("x" * 300, "File name too long")):
            ran = self.run_checker(*STOP, name)
            self.assertEqual((ran.code, ran.out), (2, ""))
            self.assertRegex(ran.err, rf"^firehose_check: .*: {what}")

    def test_no_permission(self):
        self.put("secret.json", GOOD)
        os.chmod(self.folder / "secret.json", 0)
        if os.access(self.folder / "secret.json", os.R_OK):
            self.skipTest("root may read everything")
        self.assertEqual(self.run_checker(*STOP, "secret.json").code, 2)

    def test_a_name_that_would_steer_a_terminal(self):
        ran = self.run_checker(*STOP, self.put("a\x1b[2J\n\u202eb.json", BAD))
        self.assertNotIn("\x1b", ran.out)
        self.assertNotIn("\u202e", ran.out)
        self.assertIn("a\ufffd[2J\ufffd\ufffdb.json:1:24: error[length_min]", ran.out)

    def test_a_name_that_is_not_utf_8(self):
        (self.folder / os.fsdecode(b"caf\xe9.json")).write_text(BAD)
        for form in program.FORMATS:
            ran = self.run_checker(*STOP, "--format", form, os.fsdecode(b"caf\xe9.json"))  # run_checker decodes strictly
            self.assertEqual(ran.code, 1)


class Sizes(CheckerTest):
    def test_beyond_what_is_read(self):
        with open(self.folder / "huge.json", "wb") as file:
            file.truncate(64 * 1024 * 1024 + 1)
        ran = self.run_checker(*STOP, "huge.json")
        self.assertEqual(ran.code, 2)
        self.assertEqual(ran.err, "firehose_check: huge.json: is larger than 64 MiB\n")

    def test_a_file_without_an_end(self):
        self.assertEqual(self.run_checker(*STOP, "/dev/zero").code, 2)

    def test_beyond_what_a_body_may_have(self):
        text = '{"DeliveryStreamName": "orders", "x": "' + "y" * (9 * 1024 * 1024) + '"}'
        self.assertEqual(self.rules(text), [("too_large", 1, 8 * 1024 * 1024 + 1)])

    def test_one_line_with_many_findings(self):
        records = ", ".join('{"Data": "*"}' for _ in range(20_000))
        found = self.findings(f'{{"DeliveryStreamName": "orders", "Records": [{records}]}}', "--max-findings", "10000",
                              operation="PutRecordBatch")  # fmt: skip
        self.assertEqual(len(found["findings"]), 10_000)
        self.assertEqual(found["findings"][-1]["column"], 46 + 9 + 15 * 9_999)

    def test_empty(self):
        self.assertEqual(self.rules("", operation="ListDeliveryStreams"), [])
        self.assertEqual(self.rules(""), [("required", 1, 1)])

    def test_binary_junk(self):
        chance = random.Random(7)
        for size in (1, 2, 3, 7, 100, 5000):
            junk = bytes(chance.randrange(256) for _ in range(size))
            for start in (b"", b"{", b"POST / HTTP/1.1\r\n", b"\xef\xbb\xbf", b'{"DeliveryStreamName": "'):
                for form in program.FORMATS:
                    ran = self.run_checker(*STOP, "--format", form, stdin=start + junk)
                    self.assertEqual(ran.code, 1, (start, junk))
                    self.assertFalse(set(ran.out) & {chr(c) for c in (*range(9), *range(11, 32), *range(127, 160))})
