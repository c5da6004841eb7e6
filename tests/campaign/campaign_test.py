#!/usr/bin/python3
# Tests of the campaign program: `campaign_test.py --gateway PROGRAM --campaign PROGRAM`.
# Uses nothing but Python's own modules, and the gateway's starter of the client tests.
# SPDX-License-Identifier: BSL-1.0
import argparse
import html.parser
import pathlib
import re
import socket
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "clients"))
from gateway_process import Gateway  # noqa: E402

PROGRAMS = argparse.Namespace()


def campaign(endpoint, *options):
    """Exit code, stdout and stderr."""
    done = subprocess.run(
        [PROGRAMS.campaign, "--endpoint", endpoint, *options],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


class Page(html.parser.HTMLParser):
    """Holds that tags are closed in order, and that nothing is fetched or run."""

    VOID = {"meta", "br"}

    def __init__(self):
        super().__init__()
        self.open = []
        self.text = ""

    def handle_starttag(self, tag, attrs):
        assert tag not in {"script", "img", "link", "iframe", "object"}, tag
        for name, _ in attrs:
            assert name not in {"src", "href", "onclick", "onload"}, name
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open and self.open.pop() == tag, tag

    def handle_data(self, data):
        self.text += data


class Campaign(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.path = pathlib.Path(self.folder.name)

    def gateway(self, *options):
        started = Gateway(PROGRAMS.gateway, "--quiet", *options)
        self.addCleanup(started.stop)
        return started

    def page(self, path):
        page = Page()
        page.feed(path.read_text(encoding="utf-8"))
        page.close()
        self.assertEqual(page.open, [])
        return page.text

    def test_finds_nothing_in_a_gateway_that_does_what_it_is_said_to_do(self):
        gateway = self.gateway()
        report, page = self.path / "r.txt", self.path / "r.html"
        files = ("--report", str(report), "--html", str(page), "--scripts", str(self.path / "scripts"))
        code, out, err = campaign(gateway.endpoint, "--requests", "2000", *files)
        self.assertEqual(code, 0, out + err)
        self.assertRegex(out, r"^20\d\d requests, 0 disagreements of 0 kinds\n$")
        text = report.read_text(encoding="utf-8")
        self.assertRegex(text, r"\n20\d\d requests, 0 disagreements of 0 kinds\n$")
        self.assertIn("clock: moved; seed 1", text)
        for word in ("near_valid length_max", "hostile deep_lists", "valid: ", "LimitExceededException", "UpdateEverything"):
            self.assertIn(word, text)
        self.assertIn("Nowhere.", self.page(page))
        self.assertEqual(list((self.path / "scripts").iterdir()), [])

    def test_finds_nothing_under_another_policy_that_it_is_told(self):
        options = ("--busy", "queue", "--quota-limit", "4", "--quota-counting", "attempted", "--work-ms", "0",
                   "--inactive-put", "service_unavailable", "--unknown-members", "refuse", "--max-tags", "5")
        gateway = self.gateway(*options)
        code, out, err = campaign(gateway.endpoint, "--requests", "2000", "--seed", "3", *options)
        self.assertEqual(code, 0, out + err)

    def test_finds_nothing_in_a_gateway_of_which_it_knows_nothing(self):
        gateway = self.gateway()
        code, out, err = campaign(gateway.endpoint, "--requests", "1500", "--known", "documentation")
        self.assertEqual(code, 0, out + err)
        self.assertIn("judged by: the documentation alone", out)

    def test_finds_a_wrong_policy_and_makes_a_script_that_shows_it_again(self):
        gateway = self.gateway("--quota-limit", "3")
        page, scripts = self.path / "r.html", self.path / "scripts"
        code, out, err = campaign(
            gateway.endpoint, "--requests", "800", "--quota-limit", "4", "--html", str(page), "--scripts", str(scripts)
        )
        self.assertEqual(code, 1, out + err)
        self.assertRegex(out, r"\d disagreements of \d kinds\n$")
        # A refusal that comes too early also looks as if the refused call before it had been charged.
        kinds = set(re.findall(r"\w+: (\w+): expected", out))
        self.assertIn("quota_too_early", kinds)
        self.assertLessEqual(kinds, {"quota_too_early", "refused_call_changed"})
        self.assertRegex(out, r"shortest script, \d+ steps, after \d+ runs:")
        self.assertIn("A Start or Stop was refused although the quota had room.", self.page(page))
        found = list(scripts.glob("quota_too_early_*.script"))
        self.assertTrue(found)
        steps = [line for line in found[0].read_text().splitlines() if not line.startswith("#")]
        self.assertLessEqual(len(steps), 12, steps)
        code, out, _ = campaign(gateway.endpoint, "--script", str(found[0]), "--quota-limit", "4", "--quiet")
        self.assertEqual(code, 1, out)
        code, out, _ = campaign(gateway.endpoint, "--script", str(found[0]), "--quota-limit", "3", "--quiet")
        self.assertEqual(code, 0, out)

    def test_finds_work_that_takes_too_long(self):
        gateway = self.gateway("--work-ms", "60000")
        code, out, err = campaign(gateway.endpoint, "--requests", "300")
        self.assertEqual(code, 1, out + err)
        self.assertIn("_wrong", out)

    def test_streams_that_were_there_before_are_not_held_against_the_endpoint(self):
        gateway = self.gateway()
        script = self.path / "one.script"
        script.write_text("create a\nwait 2s\nput a 1\nlist\n")
        for _ in range(2):
            code, out, _ = campaign(gateway.endpoint, "--script", str(script), "--quiet")
            self.assertEqual(code, 0, out)
            self.assertIn("3 requests, 0 disagreements", out)

    def test_says_when_it_cannot_begin(self):
        with socket.socket() as unused:
            unused.bind(("127.0.0.1", 0))
            code, _, err = campaign(f"http://127.0.0.1:{unused.getsockname()[1]}")
        self.assertEqual(code, 2)
        self.assertIn("nothing answers", err)
        for bad in ("http://example.com:80", "https://127.0.0.1:1", "http://127.0.0.1", "http://127.0.0.1:0"):
            code, _, err = campaign(bad)
            self.assertEqual(code, 2, bad)
            self.assertIn("expected http://127.0.0.1:PORT", err)
        script = self.path / "bad.script"
        script.write_text("create a\nbegin\n")
        code, _, err = campaign("http://127.0.0.1:1", "--script", str(script))
        self.assertEqual(code, 2)
        self.assertTrue(re.search(r"bad\.script:2:1: unknown_verb", err), err)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--gateway", required=True)
    parser.add_argument("--campaign", required=True)
    PROGRAMS, others = parser.parse_known_args()
    unittest.main(argv=[sys.argv[0], *others])
