# The limits that hold only where they are asked for. Each is played with a rate whose answers do not depend on how fast
# the machine is. What time frees is shown by the limits suite.
# SPDX-License-Identifier: BSL-1.0
from policy_stage import NO_WORK, OF_TARGET, TAKEN, policy

SLOW_DOWN = "ServiceUnavailableException: Slow down."
LIMIT = "a limit of an account; boto3 and the JavaScript SDK show it"


@policy(
    "--control-rate",
    {"0": {"List": "ThrottlingException: Rate exceeded"}, "": {"List": TAKEN}},
    cli={"0": ("List",)},
)
def calls_that_are_no_put(stage):
    stage.look("List", lambda: stage.call("ListDeliveryStreams"))


@policy(
    "--put-requests",
    {"0": {"Put": SLOW_DOWN, "batch": SLOW_DOWN}, "": {"Put": TAKEN, "batch": 0}},
    cli=LIMIT,
    options=NO_WORK,
)
@policy(
    "--put-records",
    {"2": {"Put": TAKEN, "batch": 1}, "": {"Put": TAKEN, "batch": 0}},
    cli={"2": ("batch",)},
    options=NO_WORK,
)
@policy(
    "--put-bytes",
    {"4": {"Put": SLOW_DOWN, "batch": 2}, "": {"Put": TAKEN, "batch": 0}},
    cli=LIMIT,
    options=NO_WORK,
)
def how_much_a_stream_is_sent(stage):
    """The batch comes first, and the Put when its second is over."""
    stage.make()
    stage.look("batch", lambda: _failed(stage, b"four", b"12", b"345"))
    stage.gateway.advance(1)
    stage.look("Put", lambda: stage.call("PutRecord", **OF_TARGET, Record={"Data": b"bytes"}))


@policy(
    "--put-overflow",
    {"fail_records": {"batch": 1}, "fail_call": {"batch": SLOW_DOWN}},
    cli={"fail_call": ("batch",)},
    options=(*NO_WORK, "--put-records", "2"),
)
def a_batch_that_fits_in_part(stage):
    stage.make()
    stage.look("batch", lambda: _failed(stage, b"one", b"two", b"three"))


def _failed(stage, *records):
    output = stage.call("PutRecordBatch", **OF_TARGET, Records=[{"Data": each} for each in records])
    return output["FailedPutCount"]
