# Imitates what OSS-Fuzz and ClusterFuzzLite do with fuzz/oss-fuzz/ and checks what comes out: oss_fuzz.py [TARGET...]
# Knows the conventions of these services; its last line is `N passed, N failed`.
# SPDX-License-Identifier: BSL-1.0
import hashlib
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile

import tree

HERE = pathlib.Path("fuzz/oss-fuzz")
COMMON = "-O1 -fno-omit-frame-pointer -gline-tables-only -DFUZZING_BUILD_MODE_UNSAFE_FOR_PRODUCTION"
# What the services set for an engine and a sanitizer, and which of their scripts is run with it.
IMITATIONS = {
    "libFuzzer, address": {
        "script": HERE / "build.sh",
        "CXX": "clang++-19",
        "CXXFLAGS": f"{COMMON} -fsanitize=address -fsanitize-address-use-after-scope -fsanitize=fuzzer-no-link",
        "LIB_FUZZING_ENGINE": "-fsanitize=fuzzer",
        "run": ["-runs=1"],
    },
    "AFL++": {
        "script": HERE / "clusterfuzzlite/build.sh",
        "CXX": "afl-clang-fast++",
        "CXXFLAGS": COMMON,
        "LIB_FUZZING_ENGINE": "/usr/lib/afl/libAFLDriver.a",
        "run": [],
    },
}
# The machines that run the targets have these and no others.
SHARED_LIBRARIES = {
    "linux-vdso", "libc", "libm", "libstdc++", "libgcc_s", "libpthread", "libdl", "librt", "libresolv", "ld-linux",
}  # fmt: skip
# The checks before a merge into google/oss-fuzz look for this in every Dockerfile and script.
LICENCE = "http://www.apache.org/licenses/LICENSE-2.0"


class Checks:
    def __init__(self):
        self.passed = self.failed = 0

    def that(self, good, what):
        if good:
            self.passed += 1
        else:
            self.failed += 1
            print(f"FAILED: {what}", flush=True)


def shared_libraries(listing):
    """Names of what ldd lists; the loader's without its machine."""
    names = {line.split()[0].rsplit("/", 1)[-1].split(".so")[0] for line in listing.splitlines() if line.split()}
    return {"ld-linux" if name.startswith("ld-linux-") else name for name in names}


def check_archive(checks, target, archive):
    checks.that(archive.exists(), f"{archive.name} is there")
    if not archive.exists():
        return []
    with zipfile.ZipFile(archive) as seeds:
        checks.that(seeds.testzip() is None, f"{archive.name} is sound")
        names = [name for name in seeds.namelist() if not name.endswith("/")]
        for name in names:
            checks.that(hashlib.sha1(seeds.read(name)).hexdigest() == name, f"{archive.name}: {name} is named by its content")
        folder = archive.with_suffix("")
        seeds.extractall(folder)
    committed = {path.read_bytes() for folder in tree.committed_inputs(target) for path in folder.rglob("*") if path.is_file()}
    checks.that(len(names) == len(committed), f"{archive.name} has every input once")
    return [folder / name for name in names]


def check_target(checks, target, out, arguments):
    program = out / f"fuzz_{target}"
    checks.that(os.access(program, os.X_OK), f"{program.name} is a program")
    checks.that(re.fullmatch(r"[A-Za-z0-9_-]+", program.name) is not None, f"{program.name} has a name of the allowed characters")
    if not program.exists():
        return
    listing = subprocess.run(["ldd", program], capture_output=True, text=True, check=True).stdout
    others = shared_libraries(listing) - SHARED_LIBRARIES
    checks.that(not others, f"{program.name} needs no other shared libraries; it needs {', '.join(sorted(others))}")
    options = out / f"{program.name}.options"
    named = re.search(r"^\[libfuzzer\]\ndict = (\S+)$", options.read_text(encoding="utf-8") if options.exists() else "", re.M)
    checks.that(named is not None and (out / named[1]).exists(), f"{options.name} names a dictionary that is there")
    seeds = check_archive(checks, target, out / f"{program.name}_seed_corpus.zip")
    run = subprocess.run([program, *arguments, *seeds], cwd=out, capture_output=True, text=True, errors="replace", check=False)
    checks.that(run.returncode == 0, f"{program.name} runs its seeds\n{run.stderr[-2000:]}")
    if named and arguments:
        run = subprocess.run([program, "-runs=1", f"-dict={named[1]}"], cwd=out, capture_output=True, text=True, errors="replace", check=False)
        checks.that(run.returncode == 0 and "ParseDictionaryFile: error" not in run.stderr, f"{program.name} takes the dictionary, and no input")


def imitate(checks, name, setting, targets, root):
    source, out, work = root / "src", root / "out", root / "work"
    for folder in (source, out, work):
        folder.mkdir(parents=True)
    copy = source / "firehose-sse"
    copy.mkdir()
    for part in ("CMakeLists.txt", "include", "fuzz", "tests", "LICENSE"):
        (shutil.copytree if pathlib.Path(part).is_dir() else shutil.copy)(part, copy / part)
    environment = os.environ | {key: value for key, value in setting.items() if key.isupper()}
    environment |= {"SRC": str(source), "OUT": str(out), "WORK": str(work)}
    for unwanted in ("CMAKE_BUILD_PARALLEL_LEVEL", "ASAN_OPTIONS", "UBSAN_OPTIONS"):
        environment.pop(unwanted, None)
    run = subprocess.run(
        [copy / setting["script"], *targets], cwd=copy, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True, errors="replace", check=False,
    )  # fmt: skip
    checks.that(run.returncode == 0, f"{name}: {setting['script']} ends well\n{run.stdout[-4000:]}")
    if run.returncode:
        return
    wanted = set(targets or tree.honest_targets())
    made = {path.name.removeprefix("fuzz_") for path in out.iterdir() if path.suffix == ""}
    checks.that(made == wanted, f"{name}: exactly the targets are made, but the canary: {sorted(made ^ wanted)}")
    for target in sorted(wanted):
        check_target(checks, target, out, setting["run"])
    print(f"{name:<24} {len(made)} targets built and run", flush=True)


def check_files(checks):
    project = (HERE / "project.yaml").read_text(encoding="utf-8")
    for key in ("homepage", "main_repo", "language", "primary_contact", "sanitizers", "fuzzing_engines"):
        checks.that(re.search(rf"^{key}:", project, re.M) is not None, f"project.yaml tells its {key}")
    for name in ("Dockerfile", "build.sh"):
        named = LICENCE in (HERE / name).read_text(encoding="utf-8")
        checks.that(named, f"{name} names the licence that google/oss-fuzz asks for")
    for folder in (HERE, HERE / "clusterfuzzlite"):
        script = folder / "build.sh"
        checks.that(os.access(script, os.X_OK), f"{script} can be run")
        docker = (folder / "Dockerfile").read_text(encoding="utf-8")
        checks.that(re.search(r"^FROM gcr\.io/oss-fuzz-base/base-builder", docker, re.M) is not None, f"{folder} builds on their container")
        checks.that("build.sh $SRC/" in docker, f"{folder}/Dockerfile puts build.sh where it is looked for")


def main(*targets):
    checks = Checks()
    check_files(checks)
    with tempfile.TemporaryDirectory() as scratch:
        for number, (name, setting) in enumerate(IMITATIONS.items()):
            if shutil.which(setting["CXX"]) is None:
                print(f"{name}: {setting['CXX']} is not installed; skipped")
                continue
            imitate(checks, name, setting, targets, pathlib.Path(scratch, str(number)))
    print(f"{checks.passed} passed, {checks.failed} failed")
    return 1 if checks.failed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
