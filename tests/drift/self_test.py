#!/usr/bin/python3
# Plants differences in a copy of the service model, one at a time: the drift test must name each, and nothing else.
# `self_test.py DRIFT`, with FIREHOSE_SSE_SERVICE_MODEL naming the model; skips (77) without, as the drift test does.
# SPDX-License-Identifier: BSL-1.0
import copy
import json
import os
import pathlib
import subprocess
import sys
import tempfile


def change(model, shape, **facts):
    model["shapes"][shape].update(facts)


def drop(model, shape, fact):
    del model["shapes"][shape][fact]


# A change of the model, and the beginnings of the lines that the drift test must print.
PLANTS = (
    ("a longer name", lambda m: change(m, "DeliveryStreamName", max=65), ["DeliveryStreamName.max: "]),
    ("a shorter name", lambda m: change(m, "DeliveryStreamName", min=2), ["DeliveryStreamName.min: "]),
    ("no bound at all", lambda m: drop(m, "DeliveryStreamName", "max"), ["DeliveryStreamName.max: "]),
    ("more records", lambda m: change(m, "PutRecordBatchRequestEntryList", max=501), ["PutRecordBatchRequestEntryList.max: "]),
    ("larger data", lambda m: change(m, "Data", max=1), ["Data.max: "]),
    ("a larger limit", lambda m: change(m, "ListDeliveryStreamsInputLimit", max=9), ["ListDeliveryStreamsInputLimit.max: "]),
    ("another pattern", lambda m: change(m, "AWSKMSKeyARNForSSE", pattern="arn:.*"), ["AWSKMSKeyARNForSSE.pattern: "]),
    ("a pattern where there was none", lambda m: change(m, "ErrorMessage", pattern=".*"), ["ErrorMessage.pattern: "]),
    ("a new enumerator", lambda m: m["shapes"]["KeyType"]["enum"].append("NEW"), ["KeyType, value NEW: "]),
    ("an enumerator less", lambda m: m["shapes"]["KeyType"]["enum"].pop(), ["KeyType, value "]),
    ("a new member", lambda m: m["shapes"]["Record"]["members"].update(New={"shape": "Data"}), ["Record, member New: "]),
    ("a member less", lambda m: m["shapes"]["Tag"]["members"].pop("Value"), ["Tag, member Value: "]),
    ("a member required", lambda m: m["shapes"]["Tag"]["required"].append("Value"), ["Tag.Value.required: "]),
    ("a member optional", lambda m: change(m, "Record", required=[]), ["Record.Data.required: "]),
    ("a member of another shape", lambda m: m["shapes"]["Record"]["members"]["Data"].update(shape="ErrorCode"),
     ["Record.Data: is of shape ErrorCode in the service model"]),
    ("a sensitive shape", lambda m: change(m, "Data", sensitive=True), ["Data.sensitive: "]),
    ("a new error", lambda m: m["operations"]["ListDeliveryStreams"].update(errors=[{"shape": "LimitExceededException"}]),
     ["operation ListDeliveryStreams, error LimitExceededException: "]),
    ("an error less", lambda m: m["operations"]["DescribeDeliveryStream"].pop("errors"),
     ["operation DescribeDeliveryStream, error ResourceNotFoundException: "]),
    ("a new operation", lambda m: m["operations"].update(New={}), ["operation New: "]),
    ("an operation less", lambda m: m["operations"].pop("PutRecord"), ["operation PutRecord: "]),
    ("an operation less that is left out here", lambda m: m["operations"].pop("UpdateDestination"),
     ["operation UpdateDestination: "]),
)  # fmt: skip


def run(drift, path):
    done = subprocess.run([drift, path], capture_output=True, text=True, timeout=60)
    lines = done.stdout.splitlines()
    differences = [line for line in lines[:-1] if not line.startswith("not typed yet:")]
    return done.returncode, differences, lines[-1] if lines else ""


def wrong(drift, model, plant, expected, path):
    """What is wrong with the drift test's answer to a planted difference; nothing when it is right."""
    altered = copy.deepcopy(model)
    plant(altered)
    path.write_text(json.dumps(altered))
    code, differences, last = run(drift, path)
    if code != 1 or not last.startswith(f"{len(differences)} differences, "):
        return f"ended with {code} and '{last}'"
    if len(differences) != len(expected) or not all(
        found.startswith(begin) for found, begin in zip(sorted(differences), sorted(expected))
    ):
        return f"named {differences}"
    return None


def main(arguments):
    if len(arguments) != 2:
        print("usage: self_test.py DRIFT", file=sys.stderr)
        return 2
    source = os.environ.get("FIREHOSE_SSE_SERVICE_MODEL")
    if not source:
        print("skipped: set FIREHOSE_SSE_SERVICE_MODEL to a service model")
        return 77
    model = json.loads(pathlib.Path(source).read_text())
    passed = failed = 0
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "model.json"
        for what, plant, expected in PLANTS:
            if found := wrong(arguments[1], model, plant, expected, path):
                failed += 1
                print(f"FAIL {what}: {found}")
            else:
                passed += 1
        for what, text in (("no JSON", "{"), ("no model", "{}"), ("no object", "[]")):
            path.write_text(text)
            code, _, _ = run(arguments[1], path)
            if code != 2:
                failed += 1
                print(f"FAIL {what}: ended with {code}")
            else:
                passed += 1
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
