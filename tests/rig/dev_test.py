#!/usr/bin/python3
# What ./dev does before it builds anything, and the scripts beside it, with stand-ins for the programs that they call.
# Knows dev's functions by name; installs nothing and deletes nothing outside folders of its own.
# SPDX-License-Identifier: BSL-1.0
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]


class Scripts(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.folder = pathlib.Path(holder.name)
        (self.folder / "bin").mkdir()

    def stand_in(self, name, text):
        path = self.folder / "bin" / name
        path.write_text("#!/bin/bash\n" + text + "\n", encoding="utf-8")
        path.chmod(0o755)

    def call(self, *command, cwd=None, **environment):
        own = {"PATH": f"{self.folder}/bin:{os.environ['PATH']}", **environment}
        return subprocess.run(
            command, cwd=cwd or self.folder, env=os.environ | own, capture_output=True, text=True, timeout=60, check=False
        )

    def functions(self, text, **environment):
        """Runs shell text that knows dev's functions, and the fuzzing rig's."""
        script = f"set -- help; source {ROOT}/dev >/dev/null; source {ROOT}/fuzz/rig/verbs.sh; {text}"
        return self.call("bash", "-c", script, **environment)


class Packages(Scripts):
    """On a system that has none of them, and that knows all but one."""

    def setUp(self):
        super().setUp()
        self.stand_in("dpkg-query", "exit 1")
        self.stand_in(
            "apt-cache",
            'case $2 in clang-14) ;; strange) printf "strange:\\n  Candidate: (none)\\n" ;;\n'
            '*) printf "%s:\\n  Candidate: 1.2\\n" "$2" ;; esac',
        )
        for name in ("apt-get", "sudo"):
            self.stand_in(name, f'echo "{name} $*" >>"{self.folder}/called"')
        (self.folder / "lists").mkdir()
        (self.folder / "lists/debian_dists_x_Packages").touch()

    def need(self, packages, more="", **environment):
        done = self.functions(f"apt_lists={self.folder}/lists; {more} need {packages}; echo went on", **environment)
        called = self.folder / "called"
        return done, called.read_text() if called.exists() else ""

    def test_those_that_nobody_knows_are_named(self):
        done, called = self.need("clang-14 strange", CI="true")
        self.assertEqual(done.stdout, "went on\n", done.stderr)
        self.assertNotIn(" install ", called) # nothing was installed, but the package lists were made new first
        self.assertRegex(called, r"apt-get update\n$")
        self.assertIn("apt-get does not know these; they or their like are needed: clang-14 strange", done.stderr)

    def test_the_others_are_installed(self):
        done, called = self.need("g++ strange", CI="true")
        self.assertEqual(done.stdout, "went on\n", done.stderr)
        self.assertRegex(called, r"apt-get install .* g\+\+\n")
        self.assertNotIn("strange", called)

    def test_without_an_answer_it_only_says_what_to_run(self):
        done, called = self.need("g++ strange", CI="")
        self.assertEqual((done.returncode, done.stdout, called), (2, "", ""))
        self.assertRegex(done.stderr, r"apt-get update && .*apt-get install .* g\+\+\n")

    def test_a_new_system_knows_nothing_before_its_first_update(self):
        done, called = self.need("strange", f"rm {self.folder}/lists/*;", CI="true")
        self.assertEqual(done.stdout, "went on\n", done.stderr)
        self.assertRegex(called, r"apt-get update\n.*apt-get install .* strange\n")

    def test_installing_may_be_forbidden(self):
        done, called = self.need("g++ strange", CI="true", FIREHOSE_SSE_NO_INSTALL="1")
        self.assertEqual((done.stdout, called), ("went on\n", ""))
        self.assertIn("these packages or their like are needed: g++ strange", done.stderr)


class Needs(Scripts):
    """Which packages a verb asks for."""

    def asked(self, verb):
        done = self.functions('need() { printf "%s\\n" "$@"; exit; }; ' + verb)
        return set(done.stdout.split())

    def test_a_compiler_comes_with_its_sanitizers(self):
        for verb in ("tidy", "run_tests --compiler clang-19", "run_tests --compiler all", "fuzz_verb coverage"):
            self.assertLessEqual({"clang-19", "libclang-rt-19-dev"}, self.asked(verb), verb)
        self.assertLessEqual({"afl++", "libclang-rt-14-dev"}, self.asked("fuzz_verb afl decode"))

    def test_planted_bugs_are_also_built_with_gcc(self):
        self.assertIn("g++", self.asked("fuzz_verb planted"))


class Root(Scripts):
    def test_is_the_project_s_however_it_is_called(self):
        (self.folder / "link").symlink_to(ROOT / "dev")
        (self.folder / "build").mkdir()
        done = self.call("bash", "-c", "set -- help; source ./link >/dev/null; echo $root", CDPATH=f"{ROOT.parent}:.")
        self.assertEqual(done.stdout, f"{ROOT}\n")
        text = f"cd {ROOT.parent}; set -- help; source {ROOT.name}/dev >/dev/null; echo $root"
        done = self.call("bash", "-c", text, CDPATH=str(ROOT.parent))
        self.assertEqual(done.stdout, f"{ROOT}\n")

    def test_clean_deletes_the_project_s_build_and_no_other(self):
        copy = self.folder / "copy"
        (copy / "build").mkdir(parents=True)
        shutil.copy(ROOT / "dev", copy)
        (self.folder / "build").mkdir()
        (self.folder / "link").symlink_to(copy / "dev")
        self.assertEqual(self.call("./dev", "clean", cwd=copy).returncode, 2)
        self.assertTrue((copy / "build").exists())
        (copy / "CMakePresets.json").touch()
        self.assertEqual(self.call("./link", "clean").returncode, 0)
        self.assertEqual([(copy / "build").exists(), (self.folder / "build").exists()], [False, True])


class Verbs(Scripts):
    def test_format_reads_every_source(self):
        self.stand_in("clang-format-14", 'printf "%s\\n" "$@"')
        done = self.functions("need() { :; }; format")
        wanted = {str(path.relative_to(ROOT)) for path in (ROOT / "include").rglob("*.[hi]pp")}
        self.assertLessEqual(wanted, set(done.stdout.split()))

    def test_bench_asks_every_program(self):
        (self.folder / "bench").mkdir()
        for name in ("a", "b"):
            program = self.folder / "bench" / f"{name}_bench"
            program.write_text(
                f"#!/bin/bash\ncase $* in *filter={name}) echo {name} ;; *list*) ;; *) exit 1 ;; esac\n", encoding="utf-8"
            )
            program.chmod(0o755)
        done = self.functions(f"run_benchmarks {self.folder}/bench b")
        self.assertEqual((done.returncode, done.stdout.splitlines()[-1].rpartition(" ")[2]), (0, "b"), done.stdout)
        self.assertNotIn("a_bench", done.stdout)
        done = self.functions(f"run_benchmarks {self.folder}/bench c")
        self.assertEqual((done.returncode, done.stdout), (1, ""))
        self.assertIn("no benchmark matches c", done.stderr)

    def test_tidy_looks_below_a_folder_of_any_name(self):
        copy = self.folder / "c++ (x)"
        (copy / "build/clang-19").mkdir(parents=True)
        shutil.copy(ROOT / "dev", copy)
        self.stand_in("cmake", "")
        self.stand_in("run-clang-tidy-19", 'for last; do :; done; grep -cE "$last" build/clang-19/compile_commands.json')
        database = copy / "build/clang-19/compile_commands.json"
        script = 'set -- help; source ./dev >/dev/null; need() { :; }; tidy'
        database.write_text(f'"file": "{copy}/tests/a.cpp"\n"file": "{copy}/include/b.cpp"\n', encoding="utf-8")
        done = self.call("bash", "-c", script, cwd=copy)
        self.assertEqual((done.returncode, done.stdout), (0, "1\n"), done.stderr)
        database.write_text('"file": "/elsewhere/tests/a.cpp"\n', encoding="utf-8")
        done = self.call("bash", "-c", script, cwd=copy)
        self.assertEqual((done.returncode, done.stdout), (1, ""))

    def test_no_time_is_no_run(self):
        for verb in ("fuzz_run decode 0", "fuzz_run 00", "fuzz_afl decode 0", "fuzz_afl decode soon"):
            done = self.functions(f"fuzz_build() {{ echo built; }}; rig() {{ echo ran; }}; {verb}")
            self.assertEqual((done.returncode, done.stdout), (2, ""), verb)
            self.assertIn("so many seconds are none", done.stderr)
        done = self.functions("fuzz_build() { echo built; }; rig() { echo ran; }; fuzz_run decode 060")
        self.assertEqual((done.returncode, done.stdout), (0, "built\nran\n"), done.stderr)


class Npm(Scripts):
    def test_what_failed_is_done_again(self):
        source = self.folder / "from"
        source.mkdir()
        for name in ("package.json", "package-lock.json"):
            (source / name).write_text("{}", encoding="utf-8")
        folders = ("-D", f"FROM={source}", "-D", f"INTO={self.folder}/into")
        install = ("cmake", *folders, "-P", str(ROOT / "tests/install_npm.cmake"))
        self.stand_in(
            "npm",
            f"echo called >>{self.folder}/called; mkdir -p node_modules; touch node_modules/.package-lock.json;"
            f" test ! -e {self.folder}/broken",
        )
        self.assertEqual(self.call(*install).returncode, 0)
        (source / "package-lock.json").write_text('{"new": 1}', encoding="utf-8")
        os.utime(source / "package-lock.json", (1, 1))
        (self.folder / "broken").touch()
        self.assertNotEqual(self.call(*install).returncode, 0)
        self.assertNotEqual(self.call(*install).returncode, 0, "old packages are there, and the new lock file")
        (self.folder / "broken").unlink()
        self.assertEqual(self.call(*install).returncode, 0)
        calls = (self.folder / "called").read_text()
        self.assertEqual(self.call(*install).returncode, 0)
        self.assertEqual((self.folder / "called").read_text(), calls, "nothing is to be done again")


if __name__ == "__main__":
    unittest.main()
