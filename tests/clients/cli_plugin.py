# A plugin of the AWS CLI, see clients_cli.py: signs and sends what is in the file $FIREHOSE_SSE_BODY as a call's body.
# SPDX-License-Identifier: BSL-1.0
import os
import pathlib


def awscli_initialize(events):
    events.register("before-call.firehose", _replace)


def _replace(params, **_):
    params["body"] = pathlib.Path(os.environ["FIREHOSE_SSE_BODY"]).read_bytes()
