# The checker as a test sees it: arguments and a text in, exit code and two texts out.
# Knows nothing of what is checked.
# SPDX-License-Identifier: BSL-1.0
import json
import os
import pathlib
import subprocess
import tempfile
import unittest

# Set by run.py.
PROGRAM = ""

OPERATIONS = (
    "CreateDeliveryStream",
    "DeleteDeliveryStream",
    "DescribeDeliveryStream",
    "ListDeliveryStreams",
    "ListTagsForDeliveryStream",
    "PutRecord",
    "PutRecordBatch",
    "StartDeliveryStreamEncryption",
    "StopDeliveryStreamEncryption",
    "TagDeliveryStream",
    "UntagDeliveryStream",
)
FORMATS = ("pretty", "json", "sarif", "gnu")


class Ran:
    def __init__(self, done):
        self.code = done.returncode
        self.raw = done.stdout
        self.out = done.stdout.decode("utf-8")  # strictly: what is printed is always UTF-8
        self.err = done.stderr.decode("utf-8")


class CheckerTest(unittest.TestCase):
    """A test with a folder of its own to put files in, which is where the program runs."""

    maxDiff = None

    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.folder = pathlib.Path(holder.name)

    def put(self, name, text):
        content = text if isinstance(text, bytes) else text.encode("utf-8")
        (self.folder / name).write_bytes(content)
        return name

    def run_checker(self, *arguments, stdin=b"", environment=None):
        given = stdin if isinstance(stdin, bytes) else stdin.encode("utf-8")
        done = subprocess.run(
            [PROGRAM, *arguments],
            input=given,
            capture_output=True,
            cwd=self.folder,
            env={**os.environ, **(environment or {})},
            timeout=120,
            check=False,
        )
        self.assertIn(done.returncode, (0, 1, 2), done.stderr)
        return Ran(done)

    def findings(self, text, *arguments, operation="StartDeliveryStreamEncryption"):
        """What the JSON output says of one text; without an operation where that is None."""
        chosen = () if operation is None else ("--operation", operation)
        ran = self.run_checker("--format", "json", *chosen, *arguments, stdin=text)
        (file,) = json.loads(ran.out)["files"]
        errors = file["errors"]
        self.assertEqual(ran.code, 2 if file["failure"] else 1 if errors else 0, ran.out)
        return file

    def rules(self, text, *arguments, operation="StartDeliveryStreamEncryption"):
        """Ids of the findings, with the line and column of each."""
        found = self.findings(text, *arguments, operation=operation)["findings"]
        return [(each["rule"], each["line"], each["column"]) for each in found]
