# Runs the AWS CLI in forks of this process, which has loaded its modules: loading them is most of the cost of a call.
# A line of JSON in, {"arguments": [...], "environment": {...}, "stdout": file, "stderr": file}; its exit code out.
# SPDX-License-Identifier: BSL-1.0
import json
import os
import sys
import traceback

import awscli.clidriver


def run(call):
    """In the child: what /usr/bin/aws does."""
    os.environ.update(call["environment"])  # awscli has put its own folder there when it was loaded
    sys.argv = ["aws", *call["arguments"]]
    for descriptor, file in ((1, call["stdout"]), (2, call["stderr"])):
        os.dup2(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), descriptor)
    return awscli.clidriver.main()


def main():
    awscli.clidriver.create_clidriver()  # loads what the first call would load
    for line in iter(sys.stdin.readline, ""):
        call = json.loads(line)
        child = os.fork()
        if child == 0:
            code = 70
            try:
                os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
                code = run(call)
            except SystemExit as ended:
                code = ended.code
            except BaseException:
                traceback.print_exc()
            finally:
                sys.stdout.flush()
                sys.stderr.flush()
                os._exit(code if isinstance(code, int) else 1)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


main()
