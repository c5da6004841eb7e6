#!/usr/bin/python3
# Checks what the compiler does not: who may include whom, what a level must not know, and that every header has its test.
# Knows the tree only as text; `check_layers.py ROOT` prints one line a finding, `file:line: rule`, and exits 1 if there is any.
# SPDX-License-Identifier: BSL-1.0
import pathlib
import re
import sys

# A folder includes lower levels only: then no header can drag in what lies above it, and a reader pays for what he uses.
LEVELS = {
    "shape": 0,
    "model": 1,
    "reflect": 1,
    "constraint": 2,
    "encryption": 2,
    "quota": 2,
    "wire": 3,
    "diagnostic": 4,
    "client": 4,
    "operation": 4,
    "gateway": 5,
    "fuzzing": 5,
    "integration": 6,
}
WIRE, GATEWAY = LEVELS["wire"], LEVELS["gateway"]

# What shape/ and model/ may include besides each other: every user of the model pays for it in every file.
LEAN_FOLDERS = {"shape", "model"}
LEAN_INCLUDES = {
    "string", "string_view", "optional", "vector", "cstdint", "cstddef", "compare", "utility", "type_traits", "limits",
    "concepts",  # <compare> brings it
    "boost/describe/class.hpp", "boost/describe/enum.hpp",
}  # fmt: skip
# The one header at that level that knows <chrono>; the others must not reach it.
INSTANT = "firehose_sse/shape/instant.hpp"

SOCKETS = re.compile(r"boost/(asio|beast)(/|\.hpp)|(sys/(socket|epoll|select)|poll|netdb|netinet/.*|arpa/inet)\.h$|hiredis/")
MAY_OPEN_SOCKETS = {"firehose_sse/integration/hiredis_connection.hpp"}  # a transport, for those who want one
JSON = re.compile(r"boost/json(/|\.hpp)")
# Below gateway/ a result depends on the arguments alone, so that it can be replayed, enumerated and fuzzed.
IMPURE_INCLUDES = {
    "mutex", "shared_mutex", "thread", "atomic", "condition_variable", "future", "semaphore", "random", "ctime", "time.h",
    "cstdio", "stdio.h", "iostream", "fstream", "syslog.h",
}  # fmt: skip
IMPURE_WORDS = re.compile(
    r"\b(\w+_clock\s*::\s*now|thread_local"
    r"|std\s*::\s*(time|clock|rand|srand|getenv|random_device|mt19937\w*|(\w+_)?mutex|\w+_lock|lock_guard"
    r"|j?thread|atomic\w*|call_once|cout|cerr|clog|printf|fprintf|puts))\b"
)
LOCK_INCLUDES = {"mutex", "shared_mutex", "atomic"}
LOCK_WORDS = re.compile(r"mutex|lock\b|lock_guard|atomic")
MAY_LOCK = {"firehose_sse/quota/memory_store.hpp"}  # a store supplies atomicity

# All that may be seen at the top level; build/ is no part of the tree, nor is any other folder that CMake builds in.
TOP_LEVEL = {"CMakeLists.txt", "CMakePresets.json", "LICENSE", "README.md", "build", "dev", "docs", "fuzz", "include", "tests"}
# A maintainer's own, which git does not see.
UNTRACKED = {"CMakeUserPresets.json", "compile_commands.json"}

# Folders that the umbrella leaves out: what is for campaigns, and what is for one library or server beside the program.
FOLDERS_NOT_IN_UMBRELLA = {"fuzzing", "integration"}
# Headers that the umbrella leaves out, each with the reason.
NOT_IN_UMBRELLA = {
    "firehose_sse/src.hpp": "for one source file of a program",
    "firehose_sse/json_impl.hpp": "for one source file of a program",
    "firehose_sse/wire/json_value.hpp": "Boost.JSON's document values: a fifth more to compile, for those who use them",
}
# Headers without a test of the same name, each with the reason; an entry that is not needed is a finding too.
HEADERS_WITHOUT_TEST = {
    "firehose_sse/src.hpp": "every in-tree program links what it compiles",
    "firehose_sse/json_impl.hpp": "tests/consumer links a program with it",
    "firehose_sse/wire/linkage.hpp": "one macro: set in every in-tree program, not set in tests/consumer",
}
# Tests without a header of the same name, each with the reason.
TESTS_WITHOUT_HEADER = {}

INCLUDE = re.compile(r'^\s*#\s*include\s*(<|")([^>"]+)[>"]')
COMMENT_OR_STRING = re.compile(r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"', re.DOTALL)


def folder_of(header):
    """firehose_sse/wire/detail/x.hpp -> wire; empty for the headers beside the folders."""
    parts = header.split("/")
    return parts[1] if len(parts) > 2 else ""


def includes_of(path):
    """(line number, quoted?, what) of every include line."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if found := INCLUDE.match(line):
            yield number, found[1] == '"', found[2]


class Tree:
    def __init__(self, root):
        self.root = pathlib.Path(root)
        self.include = self.root / "include"
        found = (path for path in self.include.rglob("*") if path.suffix in {".hpp", ".ipp"})
        self.headers = sorted(str(path.relative_to(self.include)) for path in found)

    def place(self, path, line=1):
        return f"{path.relative_to(self.root)}:{line}"

    def findings(self):
        for rule in (
            self.top_level, self.folders, self.openings, self.directions, self.lean, self.json_and_sockets, self.purity,
            self.umbrella, self.header_list, self.tests_mirror_headers, self.fuzz_folders,
        ):  # fmt: skip
            yield from rule()

    def top_level(self):
        for path in sorted(self.root.iterdir()):
            known = path.name.startswith(".") or path.name in TOP_LEVEL | UNTRACKED
            if not known and not (path / "CMakeCache.txt").exists():
                yield f"{self.place(path)}: does not belong at the top level"

    def folders(self):
        for header in self.headers:
            folder = folder_of(header)
            if folder and folder not in LEVELS:
                yield f"{self.place(self.include / header)}: folder '{folder}' has no level in tests/layers/check_layers.py"

    def openings(self):
        for header in self.headers:
            path = self.include / header
            lines = path.read_text(encoding="utf-8").splitlines()[:4] + [""] * 4
            level = LEVELS.get(folder_of(header))
            second = r"// \S.*" if level is None else rf"// Level {level}\b.*"
            wanted = (
                (r"// \S.*", "line 1 says what the header is: '// <what>'"),
                (second, f"line 2 says its level and what it must not know: '// Level {level} ({folder_of(header)}). <…>'"),
                (r"// SPDX-License-Identifier: BSL-1\.0", "line 3 is '// SPDX-License-Identifier: BSL-1.0'"),
                (r"#pragma once", "line 4 is '#pragma once'"),
            )
            for number, (pattern, rule) in enumerate(wanted, 1):
                if not re.fullmatch(pattern, lines[number - 1]):
                    yield f"{self.place(path, number)}: {rule}"

    def directions(self):
        for header in self.headers:
            path, folder = self.include / header, folder_of(header)
            for number, quoted, what in includes_of(path):
                place = self.place(path, number)
                if not what.startswith(("firehose_sse/", "firehose_sse.hpp")):
                    if quoted:
                        yield f"{place}: own headers are included by their path below include/, not as '{what}'"
                    continue
                target = folder_of(what)
                if what not in self.headers:
                    yield f"{place}: there is no include/{what}"
                elif not folder or folder not in LEVELS or target == folder:
                    continue
                elif not target:
                    yield f"{place}: {what} lies above every folder"
                elif LEVELS.get(target, 99) > LEVELS[folder]:
                    yield f"{place}: {folder} (level {LEVELS[folder]}) includes upward: {target} (level {LEVELS[target]})"
                elif LEVELS[target] == LEVELS[folder]:
                    yield f"{place}: {folder} includes {target}, another folder of its own level {LEVELS[folder]}"

    def lean(self):
        for header in self.headers:
            if folder_of(header) not in LEAN_FOLDERS:
                continue
            path = self.include / header
            for number, _, what in includes_of(path):
                place = self.place(path, number)
                if what == INSTANT:
                    yield f"{place}: shape/instant.hpp brings <chrono>; no shape or model header includes it"
                elif what.startswith("firehose_sse/") or what in LEAN_INCLUDES:
                    continue
                elif not (what == "chrono" and header == INSTANT):
                    yield f"{place}: <{what}> is not on the short list of what shape/ and model/ may include"

    def json_and_sockets(self):
        for header in self.headers:
            path = self.include / header
            for number, _, what in includes_of(path):
                if SOCKETS.search(what) and header not in MAY_OPEN_SOCKETS:
                    yield f"{self.place(path, number)}: <{what}>: the library opens no socket"
                if JSON.match(what) and LEVELS.get(folder_of(header), GATEWAY) < WIRE:
                    yield f"{self.place(path, number)}: <{what}>: Boost.JSON enters in wire/ (level {WIRE}), not below"

    def purity(self):
        for header in self.headers:
            if LEVELS.get(folder_of(header), GATEWAY) >= GATEWAY:
                continue
            path = self.include / header
            for number, _, what in includes_of(path):
                if what in IMPURE_INCLUDES and not (what in LOCK_INCLUDES and header in MAY_LOCK):
                    yield f"{self.place(path, number)}: <{what}>: no clock, lock, log or random below gateway/"
            # Blank what is not code, keeping the lines.
            code = COMMENT_OR_STRING.sub(lambda m: re.sub(r"[^\n]", " ", m[0]), path.read_text(encoding="utf-8"))
            for number, line in enumerate(code.splitlines(), 1):
                for found in IMPURE_WORDS.finditer(line):
                    if not (header in MAY_LOCK and LOCK_WORDS.search(found[0])):
                        yield f"{self.place(path, number)}: {found[0]}: no clock, lock, log or random below gateway/"

    def umbrella(self):
        umbrella = "firehose_sse.hpp"
        if umbrella not in self.headers:
            yield f"include/{umbrella}:1: the umbrella is missing"
            return
        reached, waiting = set(), [umbrella]
        while waiting:
            header = waiting.pop()
            if header in reached or header not in self.headers:
                continue
            reached.add(header)
            waiting += [what for _, _, what in includes_of(self.include / header)]
        for header in self.headers:
            left_out = folder_of(header) in FOLDERS_NOT_IN_UMBRELLA or header in NOT_IN_UMBRELLA
            if left_out == (header in reached):
                verb = "reaches" if left_out else "does not reach"
                yield f"include/{umbrella}:1: the umbrella {verb} {header} (it holds all but fuzzing/, integration/ and what NOT_IN_UMBRELLA lists)"

    def header_list(self):
        path = self.include / "firehose_sse/CMakeLists.txt"
        code = re.sub(r"#.*", "", path.read_text(encoding="utf-8"))
        listed = {str(pathlib.PurePath("firehose_sse") / name) for name in re.findall(r"[^\s()\"]+\.[hi]pp\b", code)}
        listed = {re.sub(r"^firehose_sse/\.\./", "", name) for name in listed}
        for header in sorted(set(self.headers) - listed):
            yield f"{self.place(path)}: {header} is on disk but not in the list, so it is not installed"
        for header in sorted(listed - set(self.headers)):
            yield f"{self.place(path)}: {header} is in the list but not on disk"

    def tests_mirror_headers(self):
        unit = self.root / "tests/unit"
        tested = set()
        for path in sorted(unit.rglob("*.cpp")):
            below = path.relative_to(unit)
            if not path.name.endswith("_test.cpp"):
                yield f"{self.place(path)}: only *_test.cpp is built"
                continue
            header = self.header_of(str(below).removesuffix("_test.cpp"))
            excused = str(below) in TESTS_WITHOUT_HEADER
            if header:
                tested.add(header)
                first = next(includes_of(path), (1, False, "nothing"))
                if first[2] != header and self.root / self.test_of(header) == path:
                    yield f"{self.place(path, first[0])}: a test includes its header first ({header}): that proves it self-contained"
            elif not excused:
                yield f"{self.place(path)}: there is no header this could be the test of"
            if excused and header:
                yield f"{self.place(path)}: has a header, and needs no excuse in TESTS_WITHOUT_HEADER"
        for header in self.headers:
            private = re.search(r"/(detail|impl)/", header)  # tested through the header it is a detail of
            if header not in tested and header not in HEADERS_WITHOUT_TEST and not private:
                yield f"{self.place(self.include / header)}: has no test {self.test_of(header)}"
        for header in sorted(set(HEADERS_WITHOUT_TEST) & tested | set(HEADERS_WITHOUT_TEST) - set(self.headers)):
            yield f"include/{header}:1: needs no excuse in HEADERS_WITHOUT_TEST"

    def header_of(self, name):
        """The header `<name>_test.cpp` tests: of that name or, for a large header's second test, of its first words."""
        while name:
            detail = re.sub(r"/(?=[^/]*$)", "/detail/", name)
            for header in (f"{name}.hpp", f"firehose_sse/{name}.hpp", f"firehose_sse/{detail}.hpp"):
                if header in self.headers:
                    return header
            name = name.rpartition("_")[0]
        return None

    @staticmethod
    def test_of(header):
        return "tests/unit/" + header.removeprefix("firehose_sse/").removesuffix(".hpp") + "_test.cpp"

    def fuzz_folders(self):
        fuzz = self.root / "fuzz"
        targets = {path.stem for path in fuzz.glob("*.cpp") if not path.stem.endswith("_main")}
        for target in sorted(targets):
            corpus = fuzz / "corpus" / target
            if not corpus.is_dir() or not any(path.is_file() for path in corpus.rglob("*")):
                yield f"fuzz/{target}.cpp:1: its corpus fuzz/corpus/{target}/ is missing or empty"
        for path in sorted([*fuzz.glob("corpus/*"), *fuzz.glob("regression/*")]):
            if not path.is_dir() or path.name not in targets:
                yield f"{self.place(path)}: belongs to no target fuzz/{path.name}.cpp, so nothing replays it"


def main(arguments):
    if len(arguments) != 2:
        print("usage: check_layers.py ROOT", file=sys.stderr)
        return 2
    tree = Tree(arguments[1])
    findings = list(tree.findings())
    print(*findings, f"{len(tree.headers)} headers, {len(findings)} findings", sep="\n")
    return 1 if findings or not tree.headers else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
