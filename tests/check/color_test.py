# Colour: on a terminal only, and not where it is not wanted.
# SPDX-License-Identifier: BSL-1.0
import os
import pty
import subprocess

import program
from program import CheckerTest

ARGUMENTS = ("--operation", "StopDeliveryStreamEncryption", "bad.json")


class Colour(CheckerTest):
    def setUp(self):
        super().setUp()
        self.put("bad.json", '{"DeliveryStreamName": 1}')

    def on_terminal(self, *arguments, **environment):
        """What the program prints when a terminal is its standard output."""
        ours, theirs = pty.openpty()
        try:
            with subprocess.Popen(
                [program.PROGRAM, *arguments, *ARGUMENTS], stdin=subprocess.DEVNULL, stdout=theirs, cwd=self.folder,
                env={**os.environ, **environment},
            ) as running:  # fmt: skip
                os.close(theirs)
                theirs = None
                out = b""
                while True:
                    try:
                        block = os.read(ours, 65536)
                    except OSError:  # a terminal that ends reads as an error
                        break
                    if not block:
                        break
                    out += block
                self.assertEqual(running.wait(timeout=60), 1)
            return out
        finally:
            os.close(ours)
            if theirs is not None:
                os.close(theirs)

    def test_on_a_terminal(self):
        self.assertIn(b"\x1b[1;31merror[wrong_kind]\x1b[0m", self.on_terminal(TERM="xterm"))

    def test_not_where_it_is_not_wanted(self):
        for environment in ({"NO_COLOR": "1"}, {"NO_COLOR": "0"}, {"TERM": "dumb"}):
            self.assertNotIn(b"\x1b", self.on_terminal(**{"TERM": "xterm", **environment}))
        self.assertIn(b"\x1b", self.on_terminal(TERM="xterm", NO_COLOR=""))

    def test_not_into_a_file(self):
        self.assertNotIn("\x1b", self.run_checker(*ARGUMENTS, environment={"TERM": "xterm"}).out)

    def test_as_asked_for(self):
        self.assertIn("\x1b", self.run_checker("--color", "always", *ARGUMENTS, environment={"NO_COLOR": "1"}).out)
        self.assertNotIn(b"\x1b", self.on_terminal("--color", "never", TERM="xterm"))

    def test_only_for_people(self):
        for form in ("json", "sarif", "gnu"):
            self.assertNotIn("\x1b", self.run_checker("--color", "always", "--format", form, *ARGUMENTS).out)

    def test_is_all_that_it_adds(self):
        plain = self.run_checker(*ARGUMENTS).out
        coloured = self.run_checker("--color", "always", *ARGUMENTS).out
        for sequence in ("\x1b[1m", "\x1b[1;31m", "\x1b[2m", "\x1b[0m"):
            coloured = coloured.replace(sequence, "")
        self.assertEqual(coloured, plain)
