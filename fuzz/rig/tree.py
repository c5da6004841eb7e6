# What the scripts of the rig share: which targets there are and where their inputs and findings lie.
# Knows names and folders only; every path is relative to the project's root, where `dev` runs the scripts.
# SPDX-License-Identifier: BSL-1.0
import pathlib
import sys

CORPUS, REGRESSION = pathlib.Path("fuzz/corpus"), pathlib.Path("fuzz/regression")
FOUND = pathlib.Path("build/found")
DICTIONARY = pathlib.Path("fuzz/firehose_sse.dict")
# It must be stopped, so it is run and replayed only to prove that the rig can fail.
CANARY = "canary"


def complain(text):
    sys.stdout.flush()
    print(f"dev: {text}", file=sys.stderr)


def all_targets():
    """Every fuzz/<name>.cpp but the drivers."""
    return sorted(path.stem for path in pathlib.Path("fuzz").glob("*.cpp") if not path.stem.endswith("_main"))


def honest_targets():
    return [name for name in all_targets() if name != CANARY]


def committed_inputs(target):
    """The folders of the target's seeds and regressions that exist."""
    return [path for path in (CORPUS / target, REGRESSION / target) if path.is_dir()]


def found_inputs(target):
    """What runs have added; empty where none has."""
    folder = FOUND / target / "corpus"
    return [folder] if folder.is_dir() and any(folder.iterdir()) else []


def program(preset, target):
    return pathlib.Path("build", preset, "fuzz", f"fuzz_{target}")


if __name__ == "__main__":
    print(*honest_targets())
