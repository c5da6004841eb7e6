# The table of figures for fuzz/README.md: figures.py [--record]; what was run, what the last coverage said, what lies in corpus/.
# Knows the files that campaign.py and coverage.py leave, and fuzz/runs.tsv, which keeps the long runs of all machines; runs nothing.
# SPDX-License-Identifier: BSL-1.0
import argparse
import datetime
import json
import pathlib
import statistics
import sys

import tree

COVERAGE, RUNS = pathlib.Path("build/coverage/coverage.json"), pathlib.Path("fuzz/runs.tsv")
COLUMNS = ("ended", "target", "cpu_seconds", "runs", "features", "verdict")
# Shorter runs only check that all is well.
LONG = 60  # seconds
LATEST = 5  # runs whose speed is told


def recorded(path=RUNS):
    """The runs that fuzz/runs.tsv keeps."""
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    for line in lines:
        if line and not line.startswith("#"):
            run = dict(zip(COLUMNS, line.split("\t"), strict=True))
            yield run | {name: int(run[name]) for name in ("cpu_seconds", "runs", "features")}


def ran_here(target):
    """The long runs of this machine."""
    path = tree.FOUND / target / "history.jsonl"
    for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else []:
        run = json.loads(line)
        if run["cpu_seconds"] >= LONG:
            yield {name: run.get(name, target) for name in COLUMNS} | {"cpu_seconds": round(run["cpu_seconds"])}


def all_runs(target):
    """Both, each once, in order of time."""
    runs = {run["ended"]: run for run in ran_here(target)}
    runs |= {run["ended"]: run for run in recorded() if run["target"] == target}
    return [runs[ended] for ended in sorted(runs)]


def record():
    """Adds this machine's runs to fuzz/runs.tsv."""
    kept = {(run["ended"], run["target"]): run for run in recorded()}
    before = len(kept)
    for target in tree.honest_targets():
        kept |= {(run["ended"], run["target"]): run for run in ran_here(target)}
    with open(RUNS, "w", encoding="utf-8") as file:
        file.write("# Runs of at least a minute, of ./dev fuzz on any machine: ./dev fuzz figures --record adds this one's.\n")
        file.write("# " + "\t".join(COLUMNS) + "\n")
        for key in sorted(kept):
            file.write("\t".join(str(kept[key][name]) for name in COLUMNS) + "\n")
    print(f"{len(kept) - before} runs added to {RUNS}", file=sys.stderr)


def last_coverage(path=COVERAGE):
    """What each target reached, and by which inputs; older files do not say that."""
    stored = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    if "targets" not in stored:
        return stored, ""
    inputs = "the committed inputs alone" if stored["committed"] else "all inputs, with what runs have found here"
    return stored["targets"], f", coverage by {inputs}"


def committed_files(target):
    return sum(path.is_file() for folder in tree.committed_inputs(target) for path in folder.rglob("*"))


def row(target, coverage):
    runs = all_runs(target)
    reached = [coverage[target][name] for name in ("lines", "branches")] if target in coverage else []
    shares = [f"{100 * some / of:.1f} %" for some, of in reached] or ["-", "-"]
    # Per second of CPU time: what else the machine had to do says nothing about the target.
    speed = f"{int(statistics.median(run['runs'] / run['cpu_seconds'] for run in runs[-LATEST:])):,}" if runs else "-"
    features = f"{max(run['features'] for run in runs):,}" if runs else "-"
    hours = sum(run["cpu_seconds"] for run in runs) / 3600
    stopped = sum(run["verdict"] == "STOPPED" for run in runs)
    cells = (f"`{target}`", speed, *shares, committed_files(target), features, f"{hours:.2f}", stopped)
    return "| " + " | ".join(map(str, cells)) + " |"


def main():
    options = argparse.ArgumentParser(prog="./dev fuzz figures")
    options.add_argument("--record", action="store_true", help=f"add this machine's runs to {RUNS}")
    if options.parse_args().record:
        record()
    coverage, inputs = last_coverage()
    today = datetime.date.today().isoformat()
    print(f"{today}, clang 19, ASan and UBSan, executions by the second of CPU time{inputs}:\n")
    print("| target | executions/s | lines | branches | corpus files | features | CPU-hours | stopped |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    for target in tree.honest_targets():
        print(row(target, coverage))
    return 0


if __name__ == "__main__":
    sys.exit(main())
