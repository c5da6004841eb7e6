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
from proxy import Proxy  # noqa: E402

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
        self.assertIn("options: --endpoint http", text)
        self.assertIn(" 0 without an answer, 0 sent again,", text)
        self.assertNotIn("never reached", text)
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
        self.assertIn("the endpoint may have streams of others", out)

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

    def test_a_campaign_is_not_judged_by_what_another_has_left_behind(self):
        gateway = self.gateway()
        script = self.path / "old.script"
        script.write_text("caller 30000\n")
        for steps in ("caller 30000\n", "create a\nwait 2s\nstart a key K\nwait 2s\ndescribe a\n"):
            script.write_text(steps)
            code, out, _ = campaign(gateway.endpoint, "--script", str(script), "--quiet")
            self.assertEqual(code, 0, out)
        gateway.set_credential_age(30000)
        code, out, _ = campaign(gateway.endpoint, "--script", str(script), "--quiet")
        self.assertEqual(code, 0, out)

    # ---- endpoints that do not answer as HTTP wants it

    def proxy(self, *options, **behaviour):
        started = Proxy(self.gateway(*options).port, **behaviour)
        self.addCleanup(started.stop)
        return started

    def kinds(self, text):
        disagreements = text.split("Where the endpoint disagreed")[1]
        return set(re.findall(r"^  (\S[^:]*): (\w+)(?::|$)", disagreements, re.MULTILINE))

    def test_an_endpoint_that_breaks_down_on_a_body_is_told(self):
        proxy = self.proxy(spoil=lambda each: None if b"SerializationException" in each.answer else each.answer)
        scripts = self.path / "scripts"
        code, out, err = campaign(proxy.endpoint, "--requests", "600", "--scripts", str(scripts))
        self.assertEqual(code, 1, out + err)
        self.assertNotIn("ended early", out)
        self.assertEqual({kind for _, kind in self.kinds(out)}, {"connection_closed"})
        found = sorted(scripts.glob("connection_closed_*.script"))
        self.assertGreater(len(found), 3)
        for each in found:
            steps = [line for line in each.read_text().splitlines() if not line.startswith("#")]
            self.assertEqual(len(steps), 1, each)
        code, out, _ = campaign(proxy.endpoint, "--script", str(found[0]), "--quiet")
        self.assertEqual(code, 1, out)

    def test_other_ends_of_an_exchange_are_told_apart(self):
        for wrong, kind in (
            (b"Traceback (most recent call last):\n\n", "answer_not_http"),
            (b"HTTP/1.1 200 OK\r\nX: " + b"x" * 70_000 + b"\r\n\r\n", "answer_too_large"),
            (b"", "answer_too_late"),
        ):
            def spoil(each, wrong=wrong):
                return wrong if each.operation == "TagDeliveryStream" else each.answer

            proxy = self.proxy(spoil=spoil)
            script = self.path / "tag.script"
            script.write_text("create a\nwait 2s\ntag a k=v\n")
            code, out, _ = campaign(proxy.endpoint, "--script", str(script), "--quiet", "--timeout-ms", "500")
            self.assertEqual(code, 1, out)
            self.assertEqual(self.kinds(out), {("TagDeliveryStream", kind)}, out)

    def test_bytes_behind_an_answer_are_told_and_taken_for_no_other_answer(self):
        proxy = self.proxy(spoil=lambda each: each.answer * (2 if each.operation == "TagDeliveryStream" else 1))
        script = self.path / "tag.script"
        script.write_text("create a\nwait 2s\ntag a k=v\ndescribe a\ntags a\nlist\n")
        code, out, _ = campaign(proxy.endpoint, "--script", str(script), "--quiet")
        self.assertEqual(code, 1, out)
        self.assertEqual({kind for _, kind in self.kinds(out)}, {"bytes_behind_answer"}, out)

    def test_interim_answers_are_passed_over(self):
        interim = b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n"
        proxy = self.proxy(spoil=lambda each: interim + each.answer)
        code, out, err = campaign(proxy.endpoint, "--requests", "300")
        self.assertEqual(code, 0, out + err)

    def test_connections_closed_between_requests_are_no_disagreement(self):
        for said in (b"", b"Connection: close\r\n"):
            proxy = self.proxy(
                spoil=lambda each, said=said: each.answer.replace(b"\r\n", b"\r\n" + said, 1), close=lambda each: True
            )
            code, out, err = campaign(proxy.endpoint, "--requests", "300")
            self.assertEqual(code, 0, out + err)
            self.assertLessEqual(int(re.search(r"(\d+) without an answer", out)[1]), 1)

    def test_a_kept_connection_closed_under_a_request_is_tried_anew(self):
        seen = []

        def spoil(each):
            once = each.operation == "PutRecord" and not seen
            seen.extend([each] if once else [])
            return None if once else each.answer

        proxy = self.proxy(spoil=spoil)
        script = self.path / "put.script"
        script.write_text("create a\nwait 2s\nput a 1\nput a 1\n")
        code, out, err = campaign(proxy.endpoint, "--script", str(script), "--quiet")
        self.assertEqual(code, 0, out + err)
        self.assertIn("1 without an answer, 1 sent again", out)
        self.assertEqual(len(seen), 1)

    def test_an_endpoint_that_stops_answering_ends_the_campaign(self):
        proxy = self.proxy(before=lambda each: None if each.number < 50 or each.is_control else b"")
        code, out, err = campaign(proxy.endpoint, "--requests", "300", "--timeout-ms", "200")
        self.assertEqual(code, 1, out + err)
        self.assertIn("ended early: the endpoint has stopped answering", out)
        self.assertIn("answer_too_late", out)
        self.assertIn("not run again to its end", out)
        answered = int(re.search(r"(\d+) without an answer", out)[1])
        self.assertLessEqual(answered, 6)

    def test_a_control_path_that_does_nothing_ends_the_campaign(self):
        refused = b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n"
        proxy = self.proxy(before=lambda each: refused if each.is_control and each.method == "POST" else None)
        code, out, err = campaign(proxy.endpoint, "--requests", "300")
        self.assertEqual(code, 1, out + err)
        self.assertIn("ended early: the control path has not done what it was asked for", out)

    def test_the_quota_is_reached_where_time_cannot_be_moved(self):
        missing = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
        told = ("--work-ms", "20", "--settling-ms", "0", "--longest-wait-ms", "100")
        for limit, code_wanted in (("25", 0), ("1000", 1)):
            proxy = self.proxy("--work-ms", "20", "--settling-ms", "0", "--quota-limit", limit,
                               before=lambda each: missing if each.is_control else None)
            code, out, err = campaign(proxy.endpoint, "--requests", "600", *told)
            self.assertEqual(code, code_wanted, out + err)
            self.assertIn("clock: real", out)
            if code_wanted == 0:
                self.assertNotIn("never reached", out)
            else:
                self.assertIn("quota_overrun", out)

    def test_a_first_look_that_is_refused_says_nothing_of_streams(self):
        gateway = self.gateway()
        script = self.path / "one.script"
        script.write_text("create a\n")
        campaign(gateway.endpoint, "--script", str(script), "--quiet")
        gateway.fail_next("ListDeliveryStreams", "ServiceUnavailableException")
        script.write_text("list\n")
        code, out, _ = campaign(gateway.endpoint, "--script", str(script), "--quiet")
        self.assertEqual(code, 0, out)

    def test_what_was_not_run_again_is_not_said_to_be_gone(self):
        gateway = self.gateway("--quota-limit", "3")
        code, out, err = campaign(gateway.endpoint, "--requests", "400", "--quota-limit", "4", "--shrink-runs", "0")
        self.assertEqual(code, 1, out + err)
        self.assertIn("not run again to its end", out)
        self.assertNotIn("not seen again", out)

    def test_a_signal_ends_it_with_its_report(self):
        gateway = self.gateway()
        report = self.path / "r.txt"
        running = subprocess.Popen(
            [PROGRAMS.campaign, "--endpoint", gateway.endpoint, "--requests", "100000000", "--report", str(report)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.assertIn("a second", running.stderr.readline())
        running.terminate()
        out, _ = running.communicate(timeout=60)
        self.assertEqual(running.returncode, 1)
        self.assertIn("0 disagreements", out)
        self.assertIn("ended early: it was interrupted", report.read_text())

    def test_says_when_it_cannot_report(self):
        gateway = self.gateway()
        for option in ("--report", "--html"):
            code, _, err = campaign(gateway.endpoint, option, str(self.path / "nowhere" / "r"))
            self.assertEqual(code, 2)
            self.assertIn("cannot write", err)
        with open("/dev/full", "w", encoding="utf-8") as full:
            done = subprocess.run([PROGRAMS.campaign, "--endpoint", gateway.endpoint, "--requests", "50", "--quiet"],
                                  stdout=full, stderr=subprocess.DEVNULL, timeout=60, check=False)
        self.assertEqual(done.returncode, 2)

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
        for text in ("", "# nothing\n"):
            script.write_text(text)
            code, _, err = campaign("http://127.0.0.1:1", "--script", str(script))
            self.assertEqual(code, 2)
            self.assertRegex(err, "no step|is empty")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--gateway", required=True)
    parser.add_argument("--campaign", required=True)
    PROGRAMS, others = parser.parse_known_args()
    unittest.main(argv=[sys.argv[0], *others])
