# The JavaScript SDK as a client, through driver.mjs: one node process for all calls, one JSON line a call.
# SPDX-License-Identifier: BSL-1.0
import base64
import datetime
import json
import os
import pathlib
import shutil
import subprocess

from harness import MODELLED_ERRORS, Failed, Refused, check, equal, short
from raw_http import is_uuid

HERE = pathlib.Path(__file__).resolve().parent
VARIABLE = "FIREHOSE_SSE_NODE_MODULES"
ADVICE = (
    "copy tests/clients/package.json and package-lock.json to a folder outside the checkout, run `npm ci` there, "
    f"and set {VARIABLE} to that folder"
)


class Client:
    name = "js"
    slack = 2

    def __init__(self):
        folder = pathlib.Path(_package_folder())
        node = shutil.which("node")
        check(node is not None, "node is missing: install Node.js 18 or newer")
        environment = {
            "PATH": os.environ.get("PATH", "/usr/bin:/bin"),
            "HOME": "/nonexistent",
            "AWS_CONFIG_FILE": os.devnull,
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
            "AWS_EC2_METADATA_DISABLED": "true",
            VARIABLE: str(folder),
        }
        self._process = subprocess.Popen(
            [node, str(HERE / "driver.mjs")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
            text=True,
        )

    def call(self, endpoint, operation, parameters, attempts=1, body=None):
        """`body`: bytes to sign and send in place of what the SDK would write."""
        line = {"endpoint": endpoint, "operation": operation, "input": parameters, "attempts": attempts, "body": body}
        self._process.stdin.write(json.dumps(line, default=_bytes) + "\n")
        self._process.stdin.flush()
        text = self._process.stdout.readline()
        check(text != "", "driver.mjs ended")
        answer = json.loads(text)
        if "broken" in answer:
            raise Failed(f"the SDK could not read the answer: {short(answer['broken'])}")
        check(is_uuid(answer["request_id"]), f"the SDK shows the request id {answer['request_id']!r}, no UUID")
        if "output" in answer:
            return _with_epochs(answer["output"])
        error = answer["error"]
        if error["name"] in MODELLED_ERRORS:
            check(error["is_own_class"], f"the error is not an instance of the SDK's {error['name']}")
        check(error["is_service_exception"], f"{error['name']} is not an instance of FirehoseServiceException")
        raise Refused(error["name"], error["message"], answer["status"], error["members"], error.get("type_header"))

    def close(self):
        self._process.stdin.close()
        try:
            equal(self._process.wait(10), 0, "driver.mjs's exit code")
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
            raise Failed("driver.mjs did not end with its input") from None
        finally:
            self._process.stdout.close()


def _package_folder():
    """The folder that holds node_modules with exactly the version the tests are written for."""
    folder = os.environ.get(VARIABLE)
    if not folder:
        raise Failed(f"{VARIABLE} is not set: {ADVICE}")
    wanted = json.loads((HERE / "package.json").read_text())["dependencies"]["@aws-sdk/client-firehose"]
    manifest = pathlib.Path(folder).resolve() / "node_modules/@aws-sdk/client-firehose/package.json"
    if not manifest.is_file():
        raise Failed(f"{VARIABLE} names a folder without node_modules/@aws-sdk/client-firehose: {ADVICE}")
    found = json.loads(manifest.read_text())["version"]
    if found != wanted:
        raise Failed(f"@aws-sdk/client-firehose is {found}, the tests need {wanted}: {ADVICE}")
    return pathlib.Path(folder).resolve()


def _bytes(value):
    if isinstance(value, bytes):
        return {"$base64": base64.b64encode(value).decode()}
    raise TypeError(f"{type(value).__name__} is no parameter")


def _with_epochs(output):
    description = output.get("DeliveryStreamDescription", {})
    for name in ("CreateTimestamp", "LastUpdateTimestamp"):
        if name in description:
            description[name] = datetime.datetime.fromisoformat(description[name]["$date"]).timestamp()
    return output
