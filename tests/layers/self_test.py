#!/usr/bin/python3
# Proves that check_layers.py can go red: each rule is broken once in a copy of the tree, and must be the one reported.
# Knows the rules only by what they print.
# SPDX-License-Identifier: BSL-1.0
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent


def all_but_one_input(folder, names):
    """Of a target's inputs one suffices: that there are some is a rule, what they are is none."""
    return sorted(names)[1:] if pathlib.Path(folder).parent.name in ("corpus", "regression") else ()


class CheckLayers(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.tree = pathlib.Path(holder.name)
        for part in ("include", "tests/unit", "fuzz"):
            shutil.copytree(ROOT / part, self.tree / part, ignore=all_but_one_input)
        self.before = self.run_check()

    def run_check(self):
        done = subprocess.run(
            [sys.executable, "-B", str(HERE / "check_layers.py"), str(self.tree)], capture_output=True, text=True, check=False
        )
        *findings, _ = done.stdout.splitlines()
        self.assertEqual(done.returncode, 1 if findings else 0, done.stderr)
        return set(findings)

    def plant(self, name, line, after=4):
        """Puts a line into a file, below its opening unless told otherwise."""
        path = self.tree / name
        lines = path.read_text(encoding="utf-8").splitlines()
        path.write_text("\n".join(lines[:after] + [line] + lines[after:]) + "\n", encoding="utf-8")

    def expect(self, *wanted):
        """Exactly these are reported, beyond what the tree had to say before."""
        new = self.run_check() - self.before
        for beginning in wanted:
            hits = {line for line in new if line.startswith(beginning)}
            self.assertEqual(len(hits), 1, f"wanted: {beginning}\nreported: {sorted(new)}")
            new -= hits
        self.assertEqual(new, set())

    def add_header(self, name, *body):
        """A faultless header of quota/, listed, tested and in the umbrella, but for what `body` brings."""
        text = ["// Planted.", "// Level 2 (quota). Knows nothing.", "// SPDX-License-Identifier: BSL-1.0", "#pragma once", *body]
        (self.tree / f"include/firehose_sse/quota/{name}.hpp").write_text("\n".join(text) + "\n", encoding="utf-8")
        test = self.tree / f"tests/unit/quota/{name}_test.cpp"
        test.parent.mkdir(exist_ok=True)
        test.write_text(f'#include "firehose_sse/quota/{name}.hpp"\n', encoding="utf-8")
        self.plant("include/firehose_sse.hpp", f'#include "firehose_sse/quota/{name}.hpp"')
        listing = self.tree / "include/firehose_sse/CMakeLists.txt"
        listing.write_text(
            listing.read_text(encoding="utf-8").replace("FILES\n", f"FILES\n            quota/{name}.hpp\n"), encoding="utf-8"
        )
        return f"include/firehose_sse/quota/{name}.hpp"

    def test_a_faultless_header_is_no_finding(self):
        self.add_header("planted", "#include <chrono>", "// std::mutex and system_clock::now in a comment", 'char const* s = "std::rand";')
        self.expect()

    def test_upward(self):
        self.plant("include/firehose_sse/shape/timestamp.hpp", '#include "firehose_sse/model/tag.hpp"')
        self.expect("include/firehose_sse/shape/timestamp.hpp:5: shape (level 0) includes upward: model (level 1)")

    def test_same_level(self):
        self.plant("include/firehose_sse/reflect/pointer.hpp", '#  include <firehose_sse/model/tag.hpp>')
        self.plant("include/firehose_sse/client/failed_entries.hpp", '#include "firehose_sse/operation/put_record.hpp"')
        self.expect(
            "include/firehose_sse/reflect/pointer.hpp:5: reflect includes model, another folder of its own level 1",
            "include/firehose_sse/client/failed_entries.hpp:5: client includes operation, another folder of its own level 4",
        )

    def test_umbrella_from_below(self):
        header = self.add_header("planted", '#include "firehose_sse.hpp"')
        self.expect(f"{header}:5: firehose_sse.hpp lies above every folder")

    def test_missing_and_relative(self):
        header = self.add_header("planted", '#include "firehose_sse/quota/no_such.hpp"', '#include "window.hpp"')
        self.expect(
            f"{header}:5: there is no include/firehose_sse/quota/no_such.hpp",
            f"{header}:6: own headers are included by their path",
        )

    def test_lean(self):
        self.plant("include/firehose_sse/model/tag.hpp", "#include <chrono>")
        self.plant("include/firehose_sse/shape/bounds.hpp", "#include <map>")
        self.plant("include/firehose_sse/model/stream.hpp", '#include "firehose_sse/shape/instant.hpp"')
        self.expect(
            "include/firehose_sse/model/tag.hpp:5: <chrono> is not on the short list",
            "include/firehose_sse/shape/bounds.hpp:5: <map> is not on the short list",
            "include/firehose_sse/model/stream.hpp:5: shape/instant.hpp brings <chrono>",
        )

    def test_json_below_wire(self):
        header = self.add_header("planted", "#include <boost/json/value.hpp>")
        self.expect(f"{header}:5: <boost/json/value.hpp>: Boost.JSON enters in wire/")

    def test_sockets(self):
        header = self.add_header("planted", "#include <boost/beast/http.hpp>", "#include <boost/asio.hpp>", "#include <sys/socket.h>")
        self.expect(f"{header}:5: <boost/beast", f"{header}:6: <boost/asio.hpp>", f"{header}:7: <sys/socket.h>")

    def test_sockets_in_one_transport(self):
        self.plant("include/firehose_sse/integration/hiredis_connection.hpp", "#include <netdb.h>")
        self.plant("include/firehose_sse/integration/redis_store.hpp", "#include <hiredis/hiredis.h>")
        self.expect("include/firehose_sse/integration/redis_store.hpp:5: <hiredis/hiredis.h>: the library opens no socket")

    def test_clock_lock_random(self):
        header = self.add_header(
            "planted",
            "#include <mutex>",
            "#include <random>",
            "inline auto f() { return std::chrono::system_clock::now(); }",
            "inline auto g(std::shared_mutex& m) { return &m; }",
        )
        self.expect(
            f"{header}:5: <mutex>", f"{header}:6: <random>", f"{header}:7: system_clock::now", f"{header}:8: std::shared_mutex"
        )

    def test_only_locks_in_the_store(self):
        store = "include/firehose_sse/quota/memory_store.hpp"
        self.plant(store, "#include <shared_mutex>")
        self.plant(store, "#include <random>")
        self.expect(f"{store}:5: <random>")

    def test_opening(self):
        header = self.add_header("planted")
        path = self.tree / header
        path.write_text("#pragma once\n// Level 3\n", encoding="utf-8")
        self.expect(f"{header}:1: ", f"{header}:2: ", f"{header}:3: ", f"{header}:4: ")

    def test_unlisted_untested_unreached(self):
        source = (self.tree / self.add_header("planted")).read_text(encoding="utf-8")
        self.before |= self.run_check()
        (self.tree / "include/firehose_sse/quota/forgotten.hpp").write_text(source, encoding="utf-8")
        self.expect(
            "include/firehose_sse/CMakeLists.txt:1: firehose_sse/quota/forgotten.hpp is on disk but not in the list",
            "include/firehose_sse/quota/forgotten.hpp:1: has no test tests/unit/quota/forgotten_test.cpp",
            "include/firehose_sse.hpp:1: the umbrella does not reach firehose_sse/quota/forgotten.hpp",
        )

    def test_listed_but_gone(self):
        (self.tree / self.add_header("planted")).unlink()
        self.expect(
            "include/firehose_sse/CMakeLists.txt:1: firehose_sse/quota/planted.hpp is in the list but not on disk",
            "include/firehose_sse.hpp:5: there is no include/firehose_sse/quota/planted.hpp",
            "tests/unit/quota/planted_test.cpp:1: there is no header this could be the test of",
        )

    def test_header_comes_first(self):
        self.add_header("planted")
        self.plant("tests/unit/quota/planted_test.cpp", "#include <vector>", after=0)
        self.expect("tests/unit/quota/planted_test.cpp:1: a test includes its header first")

    def test_stray_source(self):
        (self.tree / "tests/unit/shape/stray.cpp").write_text("", encoding="utf-8")
        self.expect("tests/unit/shape/stray.cpp:1: only *_test.cpp is built")

    def test_unknown_folder(self):
        path = self.tree / "include/firehose_sse/odd/x.hpp"
        path.parent.mkdir()
        path.write_text("\n", encoding="utf-8")
        self.assertIn("include/firehose_sse/odd/x.hpp:1: folder 'odd' has no level in tests/layers/check_layers.py", self.run_check())

    def test_umbrella_without_fuzzing(self):
        header = self.add_header("planted")
        moved = self.tree / "include/firehose_sse/fuzzing/planted.hpp"
        moved.parent.mkdir(exist_ok=True)
        moved.write_text((self.tree / header).read_text(encoding="utf-8").replace("Level 2", "Level 5"), encoding="utf-8")
        self.plant("include/firehose_sse.hpp", '#include "firehose_sse/fuzzing/planted.hpp"')
        self.assertIn(
            "include/firehose_sse.hpp:1: the umbrella reaches firehose_sse/fuzzing/planted.hpp"
            " (it holds all but fuzzing/, integration/ and what NOT_IN_UMBRELLA lists)",
            self.run_check(),
        )

    def test_top_level(self):
        (self.tree / "crash-0").write_text("x", encoding="utf-8")
        (self.tree / "tools").mkdir()
        (self.tree / "cmake-build-debug").mkdir()
        (self.tree / "cmake-build-debug/CMakeCache.txt").write_text("x", encoding="utf-8")
        self.expect("crash-0:1: does not belong at the top level", "tools:1: does not belong at the top level")

    def test_fuzz_folders(self):
        (self.tree / "fuzz/planted.cpp").write_text("", encoding="utf-8")
        (self.tree / "fuzz/corpus/ghost").mkdir()
        (self.tree / "fuzz/regression").mkdir(exist_ok=True)
        (self.tree / "fuzz/regression/loose").write_text("x", encoding="utf-8")
        self.expect(
            "fuzz/planted.cpp:1: its corpus fuzz/corpus/planted/ is missing or empty",
            "fuzz/corpus/ghost:1: belongs to no target",
            "fuzz/regression/loose:1: belongs to no target",
        )


if __name__ == "__main__":
    unittest.main()
