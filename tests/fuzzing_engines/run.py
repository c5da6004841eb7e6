#!/usr/bin/python3
# Gives the kit's mutators to the engines themselves: `run.py (libfuzzer|afl) ROOT FOLDER`. Both must say that they have found
# them and stop a target that only they can stop, within so many executions. Ends with 77 where an engine is not installed.
# SPDX-License-Identifier: BSL-1.0
import os
import pathlib
import shutil
import subprocess
import sys

EXECUTIONS = 400_000
SEED = b'{"DeliveryStreamName":"orders"}'
HERE = pathlib.Path(__file__).resolve().parent


def need(*programs):
    for program in programs:
        if not shutil.which(program):
            print(f"skipped: {program} is not installed")
            sys.exit(77)


def run(*command, **environment):
    """What a command prints, both streams, and its exit code."""
    done = subprocess.run(
        [str(each) for each in command], env={**os.environ, **environment}, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, timeout=500, check=False,
    )  # fmt: skip
    return done.stdout.decode("utf-8", "replace"), done.returncode


def build(*command, **environment):
    printed, code = run(*command, **environment)
    if code:
        sys.exit(f"{' '.join(map(str, command))}\n{printed}")


def expect(good, what, printed):
    print(("ok: " if good else "FAILED: ") + what)
    if not good:
        sys.exit(printed[-4000:])


def libfuzzer(root, folder):
    need("clang++-19")
    program = folder / "with_hooks"
    build(
        "clang++-19", "-std=c++20", "-O1", "-fsanitize=fuzzer", f"-I{root / 'include'}", HERE / "target.cpp", HERE / "hooks.cpp",
        "-o", program,
    )  # fmt: skip
    printed, code = run(program, f"-runs={EXECUTIONS}", "-seed=1", f"-artifact_prefix={folder}/", folder / "seeds")
    expect("found LLVMFuzzerCustomMutator" in printed, "libFuzzer says that it has found the mutator", printed)
    expect("CustomCrossOver-" in printed, "it says that it has crossed two inputs", printed)
    expect(code == 77 and "deadly signal" in printed, "the target is stopped", printed)


def afl(root, folder):
    need("afl-fuzz", "afl-clang-fast++", "g++")
    library, target = folder / "libmutator.so", folder / "target"
    build("g++", "-std=c++20", "-O1", "-DFOR_AFL", "-fPIC", "-shared", f"-I{root / 'include'}", HERE / "hooks.cpp", "-o", library)
    build("afl-clang-fast++", "-std=c++20", "-O1", "-fsanitize=fuzzer", HERE / "target.cpp", "-o", target, AFL_QUIET="1")
    printed, _ = run(
        "afl-fuzz", "-i", folder / "seeds", "-o", folder / "out", "-s", "1", "-E", EXECUTIONS, "--", target,
        AFL_CUSTOM_MUTATOR_LIBRARY=str(library), AFL_CUSTOM_MUTATOR_ONLY="1", AFL_BENCH_UNTIL_CRASH="1",
        AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES="1", AFL_SKIP_CPUFREQ="1", AFL_NO_UI="1", AFL_NO_AFFINITY="1",
    )  # fmt: skip
    expect(f"'{library}' installed successfully" in printed, "AFL++ says that it has installed the mutator", printed)
    crashes = [each.name for each in (folder / "out/default/crashes").glob("id:*")]
    expect(any("op:libmutator.so" in each for each in crashes), "the target is stopped by what it has made", printed)


def main(arguments):
    if len(arguments) != 4 or arguments[1] not in ("libfuzzer", "afl"):
        print("usage: run.py (libfuzzer|afl) ROOT FOLDER", file=sys.stderr)
        return 2
    root, folder = pathlib.Path(arguments[2]).resolve(), pathlib.Path(arguments[3]).resolve() / arguments[1]
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "seeds").mkdir(parents=True)
    (folder / "seeds/orders.json").write_bytes(SEED)
    libfuzzer(root, folder) if arguments[1] == "libfuzzer" else afl(root, folder)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
