# Adds to fuzz/corpus/ what runs have found and no seed reaches, as few files as that takes: minimise.py TARGET...
# Leaves the choice to the engine, and names each new file by its content; what is in the corpus stays.
# SPDX-License-Identifier: BSL-1.0
import hashlib
import pathlib
import shutil
import subprocess
import sys
import tempfile

import tree


def minimise(target):
    found = tree.found_inputs(target)
    if not found:
        tree.complain(f"nothing was found yet: ./dev fuzz {target}")
        return False
    corpus = tree.CORPUS / target
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
            return False
        added = [path for path in sorted(merged.iterdir()) if path.name not in known]
        for path in added:
            shutil.copy(path, corpus / f"found_{hashlib.sha1(path.read_bytes()).hexdigest()[:8]}")
    print(f"{target:<24} {len(added)} files added to {corpus}/")
    return True


if __name__ == "__main__":
    sys.exit(0 if all([minimise(target) for target in sys.argv[1:]]) else 1)
