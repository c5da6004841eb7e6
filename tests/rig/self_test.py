#!/usr/bin/python3
# What the rig's scripts make of other programs' output: the engine's status lines, clang's export of coverage.
# SPDX-License-Identifier: BSL-1.0
import pathlib
import sys
import unittest

RIG = pathlib.Path(__file__).resolve().parents[2] / "fuzz" / "rig"
sys.path.insert(0, str(RIG))

import campaign
import coverage
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


class Planted(unittest.TestCase):
    def test_medians_are_of_those_that_found_it(self):
        self.assertEqual(planted.told([10, 30, 20]), "20")
        self.assertEqual(planted.told([10, None, 3000]), "1,505 (2 of 3)")
        self.assertEqual(planted.told([None, None, None]), "not found")


if __name__ == "__main__":
    unittest.main()
