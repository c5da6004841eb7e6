# Adds to fuzz/corpus/ what runs have found and no seed reaches, as few files as that takes: minimise.py TARGET...
# The engine chooses by every edge, and of those are kept what reaches more of our headers; each file is named by its content.
# SPDX-License-Identifier: BSL-1.0
import concurrent.futures
import hashlib
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import tree

FUNCTION = re.compile(r"^  (\S+):\n(?:    .*\n)*?    Function count: (\d+)\n(?:    Block counts: \[(.*)\]\n)?", re.M)


def without_arguments(name):
    """A function's name without what stands in <>: one instantiation is as good as another."""
    kept, depth = [], 0
    for character in name:
        depth -= character == ">"
        if depth <= 0:
            kept.append(character)
        depth += character == "<"
    return "".join(kept)


class Reached:
    """What an input reaches of our headers, as far as the counters of the coverage build tell."""

    def __init__(self, target):
        self.program, self.names = tree.program("coverage", target), {}

    def of(self, path, scratch):
        raw = pathlib.Path(scratch, hashlib.sha1(str(path).encode()).hexdigest())
        environment = os.environ | {"LLVM_PROFILE_FILE": str(raw)}
        subprocess.run([self.program, path], env=environment, capture_output=True, check=True)
        shown = subprocess.run(
            ["llvm-profdata-19", "show", "--all-functions", "--counts", raw], capture_output=True, text=True, check=True
        )
        raw.unlink()
        reached = set()
        for name, entries, blocks in FUNCTION.findall(shown.stdout):
            if "firehose_sse" not in name or entries == "0":
                continue
            counts = [int(entries), *(int(each) for each in blocks.split(", ") if each)]
            for i, count in enumerate(counts):
                # Run at all, or less often than the function or than what stands before it: then some branch went another way.
                features = (count > 0, count < counts[0], i > 0 and count < counts[i - 1])
                reached.update((name, i, which) for which, holds in enumerate(features) if holds)
        return reached

    def unify(self, reached):
        unknown = [name for name in {name for name, *_ in reached} if name not in self.names]
        readable = subprocess.run(["llvm-cxxfilt-19"], input="\n".join(unknown), capture_output=True, text=True, check=True).stdout
        self.names.update((name, without_arguments(plain)) for name, plain in zip(unknown, readable.split("\n")))
        return {(self.names[name], *rest) for name, *rest in reached}


def chosen_by_the_engine(target, found):
    """Files that reach edges which no committed input reaches."""
    with tempfile.TemporaryDirectory() as scratch:
        merged = pathlib.Path(scratch, "merged")
        merged.mkdir()
        for folder in tree.committed_inputs(target):
            shutil.copytree(folder, merged, dirs_exist_ok=True)
        known = {path.name for path in merged.iterdir()}
        # Edges alone: an input that only runs a loop more often would be one of thousands.
        command = [tree.program("minimise", target), "-set_cover_merge=1", "-use_counters=0", "-use_cmp=0", merged, *found]
        run = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
        if run.returncode:
            tree.complain(f"{target} did not pass what was found:\n{run.stderr[-2000:]}")
            return None
        return [path.read_bytes() for path in sorted(merged.iterdir()) if path.name not in known]


def minimise(target):
    found = tree.found_inputs(target)
    if not found:
        tree.complain(f"nothing was found yet: ./dev fuzz {target}")
        return False
    candidates = chosen_by_the_engine(target, found)
    if candidates is None:
        return False
    reached = Reached(target)
    added = 0
    with tempfile.TemporaryDirectory() as scratch, concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        seeds = [path for folder in tree.committed_inputs(target) for path in folder.rglob("*") if path.is_file()]
        files = []
        for number, text in enumerate(sorted(candidates, key=len)):
            files.append(pathlib.Path(scratch, f"candidate_{number}"))
            files[-1].write_bytes(text)
        everything = list(pool.map(lambda path: reached.of(path, scratch), seeds + files))
        known = set()
        for one in everything[: len(seeds)]:
            known |= reached.unify(one)
        for path, one in zip(files, everything[len(seeds) :]):
            new = reached.unify(one) - known
            if new:
                known |= new
                added += 1
                shutil.copy(path, tree.CORPUS / target / f"found_{hashlib.sha1(path.read_bytes()).hexdigest()[:8]}")
    print(f"{target:<24} {added} files added to {tree.CORPUS / target}/", flush=True)
    return True


if __name__ == "__main__":
    sys.exit(0 if all([minimise(target) for target in sys.argv[1:]]) else 1)
