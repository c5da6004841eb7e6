# Plants known bugs in a copy of the headers, one after the other, and counts how many executions find each, with the fuzzer
# and with a plain random generator: planted.py [--check] [--seconds N] [NAME...]
# Knows fuzz/planted.json and the two builds; its last line is `planted bugs: N of N`, and how many of them only a seed
# shows that is in the corpus already: the runs go without those seeds.
# SPDX-License-Identifier: BSL-1.0
import argparse
import concurrent.futures
import json
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import tempfile

import tree

BUGS, HEADERS = pathlib.Path("fuzz/planted.json"), pathlib.Path("include/firehose_sse")
WORK = pathlib.Path("build/planted")
COPY, RESULTS = WORK / "tree", WORK / "results.json"
SEEDS = (1, 2, 3)
COPIED = ("CMakeLists.txt", "CMakePresets.json", "include", "fuzz", "tests")


def stale(bugs):
    """A line for each bug whose text does not stand in its header exactly once, or whose target is gone."""
    for bug in bugs:
        count = (HEADERS / bug["header"]).read_text(encoding="utf-8").count(bug["old"])
        if count != 1:
            yield f"{bug['name']}: its text stands {count} times in {bug['header']}"
        if bug["target"] not in tree.honest_targets():
            yield f"{bug['name']}: there is no target {bug['target']}"
        if bug["old"] == bug["new"]:
            yield f"{bug['name']}: changes nothing"


def refresh_copy():
    """The tree as it is; what has not changed keeps its time, so that little has to be built again."""
    wanted = {pathlib.Path(name) for name in COPIED if pathlib.Path(name).is_file()}
    for name in COPIED:
        wanted.update(path for path in pathlib.Path(name).rglob("*") if path.is_file())
    for path in wanted:
        copy = COPY / path
        if not copy.exists() or copy.read_bytes() != path.read_bytes():
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copy)
    for name in COPIED:
        for copy in list((COPY / name).rglob("*")):
            if copy.is_file() and copy.relative_to(COPY) not in wanted:
                copy.unlink()


def build(target):
    """Both programs of a target from the copy."""
    programs = []
    for preset in ("fuzz", "random"):
        configure = ["cmake", "--preset", preset, "-DFIREHOSE_SSE_BUILD_EXAMPLES=OFF"]
        subprocess.run(configure, cwd=COPY, check=True, stdout=subprocess.DEVNULL)
        subprocess.run(["ninja", "-C", f"build/{preset}", "--quiet", f"fuzz_{target}"], cwd=COPY, check=True)
        programs.append(COPY / tree.program(preset, target))
    return programs


def runs_at_all(program):
    """Whether it does anything but fail: then a seed that stops it shows the bug, and not that the machine is wrong."""
    return subprocess.run([program, "-help=1"], capture_output=True, check=False).returncode == 0


def blind_seeds(program, target):
    """Seeds that do not show the bug themselves: what is measured is how long it takes to make an input that does."""
    files = [path for path in (tree.CORPUS / target).rglob("*") if path.is_file()]

    def passes(path):
        return subprocess.run([program, path], capture_output=True, check=False).returncode == 0

    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        return [path for path, good in zip(files, pool.map(passes, files)) if good], len(files)


def fuzz(program, seeds, seed, seconds):
    """After how many executions libFuzzer found something; None where it did not."""
    with tempfile.TemporaryDirectory() as scratch:
        corpus = pathlib.Path(scratch, "corpus")
        corpus.mkdir()
        for path in seeds:
            shutil.copy(path, corpus)
        options = [f"-seed={seed}", f"-max_total_time={seconds}", f"-dict={tree.DICTIONARY}", f"-artifact_prefix={scratch}/"]
        run = subprocess.run(
            [program, *options, "-print_final_stats=1", "-timeout=10", corpus],
            capture_output=True, text=True, errors="replace", check=False,
        )  # fmt: skip
    runs = re.findall(r"stat::number_of_executed_units:\s*(\d+)", run.stderr)
    return int(runs[-1]) if run.returncode and runs else None


def generate(program, seeds, seed, seconds):
    """The same for the random generator."""
    run = subprocess.run(
        [program, str(seed), str(seconds), *sorted(seeds)], capture_output=True, text=True, errors="replace", check=False
    )
    found = re.search(r"stopped after (\d+) runs", run.stdout)
    return int(found[1]) if found else None


def plant(bug, seconds):
    header = COPY / HEADERS / bug["header"]
    sound = header.read_text(encoding="utf-8")
    header.write_text(sound.replace(bug["old"], bug["new"]), encoding="utf-8")
    try:
        fuzzer, random = build(bug["target"])
    finally:
        header.write_text(sound, encoding="utf-8")
    if not runs_at_all(fuzzer):
        sys.exit(f"planted: {fuzzer} does not run, whatever its input")
    seeds, all_seeds = blind_seeds(fuzzer, bug["target"])
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        fuzzed = list(pool.map(lambda seed: fuzz(fuzzer, seeds, seed, seconds), SEEDS))
        randomly = list(pool.map(lambda seed: generate(random, seeds, seed, seconds), SEEDS))
    return {"seeds": all_seeds - len(seeds), "fuzzer": fuzzed, "random": randomly, "seconds": seconds}


def told(runs):
    """The median of those that found it, and how many did where not all."""
    found = [each for each in runs if each is not None]
    if not found:
        return "not found"
    return f"{int(statistics.median(found)):,}" + (f" ({len(found)} of {len(runs)})" if len(found) < len(runs) else "")


def by_fuzzer(result):
    return any(each is not None for each in result["fuzzer"])


def summary(results):
    """The last line, and whether all were found."""
    fuzzed = sum(map(by_fuzzer, results))
    seeded = sum(result["seeds"] > 0 and not by_fuzzer(result) for result in results)
    only = f" ({seeded} only by a seed)" if seeded else ""
    return f"planted bugs: {fuzzed + seeded} of {len(results)}{only}", fuzzed + seeded == len(results)


def main():
    options = argparse.ArgumentParser(prog="./dev fuzz planted")
    options.add_argument("--check", action="store_true", help="only say which bugs no longer fit the headers")
    options.add_argument("--list", action="store_true", help="only print the results of before")
    options.add_argument("--seconds", type=int, default=20, help="for each of three runs of each generator")
    options.add_argument("names", nargs="*", help="these bugs; all unless told otherwise")
    options = options.parse_intermixed_args()

    bugs = json.loads(BUGS.read_text(encoding="utf-8"))
    for line in (lines := list(stale(bugs))):
        tree.complain(f"planted: {line}")
    if lines or options.check:
        print(f"{len(bugs) - len({line.split(':')[0] for line in lines})} of {len(bugs)} bugs fit")
        return 1 if lines else 0
    unknown = set(options.names) - {bug["name"] for bug in bugs}
    if unknown:
        tree.complain(f"planted: no bug is called {', '.join(sorted(unknown))}")
        return 2

    results = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {}
    chosen = [] if options.list else [bug for bug in bugs if not options.names or bug["name"] in options.names]
    if chosen:
        refresh_copy()
    for bug in chosen:
        print(f"{bug['name']} …", flush=True)
        results[bug["name"]] = plant(bug, options.seconds)
        RESULTS.write_text(json.dumps(results, indent=1), encoding="utf-8")

    print("| planted bug | target | seeds that show it | fuzzer: executions | random: executions |\n| --- | --- | --- | --- | --- |")
    known = [bug for bug in bugs if bug["name"] in results and (not options.names or bug["name"] in options.names)]
    for bug in known:
        result = results[bug["name"]]
        cells = (bug["what"], f"`{bug['target']}`", result["seeds"], told(result["fuzzer"]), told(result["random"]))
        print("| " + " | ".join(map(str, cells)) + " |")
    line, all_found = summary([results[bug["name"]] for bug in known])
    print(line)
    return 0 if all_found else 1


if __name__ == "__main__":
    sys.exit(main())
