# Changes the library by one token at a time and looks whether the tests notice.
# For each mutant: puts the changed header before the real one on the include path, compiles the test programs that
# include it header-only, the nearest first, and runs them until one fails. What no compiler takes does not count.
# Usage: mutate.py [--count N | --all | --again] [--seed S] [--jobs J] [--programs P] [--compiler CXX] [--page FILE] [HEADER...]
# Ends with `mutation score NN.N %`, the share of mutants that some test noticed.
# SPDX-License-Identifier: BSL-1.0
import argparse
import collections
import concurrent.futures
import contextlib
import dataclasses
import datetime
import functools
import hashlib
import json
import os
import pathlib
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time

import sites

ROOT = pathlib.Path(__file__).resolve().parents[2]
INCLUDE = re.compile(r'^\s*#\s*include\s*["<]([^">]+)[">]', re.MULTILINE)
# What a compiler says when it has run the changed code and found the result wrong: a test in its own right.
PROOF = re.compile(r"static_assert|static assertion|not a constant expression|must be initialized by a constant expression")
# Pages that tests compare with their own tables, by the macro that tells the tests' sources the path.
PAGES = {"FIREHOSE_SSE_CONFORMANCE_PAGE": "conformance.md", "FIREHOSE_SSE_ORACLE_PAGE": "oracle.md"}
BEGIN, END = "<!-- figures -->", "<!-- end of figures -->"  # these enclose the figures in the page that is renewed
NAME = re.compile(r"[A-Za-z_]\w{5,}")  # long enough to say what a test is about
MEMORY = 6 << 30  # bytes; a mutant that never stops allocating ends here


@dataclasses.dataclass(frozen=True)
class Program:
    """One test program: its sources, and what it is compiled and run with."""

    name: str
    sources: tuple
    arguments: tuple
    flags: tuple = ()
    gtest: bool = True


@dataclasses.dataclass(frozen=True)
class Mutant:
    header: str  # below include/
    site: sites.Site

    def where(self):
        return f"include/{self.header}:{self.site.line}:{self.site.column}"

    def change(self):
        old, new = (" ".join(text.split()) for text in (self.site.old, self.site.new))
        return f"`{old}` -> `{new}`" if new else f"`{old}` removed"


@dataclasses.dataclass(frozen=True)
class Verdict:
    mutant: Mutant
    outcome: str  # killed, survived, invalid
    by: str
    programs: int
    seconds: float


# ---- which programs include which header


@functools.lru_cache(maxsize=None)
def includes(path, root):
    """Files of the tree that `path` includes itself."""
    found = []
    for name in INCLUDE.findall(path.read_text(encoding="utf-8", errors="replace")):
        for base in (root / "include", root / "tests", path.parent, root):
            if (base / name).is_file():
                found.append((base / name).resolve())
                break
    return tuple(found)


@functools.lru_cache(maxsize=None)
def distances(sources, root):
    """Every file of the tree that the sources read: the number of includes on the shortest way to it."""
    seen = {source: 0 for source in sources}
    front = list(sources)
    while front:
        following = []
        for path in front:
            for included in includes(path, root):
                if included not in seen:
                    seen[included] = seen[path] + 1
                    following.append(included)
        front = following
    return seen


def programs_of(root):
    """Every test that a header can fail without a server or a client: units, conformance, simulation, fuzz corpora."""
    found = []
    for source in sorted((root / "tests/unit").rglob("*_test.cpp")):
        found.append(Program(str(source.relative_to(root)), (source,), ()))
    for folder in ("conformance", "simulation"):
        # -O1: with less, the simulation's millions of steps take minutes.
        folder_sources = tuple(sorted((root / "tests" / folder).glob("*.cpp")))
        if folder_sources:
            found.append(Program(f"tests/{folder}", folder_sources, (), ("-O1",) if folder == "simulation" else ()))
    replay = root / "fuzz/replay_main.cpp"
    for source in sorted((root / "fuzz").glob("*.cpp")):
        inputs = [root / "fuzz" / kind / source.stem for kind in ("corpus", "regression")]
        inputs = tuple(str(folder) for folder in inputs if folder.is_dir() and any(folder.iterdir()))
        if source.stem not in ("canary", "random_main", "replay_main") and inputs and replay.is_file():
            found.append(Program(f"fuzz/{source.name}", (source, replay), inputs, (), gtest=False))
    return found


@functools.lru_cache(maxsize=None)
def words_of(path):
    return frozenset(NAME.findall(path.read_text(encoding="utf-8")))


def nearest(mutant, programs, root):
    """The programs that read the header, those first that are most likely to be about what is changed."""
    path = (root / "include" / mutant.header).resolve()
    folder = path.parent.name if path.parent.name != "detail" else path.parent.parent.name
    line = set(NAME.findall(mutant.site.text))
    ranked = []
    for program in programs:
        seen = distances(program.sources, root)
        if path in seen:
            source = program.sources[0]
            own = source.name == f"{path.stem}_test.cpp" and source.parent.name == folder
            mentioned = len(line & words_of(source))
            rank = (not own, len(program.sources) > 2, source.parent.name != folder, -mentioned, seen[path], len(seen))
            ranked.append(((*rank, program.name), program))
    return [program for _, program in sorted(ranked, key=lambda pair: pair[0])]


# ---- compiling and running


class Workshop:
    """Compiles and runs programs; knows the compiler, the flags and what each program does when nothing is changed."""

    def __init__(self, root, build, compiler, own_flags):
        self.root, self.compiler = root, compiler
        self.build = build
        self.build.mkdir(parents=True, exist_ok=True)
        self.flags = ["-std=c++20", "-O0", "-w", "-D_GLIBCXX_ASSERTIONS", *own_flags]
        self.precompiled = self._precompile()
        self.baselines = {}
        self.stopped, self.running = False, set()

    def stop(self):
        """Whatever is compiled or run is ended, and nothing is any more: what is being judged comes to no verdict."""
        self.stopped = True
        for process in list(self.running):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)

    def _precompile(self):
        """What every test reads and no mutant changes; a third of the time goes into it otherwise."""
        headers = ("gtest/gtest.h", "boost/describe.hpp", "boost/mp11.hpp", "algorithm", "chrono", "optional", "string",
                   "variant", "vector")
        source = self.build / "common.hpp"
        source.write_text("".join(f"#include <{header}>\n" for header in headers))
        result = self.build / "common.hpp.pch"
        subprocess.run([self.compiler, *self.flags, "-x", "c++-header", str(source), "-o", str(result)], check=True)
        return result

    def compile(self, program, include, folder):
        """The program's path, or what the compiler said."""
        objects = []
        for number, source in enumerate(program.sources):
            target = folder / f"{number}.o"
            command = [self.compiler, *self.flags, *program.flags]
            if program.gtest and not program.flags:
                command += ["-include-pch", str(self.precompiled)]
            command += [f"-I{path}" for path in include]
            command += [f"-I{self.root / 'include'}", f"-I{self.root / 'tests'}", f"-I{self.root}"]
            command += [f'-D{name}="{self.root / "docs/reference" / page}"' for name, page in PAGES.items()]
            done = self.call([*command, "-c", str(source), "-o", str(target)], 300)
            if done[0] != 0:
                return None, done[1]
            objects.append(str(target))
        libraries = ["-lboost_json", "-lpthread"] + (["-lgtest", "-lgtest_main"] if program.gtest else [])
        if any(path.name == "hiredis_connection.hpp" for path in distances(program.sources, self.root)):
            libraries.append("-lhiredis")
        result = folder / "program"
        status, said = self.call([self.compiler, *objects, *libraries, "-o", str(result)], 120)
        return (result, "") if status == 0 else (None, said)

    def run(self, program, executable, seconds, folder):
        arguments = [*program.arguments] if not program.gtest else ["--gtest_brief=1", "--gtest_fail_fast"]
        return self.call([str(executable), *arguments], seconds, folder)

    def call(self, command, seconds, folder=None):
        """(status, output); the status is negative for a signal, and -SIGKILL where the time was up."""
        if self.stopped:
            raise concurrent.futures.CancelledError

        def limit():
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

        with subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, cwd=folder,
            start_new_session=True, preexec_fn=limit, text=True, errors="replace",
        ) as process:
            self.running.add(process)
            try:
                said, _ = process.communicate(timeout=seconds)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.communicate()
                return -signal.SIGKILL, "the time was up"
            finally:
                self.running.discard(process)
            if self.stopped:
                raise concurrent.futures.CancelledError
            return process.returncode, said

    def baseline(self, program):
        """Seconds that the unchanged program runs; it must pass, or its failures would mean nothing."""
        if program.name not in self.baselines:
            key = hashlib.sha256(repr((self.flags, program.flags, self.compiler)).encode())
            for path in sorted(distances(program.sources, self.root)):
                key.update(path.read_bytes())
            for folder in program.arguments:
                for path in sorted(pathlib.Path(folder).rglob("*")):
                    key.update(path.read_bytes() if path.is_file() else b"")
            record = self.build / f"{key.hexdigest()[:32]}.json"
            if not record.is_file():
                with tempfile.TemporaryDirectory(dir=self.build) as name:
                    folder = pathlib.Path(name)
                    executable, said = self.compile(program, [], folder)
                    if executable is None:
                        sys.exit(f"mutate: {program.name} does not compile unchanged:\n{said[-3000:]}")
                    began = time.monotonic()
                    status, said = self.run(program, executable, 900, folder)
                    if status != 0:
                        sys.exit(f"mutate: {program.name} fails unchanged:\n{said[-3000:]}")
                    # Written in one step: another thread may be waiting for the same record.
                    written = folder / record.name
                    written.write_text(json.dumps({"program": program.name, "seconds": time.monotonic() - began}))
                    written.replace(record)
            self.baselines[program.name] = json.loads(record.read_text())["seconds"]
        return self.baselines[program.name]

    def judge(self, mutant, programs):
        """Puts the mutant before the real header and looks which program notices."""
        began = time.monotonic()

        def verdict(outcome, by, tried):
            return Verdict(mutant, outcome, by, tried, time.monotonic() - began)

        source = (self.root / "include" / mutant.header).read_text(encoding="utf-8")
        with tempfile.TemporaryDirectory(dir=self.build) as name:
            folder = pathlib.Path(name)
            changed = folder / "include" / mutant.header
            changed.parent.mkdir(parents=True)
            changed.write_text(mutant.site.applied(source), encoding="utf-8")
            # Quoted includes look beside the including file first, so that every header must be found in one place.
            shutil.copytree(self.root / "include", folder / "include", dirs_exist_ok=True, copy_function=self._keep(changed))
            for tried, program in enumerate(programs, 1):
                seconds = self.baseline(program)
                executable, said = self.compile(program, [folder / "include"], folder)
                if executable is None:
                    return verdict("killed" if PROOF.search(said) else "invalid", f"{program.name}, compiling", tried)
                status, said = self.run(program, executable, 20 + 10 * seconds, folder)
                if status != 0:
                    return verdict("killed", program.name + (f", signal {-status}" if status < 0 else ""), tried)
        return verdict("survived", "", len(programs))

    @staticmethod
    def _keep(changed):
        def copy(source, target):
            if pathlib.Path(target) != changed:
                os.symlink(source, target)

        return copy


# ---- what is done


def all_mutants(root, wanted):
    found = []
    for path in sorted((root / "include").rglob("*.[hi]pp")):
        header = str(path.relative_to(root / "include"))
        if not wanted or any(header.endswith(name.removeprefix("include/")) for name in wanted):
            source = path.read_text(encoding="utf-8")
            found += [Mutant(header, site) for site in sites.sites(source)]
    return found


def explained(path):
    """Survivors that are known: (header, line of text, change) -> why no test can notice, or none does."""
    reasons = {}
    if path.is_file():
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if line.strip() and not line.startswith("#"):
                fields = line.split("\t")
                if len(fields) != 4:
                    sys.exit(f"mutate: {path.name}:{number}: header, line, change and reason, with tabs between them")
                if tuple(fields[:3]) in reasons:
                    sys.exit(f"mutate: {path.name}:{number}: is explained twice")
                reasons[tuple(fields[:3])] = fields[3]
    return reasons


def known_as(mutant):
    return mutant.header, mutant.site.text, mutant.change()


def stale(reasons, root):
    """Explanations that no mutant of the tree answers to any more."""
    existing = {known_as(mutant) for mutant in all_mutants(root, sorted({header for header, _, _ in reasons}))}
    return [key for key in reasons if key not in existing]


def remember(path, command, verdicts):
    """Keeps what became of each, for --again."""
    kept = [[*known_as(v.mutant), v.mutant.site.column, v.mutant.site.line, v.outcome, v.by, v.programs, v.seconds]
            for v in verdicts]
    path.write_text(json.dumps({"command": command, "verdicts": kept}, indent=0), encoding="utf-8")


def recalled(path, root):
    """(command, verdicts that still hold, those to judge again): who was noticed still is, as tests only get more."""
    if not path.is_file():
        sys.exit("mutate: nothing was run here before")
    record = json.loads(path.read_text(encoding="utf-8"))
    headers = sorted({header for header, *_ in record["verdicts"]})
    existing = collections.defaultdict(list)
    for mutant in all_mutants(root, headers):
        existing[*known_as(mutant), mutant.site.column].append(mutant)
    kept, again = [], []
    for header, text, change, column, line, *rest in record["verdicts"]:
        # Of several equal lines the nearest one: the header may have grown since.
        equal = existing[header, text, change, column]
        mutant = min(equal, key=lambda each: abs(each.site.line - line), default=None)
        if mutant is None:
            print(f"no mutant any more: {header}: {change} in: {text}")
        else:
            (again if rest[0] == "survived" else kept).append(Verdict(mutant, *rest))
    return record["command"], kept, again


def share(killed, survived):
    return f"{100 * killed / (killed + survived):.1f} %"


def folder_of(mutant):
    """`quota` of firehose_sse/quota/detail/snapshot.hpp."""
    return pathlib.PurePath(mutant.header).parts[1]


def page(command, verdicts, reasons):
    """What was found, as docs/reference/mutation.md tells it."""
    outcomes = collections.Counter((folder_of(v.mutant), v.outcome) for v in verdicts)
    yield f"{datetime.date.today().isoformat()}, `{command}`:\n"
    yield "| folder | killed | survived | score |\n| --- | --- | --- | --- |"
    for folder in sorted({folder for folder, _ in outcomes}):
        killed, survived = outcomes[folder, "killed"], outcomes[folder, "survived"]
        if killed + survived:
            yield f"| `{folder}/` | {killed} | {survived} | {share(killed, survived)} |"
    killed, survived = (sum(v.outcome == outcome for v in verdicts) for outcome in ("killed", "survived"))
    yield f"| all | {killed} | {survived} | {share(killed, survived)} |"
    yield "\nThose that survived, and why:\n\n| place | change | why |\n| --- | --- | --- |"
    for mutant in survivors_of(verdicts):
        cells = (f"{mutant.header.removeprefix('firehose_sse/')}:{mutant.site.line}", mutant.change(), reasons.get(known_as(mutant), "not explained"))
        yield "| " + " | ".join(cell.replace("|", "&#124;") for cell in cells) + " |"


def survivors_of(verdicts):
    return sorted((v.mutant for v in verdicts if v.outcome == "survived"), key=lambda m: (m.header, m.site.begin))


def command_of(chosen):
    """The command that does it again."""
    count = "--all" if chosen.all else f"--count {chosen.count or 300}"
    return " ".join(["./dev mutate", count, f"--seed {chosen.seed}", f"--programs {chosen.programs}", *chosen.headers])


def put_into(path, lines):
    """Renews what stands between the two marks of a page."""
    text = path.read_text(encoding="utf-8")
    before, rest = text.split(BEGIN, 1)
    after = rest.split(END, 1)[1]
    path.write_text(before + BEGIN + "\n" + "\n".join(lines) + "\n" + END + after, encoding="utf-8")


def options():
    parser = argparse.ArgumentParser(prog="./dev mutate", description="Change the library, see which tests notice.")
    parser.add_argument("headers", nargs="*", metavar="HEADER", help="mutate these only, all of their mutants unless --count")
    parser.add_argument("--count", type=int, help="so many mutants, drawn at random (300 unless headers are named)")
    parser.add_argument("--all", action="store_true", help="every mutant")
    parser.add_argument("--again", action="store_true", help="the survivors of the run before, with its other verdicts kept")
    parser.add_argument("--seed", type=int, default=1, help="another number draws other mutants (1)")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="mutants at a time (one a core)")
    parser.add_argument("--programs", type=int, default=30, help="test programs a mutant must get past to survive (30)")
    parser.add_argument("--page", type=pathlib.Path, help="renew the figures on this page")
    parser.add_argument("--compiler", default="clang++-14", help="a clang (clang++-14)")
    parser.add_argument("--root", type=pathlib.Path, default=ROOT, help=argparse.SUPPRESS)
    parser.add_argument("--flag", action="append", default=[], help=argparse.SUPPRESS)
    parser.add_argument("--stale", action="store_true", help="only see that every explained survivor still exists")
    return parser.parse_args()


def main():
    chosen = options()
    root = chosen.root.resolve()
    reasons = explained(root / "tests/mutation/survivors.tsv")
    outdated = stale(reasons, root)
    for header, text, change in outdated:
        print(f"explained, but no mutant any more: {header}: {change} in: {text}")
    if chosen.stale or outdated:
        print(f"{len(reasons) - len(outdated)} passed, {len(outdated)} failed")
        return 1 if outdated else 0

    mutants = all_mutants(root, chosen.headers)
    if not mutants:
        sys.exit("mutate: no such header, or nothing in it to change")
    total = len(mutants)
    count = total if chosen.all else chosen.count or (total if chosen.headers else 300)
    if count < total:
        mutants = random.Random(chosen.seed).sample(mutants, count)
    record, command, verdicts, again = root / "build/mutation/verdicts.json", command_of(chosen), [], []
    if chosen.again:
        command, verdicts, again = recalled(record, root)
        mutants = [verdict.mutant for verdict in again]
    print(f"{len(mutants)} of {total} mutants, seed {chosen.seed}, {chosen.compiler}, {chosen.jobs} at a time", flush=True)

    workshop = Workshop(root, root / "build/mutation", chosen.compiler, chosen.flag)
    programs = programs_of(root)
    before = len(verdicts)

    def judge(mutant):
        return workshop.judge(mutant, nearest(mutant, programs, root)[: chosen.programs])

    with concurrent.futures.ThreadPoolExecutor(chosen.jobs) as pool:
        try:
            for done in concurrent.futures.as_completed([pool.submit(judge, mutant) for mutant in mutants]):
                verdict = done.result()
                verdicts.append(verdict)
                by = f"by {verdict.by}" if verdict.by else f"{verdict.programs} programs passed"
                print(f"[{len(verdicts) - before}/{len(mutants)}] {verdict.outcome:8} {verdict.mutant.where()}"
                      f" {verdict.mutant.change()}  ({by}, {verdict.seconds:.0f} s)", flush=True)
        except KeyboardInterrupt:
            pool.shutdown(wait=False, cancel_futures=True)
            workshop.stop()
            if len(verdicts) > before:
                judged = {verdict.mutant for verdict in verdicts}
                left = [verdict for verdict in again if verdict.mutant not in judged]
                remember(record, command + " (interrupted)" * (not chosen.again), verdicts + left)
            sys.exit(f"mutate: interrupted; {len(verdicts) - before} of {len(mutants)} mutants were judged")

    remember(record, command, verdicts)
    survivors = survivors_of(verdicts)
    print(f"\n{len(survivors)} survived:")
    for mutant in survivors:
        print(f"  {mutant.where()} {mutant.change()}\n      {mutant.site.text}")
        print(f"      {reasons.get(known_as(mutant), 'not explained')}")
    killed = sum(verdict.outcome == "killed" for verdict in verdicts)
    invalid = sum(verdict.outcome == "invalid" for verdict in verdicts)
    print(f"\n{killed} killed, {len(survivors)} survived, {sum(known_as(m) in reasons for m in survivors)} of them explained; "
          f"{invalid} no compiler takes")
    if killed + len(survivors) == 0:
        sys.exit("mutate: nothing was judged")
    if chosen.page:
        put_into(chosen.page, page(command + " && ./dev mutate --again" * chosen.again, verdicts, reasons))
    print(f"mutation score {share(killed, len(survivors))}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
