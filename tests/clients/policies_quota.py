# The quota of Start and Stop: how many calls, in which span of time, and which of them count.
# SPDX-License-Identifier: BSL-1.0
from policy_stage import BLOCK, CHANGING, NO_WORK, OF_TARGET, SLOW_WORK, START, STOP, TAKEN, key_arn, policy
from stage import OWNED, customer

HOUR = 3600


def _limit(calls, hours=24):
    return (
        f"LimitExceededException: {START} and {STOP} have a combined limit of {calls} calls per delivery stream "
        f"per {hours} hours."
    )


@policy(
    "--quota-limit",
    {"2": {"third call": _limit(2)}, "3": {"third call": TAKEN}},
    cli={"2": ("third call",)},
    options=NO_WORK,
)
def how_many_calls_there_may_be(stage):
    stage.make()
    stage.prepare_start()
    stage.prepare(STOP, **OF_TARGET)
    stage.look("third call", lambda: stage.call(START, **OF_TARGET))


@policy(
    "--quota-period-ms",
    {
        str(2 * HOUR * 1000): {"after an hour": _limit(1, 2), "after two": TAKEN},
        str(24 * HOUR * 1000): {"after an hour": _limit(1), "after two": _limit(1)},
    },
    cli={str(2 * HOUR * 1000): ("after two",)},
    options=(*NO_WORK, "--quota-limit", "1"),
)
def how_long_a_call_counts(stage):
    stage.make()
    stage.prepare_start()
    stage.gateway.advance(HOUR)
    stage.look("after an hour", lambda: stage.call(STOP, **OF_TARGET))
    stage.gateway.advance(HOUR)
    stage.look("after two", lambda: stage.call(STOP, **OF_TARGET))


@policy(
    "--quota-window",
    {
        "rolling": {"23 hours after the first": _limit(2), "24 hours": TAKEN, "and again": _limit(2)},
        "fixed": {"23 hours after the first": _limit(2), "24 hours": TAKEN, "and again": TAKEN},
        "utc_day": {"23 hours after the first": TAKEN, "24 hours": _limit(2), "and again": _limit(2)},
    },
    cli={"utc_day": ("23 hours after the first",)},
    options=(*NO_WORK, "--quota-limit", "2"),
)
def calls_at_six_in_the_evening_and_in_the_morning(stage):
    """By UTC on the gateway's clock: one call the evening before, one in the morning, the looks from 17 o'clock on."""
    stage.make()
    day = 24 * HOUR
    stage.gateway.advance((18 * HOUR - stage.gateway.now()) % day + 1)
    stage.prepare_start()
    stage.gateway.advance(12 * HOUR)
    stage.prepare_start()
    stage.gateway.advance(11 * HOUR)
    stage.look("23 hours after the first", lambda: stage.call(START, **OF_TARGET))
    stage.gateway.advance(HOUR)
    stage.look("24 hours", lambda: stage.call(START, **OF_TARGET))
    stage.look("and again", lambda: stage.call(START, **OF_TARGET))


@policy(
    "--quota-counting",
    {
        "accepted": {"after a refused one": TAKEN, "a day after the last that counts": TAKEN},
        "answered": {"after a refused one": _limit(2), "a day after the last that counts": TAKEN},
        "attempted": {"after a refused one": _limit(2), "a day after the last that counts": _limit(2)},
    },
    cli={"attempted": ("a day after the last that counts",)},
    options=(*NO_WORK, "--quota-limit", "2"),
)
def calls_that_were_refused(stage):
    stage.make()
    for name in ("refused", "over"):
        stage.make(name)
    of_it = {"DeliveryStreamName": "refused"}
    without_arn = {BLOCK: {"KeyType": "CUSTOMER_MANAGED_CMK"}}
    stage.prepare_refused("InvalidArgumentException", START, **of_it, **without_arn)
    stage.prepare(START, **of_it)
    stage.look("after a refused one", lambda: stage.call(START, **of_it))

    of_it = {"DeliveryStreamName": "over"}
    stage.prepare(START, **of_it)
    stage.prepare(STOP, **of_it)
    stage.gateway.advance(12 * HOUR)
    for _ in range(2):
        stage.prepare_refused("LimitExceededException", START, **of_it)
    stage.gateway.advance(12 * HOUR)
    stage.look("a day after the last that counts", lambda: stage.call(START, **of_it))


@policy(
    "--quota-check",
    {"after_state": {"Start": CHANGING}, "before_state": {"Start": _limit(1)}},
    cli={"before_state": ("Start",)},
    options=(*SLOW_WORK, "--quota-limit", "1"),
)
def a_call_too_many_while_a_change_is_under_way(stage):
    stage.make_active()
    stage.prepare_start()
    stage.look("Start", lambda: stage.call(START, **OF_TARGET))


@policy(
    "--encrypted-create",
    {"not_charged": {"Start": TAKEN}, "charged": {"Start": _limit(1)}},
    cli={"charged": ("Start",)},
    options=(*NO_WORK, "--quota-limit", "1"),
)
def a_start_on_a_stream_made_with_encryption(stage):
    stage.make(**{BLOCK: OWNED})
    stage.look("Start", lambda: stage.call(START, **OF_TARGET))


@policy(
    "--failed-change",
    {
        "kept": {"after a failed Start": _limit(2), "after a failed Stop": _limit(2)},
        "refunded": {"after a failed Start": TAKEN, "after a failed Stop": TAKEN},
    },
    cli={"refunded": ("after a failed Start",)},
    options=(*NO_WORK, "--quota-limit", "2"),
)
def a_call_after_one_whose_work_has_failed(stage):
    stage.gateway.set_key(key_arn("bad"), state="disabled")
    stage.make()
    stage.prepare_start()
    stage.prepare_start(customer(key_arn("bad")))
    stage.look("after a failed Start", lambda: stage.call(STOP, **OF_TARGET))

    of_it = {"DeliveryStreamName": "kept"}
    stage.gateway.set_key(key_arn("kept"), retire_grant="fail")
    stage.make(of_it["DeliveryStreamName"])
    stage.prepare(START, **of_it, **{BLOCK: customer(key_arn("kept"))})
    stage.prepare(STOP, **of_it)
    stage.look("after a failed Stop", lambda: stage.call(START, **of_it))
