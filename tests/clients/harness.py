# Cases, what they may claim, and how they are counted.
# Knows no client and no gateway: a case is a name and something to run.
# SPDX-License-Identifier: BSL-1.0
import os
import traceback

_HERE = os.path.dirname(os.path.abspath(__file__))

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

    def __init__(self, kind, message, status=None, members=None, type_header=None):
        super().__init__(f"{kind}: {message}")
        self.kind = kind
        self.message = message
        self.status = status
        self.members = members
        self.type_header = type_header


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


class Cases:
    """The cases of a suite, in the order they are written: decorates each, then plays them."""

    def __init__(self, suite):
        self._suite = suite
        self._cases = []

    def __call__(self, run):
        self._cases.append(run)
        return run

    def play(self, report, only, on):
        for each in self._cases:
            name = each.__name__.replace("_", " ")
            if only in name:
                report.case(self._suite, name, lambda each=each: each(on))


class Report:
    """Runs cases one after another and prints one line each."""

    def __init__(self):
        self.passed = 0
        self.failed = 0

    def case(self, suite, name, run):
        if self._holds(suite, name, run):
            self.passed += 1
            print(f"ok   {suite}: {name}", flush=True)

    def guard(self, suite, run):
        """What is no case of its own, but fails the suite when it fails."""
        self._holds(suite, "the suite goes through", run)

    def _holds(self, suite, name, run):
        try:
            run()
        except Failed as error:
            self._failure(suite, name, f"{error} ({_place(error)})")
        except Refused as error:
            self._failure(suite, name, f"refused with {error} ({_place(error)})")
        except Exception as error:
            self._failure(suite, name, f"{type(error).__name__}: {error} ({_place(error)})")
        else:
            return True
        return False

    def _failure(self, suite, name, why):
        self.failed += 1
        print(f"FAIL {suite}: {name}: {short(' '.join(why.split()), 700)}", flush=True)

    def finish(self):
        print(f"{self.passed} passed, {self.failed} failed", flush=True)
        return 0 if self.passed > 0 and self.failed == 0 else 1


# Files that make a claim on behalf of a scenario: a failure is to name the line of the scenario instead.
_HELPERS = (
    "harness.py", "raw_http.py", "stage.py", "policy_stage.py", "clients_cli.py", "clients_boto3.py", "clients_js.py",
)  # fmt: skip


def _place(error):
    """The innermost line of a scenario or a suite."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.startswith(_HERE)]
    telling = [frame for frame in frames if not frame.filename.endswith(_HELPERS)]
    frame = (telling or frames)[-1]
    return f"{os.path.basename(frame.filename)}:{frame.lineno}"
