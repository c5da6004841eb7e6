# Replays all inputs of every target with one build: replay.py [--committed] PRESET [TARGET...] [-- WRAPPER...]
# Knows the replay driver's closing line; a wrapper such as valgrind runs the driver. Ends with `N passed, N failed`.
# SPDX-License-Identifier: BSL-1.0
import argparse
import concurrent.futures
import os
import re
import subprocess
import sys

import tree

CLOSING = re.compile(r"(\d+) passed, (\d+) failed")


def replay(preset, target, wrapper, committed_only):
    """(passed, failed, what was said)"""
    inputs = tree.committed_inputs(target) + ([] if committed_only else tree.found_inputs(target))
    run = subprocess.run(
        [*wrapper, tree.program(preset, target), *inputs], capture_output=True, text=True, errors="replace", check=False
    )
    said = run.stdout + run.stderr
    closing = CLOSING.findall(said)
    passed, failed = map(int, closing[-1]) if closing else (0, 1)
    # A sanitizer or a wrapper may object where the target did not.
    return passed, max(failed, 1 if run.returncode else 0), said


def main():
    own, _, wrapper = (list(part) for part in split(sys.argv[1:], "--"))
    options = argparse.ArgumentParser(prog="replay.py")
    options.add_argument("--committed", action="store_true", help="leave out what runs have found on this machine")
    options.add_argument("preset")
    options.add_argument("targets", nargs="*")
    options = options.parse_intermixed_args(own)
    targets = options.targets or tree.honest_targets()
    passed = failed = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        runs = pool.map(lambda target: replay(options.preset, target, wrapper, options.committed), targets)
        for target, (good, bad, said) in zip(targets, runs):
            print(f"{target:<24} {good} passed, {bad} failed", flush=True)
            if bad:
                print(said[-6000:], flush=True)
            passed, failed = passed + good, failed + bad
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


def split(arguments, mark):
    if mark not in arguments:
        return arguments, [], []
    place = arguments.index(mark)
    return arguments[:place], [mark], arguments[place + 1 :]


if __name__ == "__main__":
    sys.exit(main())
