#!/usr/bin/python3
# Tests of the checker: `run.py --program PROGRAM`, with the names of suites to run only those.
# Uses nothing but Python's own modules; a suite that needs more says so and is skipped without it.
# SPDX-License-Identifier: BSL-1.0
import argparse
import importlib
import os
import pathlib
import sys
import unittest

import program

HERE = pathlib.Path(__file__).resolve().parent
SUITES = tuple(sorted(path.stem.removesuffix("_test") for path in HERE.glob("*_test.py")))


def main():
    parser = argparse.ArgumentParser(description="Tests of the checker.")
    parser.add_argument("--program", required=True, help="the firehose_check program")
    parser.add_argument("suites", nargs="*", metavar="SUITE", help=f"of {', '.join(SUITES)}; all unless named")
    arguments = parser.parse_args()
    for name in set(arguments.suites) - set(SUITES):
        parser.error(f"there is no suite {name}")
    if not os.access(arguments.program, os.X_OK):
        parser.error(f"{arguments.program} is no program")
    program.PROGRAM = os.path.abspath(arguments.program)
    # Colour and language are the tests' to choose.
    for name in ("NO_COLOR", "TERM"):
        os.environ.pop(name, None)
    os.environ["LC_ALL"] = "C.UTF-8"

    loader = unittest.TestLoader()
    modules = [importlib.import_module(f"{name}_test") for name in arguments.suites or SUITES]
    suite = unittest.TestSuite(loader.loadTestsFromModule(module) for module in modules)
    result = unittest.TextTestRunner(verbosity=1).run(suite)
    if result.testsRun and len(result.skipped) == result.testsRun:
        return 77  # to ctest: skipped
    return 0 if result.wasSuccessful() and result.testsRun else 1


if __name__ == "__main__":
    sys.exit(main())
