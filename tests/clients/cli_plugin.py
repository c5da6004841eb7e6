# Loaded by the AWS CLI, see clients_cli.py: what is in the file $FIREHOSE_SSE_BODY is signed and sent as the body of a call.
# SPDX-License-Identifier: BSL-1.0
import os
import pathlib


def awscli_initialize(events):
    events.register("before-call.firehose", _replace)


def _replace(params, **_):
    params["body"] = pathlib.Path(os.environ["FIREHOSE_SSE_BODY"]).read_bytes()
