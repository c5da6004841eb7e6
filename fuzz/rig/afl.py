# Runs one target with AFL++ and says what came of it: afl.py SECONDS TARGET
# Knows afl-fuzz's options and the file of figures that it leaves; ends with 1 when it found something.
# SPDX-License-Identifier: BSL-1.0
import os
import shutil
import subprocess
import sys

import tree

# On a terminal AFL++ shows its own screen; its advice on the machine's settings is meant for campaigns of days.
SETTINGS = {
    "AFL_SKIP_CPUFREQ": "1",
    "AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES": "1",
    "AFL_TRY_AFFINITY": "1",
    "AFL_FORKSRV_INIT_TMOUT": "10000",
}


def gather_seeds(target, folder):
    """One folder of all inputs; AFL++ takes no second one."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    if target == tree.CANARY:  # it starts from next to nothing, or it would prove nothing
        (folder / "one").write_text("x", encoding="utf-8")
        return
    for source in tree.committed_inputs(target) + tree.found_inputs(target):
        for path in source.rglob("*"):
            if path.is_file():
                shutil.copy(path, folder / f"{source.parts[1]}_{path.name}")


def figures(folder):
    with open(folder / "default" / "fuzzer_stats", encoding="utf-8") as stats:
        return {name.strip(): value.strip() for name, value in (line.split(":", 1) for line in stats if ":" in line)}


def main(seconds, target):
    work = tree.FOUND / target / "afl"
    gather_seeds(target, work / "seeds")
    shutil.rmtree(work / "out", ignore_errors=True)
    command = ["afl-fuzz", "-i", work / "seeds", "-o", work / "out", "-V", seconds, "-m", "none"]
    if tree.DICTIONARY.exists():
        command += ["-x", tree.DICTIONARY]
    environment = {name: value for name, value in os.environ.items() if not name.endswith("SAN_OPTIONS")} | SETTINGS
    shows = sys.stdout.isatty()
    with open(work / "log", "w", encoding="utf-8") as log:
        if not shows:
            environment["AFL_NO_UI"] = "1"
            print(f"{target:<24} AFL++ for {seconds} seconds", flush=True)
        output = {} if shows else {"stdout": log, "stderr": subprocess.STDOUT}
        run = subprocess.run([*command, "--", tree.program("afl", target)], env=environment, check=False, **output)
    if run.returncode:
        tree.complain(f"afl-fuzz ended with {run.returncode}: {work}/log")
        return 1
    told = figures(work / "out")
    line = (
        f"{int(told['execs_done']):,} runs, {float(told['execs_per_sec']):,.0f} runs/s, {int(told['edges_found']):,} edges, "
        f"corpus {int(told['corpus_count']):,}, stability {told['stability']}"
    )
    if int(told["saved_crashes"]) or int(told["saved_hangs"]):
        print(f"{target:<24} STOPPED; {line}; the inputs are below {work}/out/default/")
        return 1
    print(f"{target:<24} nothing found; {line}")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
