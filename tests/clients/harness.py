# Cases, what they may claim, and how they are counted.
# Knows no client and no gateway: a case is a name and something to run.
# SPDX-License-Identifier: BSL-1.0
import sys
import traceback

# The errors the service's model knows: a typed client must raise each as a class of its own.
MODELLED_ERRORS = (
    "ConcurrentModificationException",
    "InvalidArgumentException",
    "InvalidKMSResourceException",
    "InvalidSourceException",
    "LimitExceededException",
    "ResourceInUseException",
    "ResourceNotFoundException",
    "ServiceUnavailableException",
)


class Failed(Exception):
    """A claim that does not hold."""


class Refused(Exception):
    """An error answer, as a client shows it. What a client does not show is None."""

    def __init__(self, kind, message, status=None, members=None):
        super().__init__(f"{kind}: {message}")
        self.kind = kind
        self.message = message
        self.status = status
        self.members = members


def short(value, most=300):
    text = value if isinstance(value, str) else repr(value)
    return text if len(text) <= most else f"{text[:most]}… ({len(text)} characters)"


def check(holds, claim):
    if not holds:
        raise Failed(claim)


def equal(actual, expected, what):
    if actual != expected:
        raise Failed(f"{what} is {short(actual)}, expected {short(expected)}")


def contains(actual, expected, what):
    """Every member of `expected` is in `actual` with the same value; `actual` may have more."""
    check(isinstance(actual, dict), f"{what} is {short(actual)}, expected an object")
    for name, value in expected.items():
        if isinstance(value, dict):
            contains(actual.get(name), value, f"{what}.{name}")
        else:
            equal(actual.get(name), value, f"{what}.{name}")


class Report:
    """Runs cases one after another and prints one line each."""

    def __init__(self):
        self.passed = 0
        self.failed = 0

    def case(self, suite, name, run):
        try:
            run()
        except Failed as error:
            self._failure(suite, name, str(error))
        except Refused as error:
            self._failure(suite, name, f"refused with {error}, {_place(error)}")
        except Exception as error:
            self._failure(suite, name, f"{type(error).__name__}: {error}, {_place(error)}")
        else:
            self.passed += 1
            print(f"ok   {suite}: {name}", flush=True)

    def _failure(self, suite, name, why):
        self.failed += 1
        print(f"FAIL {suite}: {name}: {short(' '.join(why.split()), 700)}", flush=True)

    def finish(self):
        print(f"{self.passed} passed, {self.failed} failed", flush=True)
        return 0 if self.passed > 0 and self.failed == 0 else 1


def _place(error):
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if not frame.filename.startswith(sys.prefix)] or frames
    return f"{ours[-1].filename.rsplit('/', 1)[-1]}:{ours[-1].lineno}"
