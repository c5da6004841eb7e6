# The table of figures for fuzz/README.md: figures.py; what was run here, what the last coverage said, what lies in corpus/.
# Knows the files that campaign.py and coverage.py leave; runs nothing.
# SPDX-License-Identifier: BSL-1.0
import datetime
import json
import pathlib
import sys

import tree

COVERAGE = pathlib.Path("build/coverage/coverage.json")


def history(target):
    path = tree.FOUND / target / "history.jsonl"
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []


def committed_files(target):
    return sum(path.is_file() for folder in tree.committed_inputs(target) for path in folder.rglob("*"))


def row(target, coverage):
    runs = history(target)
    longest = max(runs, key=lambda run: run["cpu_seconds"], default=None)
    hours = sum(run["cpu_seconds"] for run in runs) / 3600
    shares = ["{:.1f} %".format(100 * reached / of) for reached, of in (coverage[target]["lines"], coverage[target]["branches"])] if target in coverage else ["-", "-"]
    speed, features = (f"{longest['runs_per_second']:,}", f"{longest['features']:,}") if longest else ("-", "-")
    stopped = sum(run["verdict"] == "STOPPED" for run in runs)
    cells = (f"`{target}`", speed, *shares, committed_files(target), features, f"{hours:.2f}", stopped)
    return "| " + " | ".join(map(str, cells)) + " |"


def main():
    coverage = json.loads(COVERAGE.read_text(encoding="utf-8")) if COVERAGE.exists() else {}
    print(f"{datetime.date.today().isoformat()}, ASan and UBSan, one core of this machine:\n")
    print("| target | executions/s | lines | branches | corpus files | features | CPU-hours | stopped |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    for target in tree.honest_targets():
        print(row(target, coverage))
    return 0


if __name__ == "__main__":
    sys.exit(main())
