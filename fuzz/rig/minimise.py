# Adds to fuzz/corpus/ what runs have found and no seed reaches, as few files as that takes: minimise.py TARGET...
# Knows the counters of the coverage build for our own headers; each file is named by its content.
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

# So many files are first looked at together.
BATCH = 64
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

    def of(self, paths, scratch):
        raw = pathlib.Path(scratch, "profile")
        environment = os.environ | {"LLVM_PROFILE_FILE": str(raw)}
        subprocess.run([self.program, *paths], env=environment, capture_output=True, check=True)
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
                # Run at all; run less often than the function or the block before: then a branch went another way.
                features = (count > 0, count < counts[0], i > 0 and count < counts[i - 1])
                reached.update((name, i, which) for which, holds in enumerate(features) if holds)
        return self.unify(reached)

    def unify(self, reached):
        unknown = [name for name in {name for name, *_ in reached} if name not in self.names]
        readable = subprocess.run(["llvm-cxxfilt-19"], input="\n".join(unknown), capture_output=True, text=True, check=True).stdout
        self.names.update((name, without_arguments(plain)) for name, plain in zip(unknown, readable.split("\n")))
        return {(self.names[name], *rest) for name, *rest in reached}


def choose(reached, known, files, scratch):
    """Of these files, those that reach something new, found by halving: most reach nothing. Adds it to `known`."""
    new = reached.of(files, scratch) - known
    if not new:
        return []
    if len(files) == 1:
        known |= new
        return files
    middle = len(files) // 2
    return choose(reached, known, files[:middle], scratch) + choose(reached, known, files[middle:], scratch)


def minimise(target):
    found = [path for folder in tree.found_inputs(target) for path in folder.iterdir() if path.is_file()]
    if not found:
        tree.complain(f"nothing was found yet: ./dev fuzz {target}")
        return False
    reached = Reached(target)
    with tempfile.TemporaryDirectory() as scratch:
        known = reached.of(tree.committed_inputs(target), scratch)
        found.sort(key=lambda path: (path.stat().st_size, path.name))
        added = []
        for first in range(0, len(found), BATCH):
            added += choose(reached, known, found[first : first + BATCH], scratch)
    for path in added:
        shutil.copy(path, tree.CORPUS / target / f"found_{hashlib.sha1(path.read_bytes()).hexdigest()[:8]}")
    print(f"{target:<24} {len(added)} files added to {tree.CORPUS / target}/", flush=True)
    return True


def main(*targets):
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        return 0 if all(list(pool.map(minimise, targets))) else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
