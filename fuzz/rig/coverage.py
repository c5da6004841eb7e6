# Replays every input and says which lines and branches of include/ were reached: coverage.py [--committed] [--at-least LINE BRANCH]
# Knows clang's export of coverage, and headers only as text; its last line is `line NN.N % branch NN.N %`.
# SPDX-License-Identifier: BSL-1.0
#
# A line or a side of a branch counts as reached when any target reaches it in any instantiation of its template.
# Branches that nobody wrote or no program can take do not count: the comparisons in a defaulted operator==, what the
# compiler has decided, and the way past all cases of a switch (-Wswitch-enum makes sure that it has all cases).
# consteval functions do not count either.
import argparse
import collections
import concurrent.futures
import functools
import json
import os
import pathlib
import subprocess
import sys

import tree

BUILD, INCLUDE = pathlib.Path("build/coverage"), pathlib.Path("include")
PROFILES, MISSING = BUILD / "profiles", BUILD / "missing.txt"


# clang reports the path that CMake gave it, which may contain symbolic links.
real = functools.cache(os.path.realpath)


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


CODE, EXPANSION, SKIPPED, GAP = range(4)


class Function:
    """One instantiation, from the export: regions with counts, inside each other, and branches with both sides' counts."""

    def __init__(self, entry):
        # A region: first line, column, last line, column, count, file, expanded file, kind. File 0 is the function's own.
        self.regions = [each for each in entry["regions"] if each[5] == 0 and each[7] != EXPANSION and each[:2] != each[2:4]]
        self.branches = [each for each in entry["branches"] if each[6] == 0]
        self.count = entry["count"]
        # The body is the region that ends last; a constructor's initialisers stand before it.
        self.body = max(self.regions, key=lambda each: (each[2:4], [-begin for begin in each[:2]]), default=None)
        self.place = tuple(self.body[:4]) if self.regions else None

    def innermost(self, line, column):
        """The region that a place lies in."""
        around = [each for each in self.regions if tuple(each[:2]) < (line, column) < tuple(each[2:4])]
        return max(around, key=lambda each: (each[:2], [-end for end in each[2:4]]), default=None)

    def lines(self):
        """How often each line was run: as often as its busiest region, as `llvm-cov show` has it."""
        for line in range(min(each[0] for each in self.regions), self.place[2] + 1):
            begun = [each[4] for each in self.regions if each[0] == line and each[7] == CODE]
            around = self.innermost(line, 0)
            if around is not None and around[7] != SKIPPED:
                begun.append(around[4])
            if begun:
                yield line, max(begun)

    def sides(self):
        """Of each branch that somebody wrote and the compiler kept: its place, and which sides were taken."""
        for line, column, end_line, end_column, taken, passed, *_ in self.branches:
            place = (line, column, end_line, end_column)
            if place == self.place:
                continue  # the members of a defaulted comparison
            around = self.innermost(line, column + 1) or self.body
            if taken or passed or not around[4]:  # run, yet on neither side: the compiler has decided it
                yield place, (taken > 0, passed > 0)


def passes_all_cases(text, place):
    """Whether clang means, by a branch at the condition of a switch, the way past all its cases."""
    return text[place[0] - 1][: place[1] - 1].endswith("switch (")


def read_export(text):
    """What one target reaches of each header, and which functions of it are run."""
    root = os.path.realpath(INCLUDE) + os.sep
    functions = collections.defaultdict(list)
    for entry in json.loads(text)["data"][0]["functions"]:
        function = Function(entry)
        path = real(entry["filenames"][0])
        if path.startswith(root) and function.place:
            functions[path[len(root) :]].append(function)
    return functions


def header_of(text, functions, run):
    """`run`: the places of functions that some target runs. What stands for an unused one there would only hide its shape."""
    header = Header()
    for function in functions:
        if not function.count and len(function.regions) == 1 and function.place in run:
            continue
        if "consteval " in text[function.place[0] - 1]:
            continue
        one = Header()
        for line, count in function.lines():
            one.lines[line] = one.lines.get(line, False) or count > 0
        for place, sides in function.sides():
            if passes_all_cases(text, place) and not sides[0]:
                continue
            before = one.branches.get(place, (False, False))
            one.branches[place] = (before[0] or sides[0], before[1] or sides[1])
        header.add(one)
    return header


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
        ["llvm-cov-19", "export", "-skip-expansions", f"-instr-profile={profile}", program],
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


def shortcomings(lines, branches, at_least):
    """What makes the run a failure: of nothing no share is enough."""
    for what, (reached, of), least in zip(("line", "branch"), (lines, branches), at_least):
        if of == 0:
            yield f"no {what} of {INCLUDE}/ was measured"
        elif reached * 100 < least * of:
            yield f"{what} coverage is below {least} %"


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

    run = collections.defaultdict(set)
    for headers, _ in results.values():
        for name, functions in headers.items():
            run[name].update(function.place for function in functions if function.count)
    everything = collections.defaultdict(Header)
    texts = {name: (INCLUDE / name).read_text(encoding="utf-8").split("\n") for name in run}
    for target, (headers, inputs) in results.items():
        headers = {name: header_of(texts[name], functions, run[name]) for name, functions in headers.items()}
        results[target] = headers, inputs
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
    shares = {name.split()[0]: {"lines": lines, "branches": branches} for name, (lines, branches) in by_target}
    (BUILD / "coverage.json").write_text(json.dumps({"committed": options.committed, "targets": shares}))
    missed = list(shortcomings(all_lines, all_branches, options.at_least or (0, 0)))
    for line in missed:
        tree.complain(line)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
