# The AWS CLI as a client: one process a call, forked from one that has its modules loaded (cli_forks.py).
# It shows an error's type and message only; not the HTTP status, not an error's further members.
# SPDX-License-Identifier: BSL-1.0
import base64
import datetime
import json
import os
import pathlib
import re
import select
import subprocess
import tempfile

from harness import Failed, Refused, check, equal, short

PROGRAM = "/usr/bin/aws"
ERROR = re.compile(
    r"An error occurred \((?P<kind>[^)]*)\) when calling the (?P<operation>\w+) operation"
    r"(?: \(reached max retries: \d+\))?: (?P<message>.*)",
    re.DOTALL,
)
SERVICE_ERROR = 254

# Nothing of the caller's own set-up may leak in: no profile, no metadata service, no pager, no proxy.
ENVIRONMENT = {
    "PATH": "/usr/bin:/bin",
    "LC_ALL": "C.UTF-8",
    "HOME": "/nonexistent",
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    "AWS_EC2_METADATA_DISABLED": "true",
    "AWS_ACCESS_KEY_ID": "made-up",
    "AWS_SECRET_ACCESS_KEY": "made-up",
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_PAGER": "",
    "PYTHONDONTWRITEBYTECODE": "1",
}

# How the CLI is told to load cli_plugin.py, and to leave it to the service to judge the parameters.
PLUGIN = f"""[default]
parameter_validation = false
[plugins]
cli_legacy_plugin_path = {pathlib.Path(__file__).resolve().parent}
body = cli_plugin
"""


class Client:
    name = "cli"
    # Seconds one call may take on a busy machine: no test can aim at a moment of the gateway's clock more closely.
    slack = 6

    def __init__(self):
        check(os.access(PROGRAM, os.X_OK), f"{PROGRAM} is missing: install the AWS CLI (Debian: awscli)")
        self._forks = subprocess.Popen(
            ["/usr/bin/python3", "-B", str(pathlib.Path(__file__).with_name("cli_forks.py"))],
            env=ENVIRONMENT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )

    def call(self, endpoint, operation, parameters, attempts=1, body=None):
        """`body`: bytes to sign and send in place of what the CLI would write."""
        environment = {**ENVIRONMENT, "AWS_RETRY_MODE": "standard", "AWS_MAX_ATTEMPTS": str(attempts)}
        with tempfile.TemporaryDirectory() as folder:
            filled_in = pathlib.Path(folder, "input.json")
            filled_in.write_text(json.dumps(parameters, default=_base64), encoding="utf-8")
            if body is not None:
                pathlib.Path(folder, "config").write_text(PLUGIN)
                pathlib.Path(folder, "body").write_bytes(body)
                environment["AWS_CONFIG_FILE"] = f"{folder}/config"
                environment["FIREHOSE_SSE_BODY"] = f"{folder}/body"
            arguments = ["firehose", _dashed(operation), "--endpoint-url", endpoint, "--output", "json"]
            arguments += ["--cli-binary-format", "base64", "--cli-input-json", f"file://{filled_in}"]
            code, output, complaint = self._run(arguments, environment, pathlib.Path(folder))
        if code == 0:
            return _with_epochs(json.loads(output) if output.strip() else {})
        error = ERROR.search(complaint)
        if not error:
            raise Failed(f"aws ended with {code}: {short(complaint.strip())}")
        equal(code, SERVICE_ERROR, "aws's exit code")
        equal(error["operation"], operation, "the operation in aws's error")
        raise Refused(error["kind"], error["message"].rstrip("\n"))

    def _run(self, arguments, environment, folder):
        out, err = folder / "stdout", folder / "stderr"
        call = {"arguments": arguments, "environment": environment, "stdout": str(out), "stderr": str(err)}
        self._forks.stdin.write(json.dumps(call) + "\n")
        self._forks.stdin.flush()
        if not select.select([self._forks.stdout], [], [], 120)[0]:
            self._forks.kill()
            raise Failed("aws did not end within two minutes")
        code = self._forks.stdout.readline().strip()
        check(code != "", "the process that forks the AWS CLI has ended")
        return int(code), out.read_text(encoding="utf-8"), err.read_text(encoding="utf-8")

    def close(self):
        self._forks.stdin.close()
        self._forks.wait(timeout=10)
        self._forks.stdout.close()


def _dashed(operation):
    return re.sub(r"(?<!^)(?=[A-Z])", "-", operation).lower()


def _base64(value):
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    raise TypeError(f"{type(value).__name__} is no parameter")


def _with_epochs(output):
    description = output.get("DeliveryStreamDescription", {})
    for name in ("CreateTimestamp", "LastUpdateTimestamp"):
        if name in description:
            description[name] = datetime.datetime.fromisoformat(description[name]).timestamp()
    return output
