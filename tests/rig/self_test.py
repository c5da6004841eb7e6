#!/usr/bin/python3
# How the rig's scripts read other programs: the engine's status lines and its end, clang's export of coverage.
# SPDX-License-Identifier: BSL-1.0
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time
import unittest

RIG = pathlib.Path(__file__).resolve().parents[2] / "fuzz" / "rig"
sys.path.insert(0, str(RIG))

import campaign
import coverage
import figures
import oss_fuzz
import planted

CODE, SKIPPED, GAP, BRANCH = 0, 2, 3, 4


def region(first, last, count, kind=CODE):
    return [*first, *last, count, 0, 0, kind]


def branch(first, last, taken, passed):
    return [*first, *last, taken, passed, 0, 0, BRANCH]


def function(count, regions, branches=()):
    return coverage.Function({"count": count, "regions": regions, "branches": list(branches)})


class Status(unittest.TestCase):
    def test_reads_what_the_engine_says(self):
        line = "#427\tNEW    cov: 61 ft: 135 corp: 14/311b lim: 39 exec/s: 213 rss: 31Mb L: 38/38 MS: 1 ChangeBit-"
        found = campaign.STATUS.match(line)
        self.assertEqual([found[name] for name in ("runs", "edges", "features", "files", "size", "speed")], ["427", "61", "135", "14", "311b", "213"])

    def test_ignores_what_is_no_status(self):
        for line in ("INFO: Seed: 1", "#2\tREAD units: 3", "==1== ERROR: libFuzzer: deadly signal"):
            self.assertIsNone(campaign.STATUS.match(line), line)

    def test_shows_an_estimate_as_one(self):
        run = campaign.Run("decode", 60)
        run.runs, run.speed, run.read_at = 1000, 500, run.read_at - 4
        self.assertRegex(run.progress(15), r"^decode +~3,\d{3} runs +500 runs/s .* 0:45 left$")
        run.speed = 0
        self.assertRegex(run.progress(75), r"^decode +1,000 runs .* 0:00 left$")


class InAFolder(unittest.TestCase):
    """In a folder of its own, with one target."""

    def setUp(self):
        self.before, self.folder = os.getcwd(), tempfile.TemporaryDirectory()
        os.chdir(self.folder.name)
        pathlib.Path("fuzz").mkdir()
        pathlib.Path("fuzz/decode.cpp").touch()

    def tearDown(self):
        os.chdir(self.before)
        self.folder.cleanup()

    @staticmethod
    def program(preset, text):
        """What stands in for the target's program."""
        path = pathlib.Path("build", preset, "fuzz", "fuzz_decode")
        path.parent.mkdir(parents=True)
        path.write_text("#!/bin/bash\n" + text)
        path.chmod(0o755)
        return path



class Ends(InAFolder):
    """How a run ends is told, and kept."""

    def run_it(self, text, interrupt=False):
        status = r"printf '#900\tINITED cov: 61 ft: 235 corp: 14/311b lim: 39 exec/s: 213 rss: 31Mb\n'"
        self.program("fuzz", f"{status}\n{text}")
        command = [sys.executable, "-B", str(RIG / "campaign.py"), "30", "decode"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
            while interrupt and not pathlib.Path("ready").exists():
                time.sleep(0.01)
            if interrupt:
                process.send_signal(signal.SIGINT)
            try:
                said, _ = process.communicate(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
                raise
        history = pathlib.Path("build/found/decode/history.jsonl")
        return process.returncode, said, json.loads(history.read_text()) if history.exists() else None

    def test_by_itself(self):
        code, _, kept = self.run_it("echo stat::number_of_executed_units: 1000\n")
        self.assertEqual((code, kept["verdict"], kept["runs"]), (0, "nothing found", 1000))

    def test_by_an_input(self):
        written = "build/found/decode/crash-0123"
        code, said, kept = self.run_it(f"echo 'Test unit written to build/found/decode/slow-unit-1'\n"
                                       f"echo 'Test unit written to {written}'\nexit 77\n")
        self.assertEqual((code, kept["verdict"]), (1, "STOPPED"))
        self.assertIn(f"STOPPED after 900 runs; the input is {written}\n", said)

    def test_without_an_input(self):
        code, said, kept = self.run_it("kill -9 $$\n")
        self.assertEqual((code, kept["verdict"]), (1, "FAILED: ended with -9"))
        self.assertIn("FAILED: ended with -9 after 900 runs; no input was kept, see build/found/decode/log\n", said)

    def test_interrupted(self):
        code, said, kept = self.run_it(
            "trap 'echo stat::number_of_executed_units: 950; exit 72' INT\n"
            "touch ready\nwhile true; do sleep 0.02; done\n",
            interrupt=True,
        )
        self.assertEqual((code, kept["verdict"], kept["runs"]), (130, "interrupted", 950), said)


class Figures(InAFolder):
    """What is recorded and what was run here are the same run once."""

    def setUp(self):
        super().setUp()
        work = pathlib.Path("build/found/decode")
        work.mkdir(parents=True)
        (work / "history.jsonl").write_text(
            "".join(
                json.dumps({"ended": ended, "cpu_seconds": seconds, "runs": runs, "features": 7, "verdict": verdict}) + "\n"
                for ended, seconds, runs, verdict in (("1", 1800.4, 90000, "nothing found"), ("2", 59.0, 7, "nothing found"), ("3", 900.0, 27000, "STOPPED"))
            )
        )

    def test_says_which_inputs_coverage_is_of(self):
        shares = {"decode": {"lines": [1, 2], "branches": [1, 4]}}
        file = pathlib.Path("coverage.json")
        for stored, words in (
            (shares, ""),
            ({"committed": True, "targets": shares}, "alone"),
            ({"committed": False, "targets": shares}, "here"),
        ):
            file.write_text(json.dumps(stored))
            read, said = figures.last_coverage(file)
            self.assertEqual((read, said.rpartition(" ")[2]), (shares, words))
        self.assertEqual(figures.last_coverage(pathlib.Path("nowhere")), ({}, ""))

    def test_sums_up_long_runs_and_their_findings(self):
        row = figures.row("decode", {"decode": {"lines": [1, 2], "branches": [1, 4]}})
        self.assertEqual(row, "| `decode` | 40 | 50.0 % | 25.0 % | 0 | 7 | 0.75 | 1 |")

    def test_records_each_run_once(self):
        figures.record()
        text = figures.RUNS.read_text()
        self.assertIn("1\tdecode\t1800\t90000\t7\tnothing found\n", text)
        self.assertEqual(len(list(figures.recorded())), 2)
        figures.record()
        self.assertEqual(figures.RUNS.read_text(), text)
        self.assertEqual([run["ended"] for run in figures.all_runs("decode")], ["1", "3"])


class Lines(unittest.TestCase):
    def counts(self, *regions):
        return dict(function(1, list(regions)).lines())

    def test_a_line_has_the_count_of_its_busiest_region(self):
        body = region((1, 10), (5, 2), 7)
        inner = region((3, 9), (4, 6), 0)
        self.assertEqual(self.counts(body, inner), {1: 7, 2: 7, 3: 7, 4: 0, 5: 7})

    def test_a_gap_begins_no_line(self):
        body = region((1, 10), (3, 2), 4)
        gap = region((2, 5), (2, 20), 0, GAP)
        self.assertEqual(self.counts(body, gap)[2], 4)

    def test_the_body_of_a_constructor_stands_behind_its_initialisers(self):
        made = function(3, [region((1, 20), (1, 25), 3), region((2, 30), (4, 6), 2)])
        self.assertEqual(made.place, (2, 30, 4, 6))
        self.assertEqual(dict(made.lines()), {1: 3, 2: 2, 3: 2, 4: 2})

    def test_what_the_preprocessor_skips_is_no_line(self):
        body = region((1, 10), (4, 2), 4)
        skipped = region((2, 1), (3, 7), 0, SKIPPED)
        self.assertNotIn(3, self.counts(body, skipped))

    def test_what_a_macro_defines_has_no_place(self):
        self.assertIsNone(function(0, [region((9, 1), (9, 1), 0)]).place)


class Branches(unittest.TestCase):
    def sides(self, branches, count=5, text=None):
        one = function(count, [region((1, 10), (5, 2), count)], branches)
        header = coverage.header_of(text or [""] * 5, [one], {one.place} if count else set())
        return {place[:2]: sides for place, sides in header.branches.items()}

    def test_both_sides(self):
        self.assertEqual(self.sides([branch((2, 9), (2, 12), 3, 0)]), {(2, 9): (True, False)})

    def test_what_the_compiler_decided_is_none(self):
        self.assertEqual(self.sides([branch((2, 9), (2, 12), 0, 0)]), {})
        self.assertEqual(self.sides([branch((2, 9), (2, 12), 0, 0)], count=0), {(2, 9): (False, False)})

    def test_the_comparisons_of_a_defaulted_operator_are_none(self):
        self.assertEqual(self.sides([branch((1, 10), (5, 2), 3, 0)]), {})

    def test_the_way_past_all_cases_is_none(self):
        text = ["", "    switch (x) {", "", "", ""]
        self.assertEqual(self.sides([branch((2, 13), (2, 14), 0, 5)], text=text), {})
        self.assertEqual(self.sides([branch((2, 13), (2, 14), 1, 4)], text=text), {(2, 13): (True, True)})


class Together(unittest.TestCase):
    def test_any_instantiation_will_do(self):
        runs = function(2, [region((1, 10), (3, 2), 2)])
        idle = function(0, [region((1, 10), (3, 2), 0), region((2, 5), (2, 9), 0)])
        header = coverage.header_of([""] * 3, [idle, runs], {runs.place})
        self.assertEqual(header.reached_lines(), (3, 3))

    def test_a_stand_in_for_an_unused_function_hides_no_real_one(self):
        unused = function(0, [region((1, 10), (9, 2), 0)])
        self.assertEqual(coverage.header_of([""] * 9, [unused], {unused.place}).reached_lines(), (0, 0))
        self.assertEqual(coverage.header_of([""] * 9, [unused], set()).reached_lines(), (0, 9))

    def test_consteval_functions_are_left_out(self):
        unused = function(0, [region((1, 10), (3, 2), 0)])
        self.assertEqual(coverage.header_of(["consteval int f() {", "", ""], [unused], set()).reached_lines(), (0, 0))

    def test_percentages_are_rounded_down(self):
        self.assertEqual(coverage.percent(9799, 10000).strip(), "97.9")
        self.assertEqual(coverage.percent(0, 0).strip(), "-")


class Export(InAFolder):
    def test_reads_a_tree_behind_a_link(self):
        header = pathlib.Path("tree/include/firehose_sse/x.hpp")
        header.parent.mkdir(parents=True)
        header.touch()
        pathlib.Path("link").symlink_to("tree")
        os.chdir("link")
        there = pathlib.Path(self.folder.name, "link/include/firehose_sse/x.hpp")
        entry = {"filenames": [str(there)], "count": 1, "regions": [region((1, 10), (3, 2), 1)], "branches": []}
        read = coverage.read_export(json.dumps({"data": [{"functions": [entry]}]}))
        self.assertEqual(list(read), ["firehose_sse/x.hpp"])

    def test_nothing_is_not_enough(self):
        self.assertEqual(list(coverage.shortcomings((98, 100), (92, 100), (98, 92))), [])
        self.assertEqual(list(coverage.shortcomings((97, 100), (92, 100), (98, 92))), ["line coverage is below 98 %"])
        self.assertEqual(
            list(coverage.shortcomings((0, 0), (0, 0), (0, 0))),
            ["no line of include/ was measured", "no branch of include/ was measured"],
        )


class OssFuzz(unittest.TestCase):
    def test_the_loader_of_any_machine_is_known(self):
        listing = """\tlinux-vdso.so.1 (0x0000ffff)
\tlibm.so.6 => /lib/aarch64-linux-gnu/libm.so.6 (0x0000ffff)
\tlibhiredis.so.0.14 => /lib/aarch64-linux-gnu/libhiredis.so.0.14 (0x0000ffff)
\t/lib/ld-linux-aarch64.so.1 (0x0000ffff)
"""
        self.assertEqual(oss_fuzz.shared_libraries(listing) - oss_fuzz.SHARED_LIBRARIES, {"libhiredis"})


class PlantedPrograms(InAFolder):
    def test_one_that_never_runs_shows_no_bug(self):
        self.assertFalse(planted.runs_at_all(self.program("broken", "exit 1\n")))
        self.assertTrue(planted.runs_at_all(self.program("sound", 'test "$1" = -help=1\n')))


class Planted(unittest.TestCase):
    def test_medians_are_of_those_that_found_it(self):
        self.assertEqual(planted.told([10, 30, 20]), "20")
        self.assertEqual(planted.told([10, None, 3000]), "1,505 (2 of 3)")
        self.assertEqual(planted.told([None, None, None]), "not found")

    def test_tells_what_only_a_seed_shows(self):
        fuzzed, seeded, missed = ({"seeds": seeds, "fuzzer": runs} for seeds, runs in ((1, [None, 4]), (2, [None, None]), (0, [None, None])))
        self.assertEqual(planted.summary([fuzzed, fuzzed]), ("planted bugs: 2 of 2", True))
        self.assertEqual(planted.summary([fuzzed, seeded]), ("planted bugs: 2 of 2 (1 only by a seed)", True))
        self.assertEqual(planted.summary([fuzzed, seeded, missed]), ("planted bugs: 2 of 3 (1 only by a seed)", False))


if __name__ == "__main__":
    unittest.main()
