# Replays every input and says which lines and branches of include/ were reached: coverage.py [--committed] [--at-least LINE BRANCH]
# Knows clang's export of coverage, and headers only as text; its last line is `line NN.N % branch NN.N %`.
# SPDX-License-Identifier: BSL-1.0
#
# A line or a side of a branch counts as reached when any target reaches it in any instantiation of its template.
import argparse
import collections
import concurrent.futures
import json
import os
import pathlib
import subprocess
import sys

import tree

BUILD, INCLUDE = pathlib.Path("build/coverage"), pathlib.Path("include")
PROFILES, MISSING = BUILD / "profiles", BUILD / "missing.txt"


class Header:
    """What was reached of one header: `lines` by number, `branches` by place as [taken, not taken]."""

    def __init__(self):
        self.lines, self.branches = {}, {}

    def add(self, other):
        for line, reached in other.lines.items():
            self.lines[line] = self.lines.get(line, False) or reached
        for place, sides in other.branches.items():
            mine = self.branches.get(place, (False, False))
            self.branches[place] = tuple(a or b for a, b in zip(mine, sides))

    def reached_lines(self):
        return sum(self.lines.values()), len(self.lines)

    def reached_branches(self):
        return sum(sum(sides) for sides in self.branches.values()), 2 * len(self.branches)

    def missing(self):
        """`12 not reached`, `15:9 never true`, … in the order of the text."""
        for line in sorted(line for line, reached in self.lines.items() if not reached):
            yield line, f"{line}  not reached"
        for (line, column, *_), (taken, passed) in sorted(self.branches.items()):
            if self.lines.get(line) and not (taken and passed):
                yield line, f"{line}:{column}  never {'either' if not taken and not passed else 'false' if taken else 'true'}"


def line_counts(segments):
    """How often each line was run; the rule is that of `llvm-cov show`: a line has the count of its busiest region."""
    by_line = collections.defaultdict(list)
    for segment in segments:
        by_line[segment[0]].append(segment)
    counts, before = {}, None
    for line in range(segments[0][0], segments[-1][0] + 1) if segments else ():
        here = by_line.get(line, [])
        # A segment: line, column, count, has a count, begins a region, is a gap between statements.
        begun = [each for each in here if each[3] and each[4] and not each[5]]
        skipped = bool(here) and not here[0][3] and here[0][4]
        mapped = not skipped and ((before is not None and before[3]) or begun)
        if mapped or any(each[3] and each[4] for each in here):
            counts[line] = max([before[2] if before is not None else 0, *(each[2] for each in begun)])
        before = here[-1] if here else before
    return counts


def was_run(segments, line, column):
    count = 0
    for segment in segments:
        if (segment[0], segment[1]) > (line, column):
            break
        count = segment[2] if segment[3] else 0
    return count > 0


def read_export(text):
    headers = {}
    root = str(INCLUDE.resolve()) + os.sep
    for entry in json.loads(text)["data"][0]["files"]:
        if not entry["filename"].startswith(root):
            continue
        header = headers.setdefault(entry["filename"][len(root) :], Header())
        segments = entry["segments"]
        header.lines = {line: count > 0 for line, count in line_counts(segments).items()}
        for line, column, end_line, end_column, taken, passed, *_ in entry["branches"]:
            place = (line, column, end_line, end_column)
            sides = header.branches.get(place, (False, False))
            header.branches[place] = (sides[0] or taken > 0, sides[1] or passed > 0)
        # Evaluated, but on neither side: the compiler has decided it, and there is no branch in the program.
        header.branches = {
            place: sides
            for place, sides in header.branches.items()
            if any(sides) or not was_run(segments, place[0], place[1])
        }
    return headers


def replay(target, committed_only):
    """(what the target's inputs reach, how many passed) or a line that says what went wrong."""
    inputs = tree.committed_inputs(target) + ([] if committed_only else tree.found_inputs(target))
    program, raw, profile = tree.program("coverage", target), PROFILES / f"{target}.profraw", PROFILES / f"{target}.profdata"
    raw.unlink(missing_ok=True)
    run = subprocess.run(
        [program, *inputs], env=os.environ | {"LLVM_PROFILE_FILE": str(raw)}, capture_output=True, text=True, check=False
    )
    if run.returncode:
        return run.stderr[-2000:] + run.stdout
    subprocess.run(["llvm-profdata-19", "merge", "-sparse", raw, "-o", profile], check=True)
    export = subprocess.run(
        ["llvm-cov-19", "export", "-skip-functions", "-skip-expansions", f"-instr-profile={profile}", program, f"-sources={INCLUDE}"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return read_export(export.stdout), int(run.stdout.split()[0])


def compiled_headers():
    """Every header that some target includes."""
    deps = subprocess.run(["ninja", "-C", BUILD, "-t", "deps"], capture_output=True, text=True, check=True)
    root = INCLUDE.resolve()
    for line in deps.stdout.splitlines():
        path = (BUILD / line.strip()).resolve()
        if line.startswith(" ") and path.is_relative_to(root):
            yield str(path.relative_to(root))


def percent(reached, of):
    """Rounded down: 98.0 is never less."""
    return f"{(reached * 1000 // of) / 10:5.1f}" if of else "    -"


def total(headers):
    lines = [header.reached_lines() for header in headers]
    branches = [header.reached_branches() for header in headers]
    return [tuple(map(sum, zip((0, 0), *each))) for each in (lines, branches)]


def table(title, rows):
    print(f"\n{title:<44}   lines              branches")
    for name, (lines, branches) in rows:
        print(
            f"{name:<44} {percent(*lines)} % {lines[0]:5} of {lines[1]:<5}"
            f" {percent(*branches)} % {branches[0]:5} of {branches[1]:<5}"
        )


def main():
    options = argparse.ArgumentParser(prog="./dev fuzz coverage")
    options.add_argument("--committed", action="store_true", help="leave out what runs have found on this machine")
    options.add_argument("--at-least", nargs=2, type=float, metavar=("LINE", "BRANCH"), help="fail below these percentages")
    options = options.parse_args()

    PROFILES.mkdir(parents=True, exist_ok=True)
    targets = tree.honest_targets()
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        results = dict(zip(targets, pool.map(lambda target: replay(target, options.committed), targets)))
    if broken := {target: said for target, said in results.items() if isinstance(said, str)}:
        for target, said in broken.items():
            tree.complain(f"{target} did not pass its inputs:\n{said}")
        return 1

    everything = collections.defaultdict(Header)
    for headers, _ in results.values():
        for name, header in headers.items():
            everything[name].add(header)
    rows = [(name, (header.reached_lines(), header.reached_branches())) for name, header in everything.items()]
    rows.sort(key=lambda row: (row[1][0][0] + row[1][1][0]) / max(1, row[1][0][1] + row[1][1][1]))
    table("header, worst first", rows)

    all_lines, all_branches = total(everything.values())
    by_target = []
    for target, (headers, inputs) in results.items():
        (lines, _), (branches, _) = total(headers.values())
        by_target.append((f"{target} ({inputs} inputs)", ((lines, all_lines[1]), (branches, all_branches[1]))))
    table("target, of all headers", by_target)

    with open(MISSING, "w", encoding="utf-8") as missing:
        for name, header in sorted(everything.items()):
            missing.writelines(f"include/{name}:{text}\n" for _, text in sorted(header.missing()))
    print(f"\nwhat was not reached, line for line: {MISSING}")
    left_out = {str(path.relative_to(INCLUDE)) for path in INCLUDE.rglob("*.[hi]pp")} - set(compiled_headers())
    print("compiled into no target: " + (", ".join(sorted(left_out)) or "none"))
    print(f"line {percent(*all_lines).strip()} % branch {percent(*all_branches).strip()} %")
    (BUILD / "coverage.json").write_text(
        json.dumps({name.split()[0]: {"lines": lines, "branches": branches} for name, (lines, branches) in by_target})
    )
    if options.at_least:
        for what, (reached, of), least in zip(("line", "branch"), (all_lines, all_branches), options.at_least):
            if reached * 100 < least * of:
                tree.complain(f"{what} coverage is below {least} %")
                return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
