# Tests what mutate.py says of itself: which changes it makes, and what becomes of each of them in a tree of one header
# and two test programs. Usage: self_test.py [CLANG]; without a clang the second half is skipped.
# SPDX-License-Identifier: BSL-1.0
import json
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile

import sites

TOOL = pathlib.Path(__file__).with_name("mutate.py")

# A source, and every change that is made to it.
CHANGES = [
    ("int f(int a) { return a < 3; }", ["a <= 3", "a < 4"]),
    ("auto x = a + 1;", ["a - 1", "a + 0"]),
    ("auto x = b * 0x10u;", ["b / 0x10u", "b * 17u"]),
    ("auto x = 1'000;", ["= 1001;"]),
    ("bool x = true;", ["= false;"]),
    ("if (a && !b) { c(); }", ["if (!(a && !b))", "a || !b", "a && b)"]),
    ("if (a == b) { c(); }", ["a != b"]),
    ("if (!a) { c(); }", ["if (a)"]),
    ("if (auto const* p = f(); p->good()) { c(); }", ["if (auto const* p = f(); !(p->good()))"]),
    ("if (auto const* p = f()) { c(); }", []),
    ("while (next()) { ++i; }", ["while (!(next()))", "{ --i; }"]),
    ("for (auto& x : list) { if (x) { break; } }", ["if (!(x))", "{ continue; }"]),
    ("a |= b << c;", ["a &= b << c", "a |= b >> c"]),
    ("bool operator==(T const&, T const&) = default;", []),
    ("friend bool operator<(T a, T b) { return a.x < b.x; }", ["a.x <= b.x"]),
    ("T&& x = f(); std::vector<int> y; int* z;", []),
    ("static_assert(1 < 2); using x = y<1>; template <int n = 3> struct s;", []),
    ("template <class T> requires(sizeof(T) > 2) int f() { return 5; }", ["return 6;"]),
    ('// a < 1\n/* b < 2 */ auto s = "1 < 2"; auto c = \'1\'; auto r = R"(3 < 4)";\n#define X 1 < 2\n', []),
    ("double x = 0.5;", []),
]

HEADER = """#pragma once
constexpr int larger(int a, int b) { return a > b ? a : b; }
inline int halved(int a) {
    int steps = 0;
    while (a > 1) { a = a / 2; ++steps; }
    return steps;
}
inline int unused(int a) { return a + 2; }
inline char const* name(bool good) { return "no" + (good ? 3 : 0); }
inline int* nothing() { return 0; }
#include "toy/toy.ipp"
"""
# Code of the header that is written in a file of its own counts as the header's.
BODY = "inline int twice(int a) { return 2 * a; }\n"
NEAR = """#include "toy/toy.hpp"
#include <gtest/gtest.h>
static_assert(larger(2, 1) == 2 && larger(1, 2) == 2);
TEST(toy, halved) { EXPECT_EQ(halved(8), 3); }
"""
FAR = """#include "toy/toy.hpp"
#include <gtest/gtest.h>
#include <unistd.h>
TEST(other, name) { EXPECT_STREQ(name(false), "no"); }
TEST(other, twice) { EXPECT_EQ(twice(8), 16); }
"""
# A change, and what its line of the report must hold.
OUTCOMES = [
    ("`>` -> `>=`", "toy.hpp:2:", "survived"),  # equal numbers are equally large
    ("`>` -> `>=`", "toy.hpp:5:", "killed"),
    ("`/` -> `*`", "toy.hpp:5:", "killed"),
    ("`++` -> `--`", "toy.hpp:5:", "by tests/unit/toy/toy_test.cpp"),
    ("`0` -> `1`", "toy.hpp:4:", "killed"),
    ("`+` -> `-`", "toy.hpp:8:", "survived"),
    ("`2` -> `3`", "toy.hpp:8:", "survived"),
    ("`3` -> `4`", "toy.hpp:9:", "survived"),
    ("`0` -> `1`", "toy.hpp:9:", "by tests/unit/toy/zz_test.cpp"),
    ("`0` -> `1`", "toy.hpp:10:", "invalid"),
    ("`*` -> `/`", "toy.ipp:1:", "killed"),
]


def changes():
    for source, wanted in CHANGES:
        got = [site.applied(source) for site in sites.sites(source)]
        good = len(got) == len(wanted) and all(any(part in text for text in got) for part in wanted)
        yield good, f"{source!r} becomes {got}"


def outcomes(clang):
    with tempfile.TemporaryDirectory() as name:
        root = pathlib.Path(name)
        for path, text in (("include/toy/toy.hpp", HEADER), ("include/toy/toy.ipp", BODY),
                           ("tests/unit/toy/toy_test.cpp", NEAR), ("tests/unit/toy/zz_test.cpp", FAR)):
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text)
        known = root / "tests/mutation/survivors.tsv"
        known.parent.mkdir()
        text = "inline int unused(int a) { return a + 2; }"
        known.write_text(f"toy/toy.hpp\t{text}\t`2` -> `3`\tcalled by nobody\n")
        command = [sys.executable, str(TOOL), "--root", str(root), "--compiler", clang, "--all"]
        figures = root / "page.md"
        figures.write_text("before\n<!-- figures -->\nold\n<!-- end of figures -->\nafter\n")
        done = subprocess.run([*command, "--page", str(figures)], capture_output=True, text=True, check=False)
        lines = done.stdout.splitlines()
        for change, place, wanted in OUTCOMES:
            found = [line for line in lines if line.startswith("[") and place in line and change in line]
            yield len(found) == 1 and wanted in found[0], f"{place} {change} should be {wanted}: {found}\n{done.stderr}"
        score = [line for line in lines if line.startswith("mutation score ")]
        killed = sum(line.split()[1] == "killed" for line in lines if line.startswith("["))
        survived = sum(line.split()[1] == "survived" for line in lines if line.startswith("["))
        wanted = f"mutation score {100 * killed / max(1, killed + survived):.1f} %"
        yield lines and lines[-1] == wanted, f"{lines[-1:]} should be {wanted}"
        text = figures.read_text()
        yield text.startswith("before\n") and text.endswith("\nafter\n") and "\nold\n" not in text, "the figures alone are renewed"
        yield f"| all | {killed} | {survived} | {wanted.removeprefix('mutation score ')} |" in text, f"scores: {text}"
        yield "| `toy.ipp/` | 2 | 0 | 100.0 % |" in text, f"scores of a folder: {text}"
        yield "| toy/toy.hpp:8 | `2` -> `3` | called by nobody |" in text, f"survivors: {text}"
        yield any(line.strip() == "called by nobody" for line in lines), "an explanation is shown"
        yield f"{survived} survived, 1 of them explained" in done.stdout, "explained survivors are counted"

        (root / "tests/unit/toy/zz_test.cpp").write_text(FAR + "TEST(other, two) { EXPECT_EQ(unused(1), 3); }\n")
        done = subprocess.run([*command, "--again"], capture_output=True, text=True, check=False)
        again = [line for line in done.stdout.splitlines() if line.startswith("[")]
        yield len(again) == survived, f"only survivors are judged again: {again}"
        wanted = f"mutation score {100 * (killed + 2) / max(1, killed + survived):.1f} %"
        yield done.stdout.splitlines()[-1] == wanted, f"two more are noticed: {done.stdout} should be {wanted}"
        (root / "tests/unit/toy/zz_test.cpp").write_text(FAR)

        known.write_text("toy/toy.hpp\tno such line\t`2` -> `3`\tcalled by nobody\n")
        done = subprocess.run([*command, "--stale"], capture_output=True, text=True, check=False)
        yield done.returncode == 1 and "no such line" in done.stdout, f"a stale explanation is an error: {done.stdout}"

        known.write_text(2 * "toy/toy.hpp\tint* nothing()\t`0` -> `1`\tcalled by nobody\n")
        done = subprocess.run([*command, "--stale"], capture_output=True, text=True, check=False)
        yield done.returncode == 1 and "explained twice" in done.stderr, f"one explanation is enough: {done.stderr}"

        known.unlink()
        record = root / "build/mutation/verdicts.json"
        record.unlink()
        (root / "tests/unit/toy/zz_test.cpp").write_text(FAR + "TEST(other, waits) { sleep(1); }\n")
        with subprocess.Popen([*command, "--jobs", "1"], stdout=subprocess.PIPE, text=True) as process:
            first = next(line for line in process.stdout if line.startswith("["))
            process.send_signal(signal.SIGINT)
            process.communicate()
        kept = json.loads(record.read_text())["verdicts"] if record.exists() else []
        judged = [each[5] for each in kept]
        yield process.returncode == 1 and first.split()[1] in judged, f"interrupted it keeps what it has: {kept}"
        yield len(judged) < 4, f"interrupted it ends: {judged}"

        (root / "tests/unit/toy/zz_test.cpp").write_text(FAR.replace("no\"", "yes\""))
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        yield done.returncode == 1 and "fails unchanged" in done.stderr, f"a red test is an error: {done.stderr}"


def main():
    results = list(changes())
    clang = shutil.which(sys.argv[1]) if len(sys.argv) > 1 else None
    if clang:
        results += outcomes(clang)
    else:
        print("skipped: no clang to compile mutants with")
    failed = [text for good, text in results if not good]
    for text in failed:
        print(f"failed: {text}")
    print(f"{len(results) - len(failed)} passed, {len(failed)} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
