# Where the cases of the robustness suite play, and the two ways in which bad manners may end.
# SPDX-License-Identifier: BSL-1.0
import time

from bad_bodies import CREATE
from harness import check
from raw_http import Connection, check_error, check_headers, exchange, succeed
from stage import ACCOUNT, REGION, S3, customer

IDLE_SECONDS = 1.0
# After so long a deadline of the gateway has certainly passed, even on a busy machine.
CUT_OFF_SECONDS = 6.0
MIB = 1024 * 1024


class Robustness:
    def __init__(self, gateways, report, only):
        self.gateways = gateways
        self.gateway = gateways.get("strict", "--work-ms", "0", "--idle-timeout-ms", str(int(IDLE_SECONDS * 1000)))
        self.port = self.gateway.port
        self._report = report
        self._only = only
        key = f"arn:aws:kms:{REGION}:{ACCOUNT}:key/robustness"
        made = {"ExtendedS3DestinationConfiguration": S3, "Tags": [{"Key": "kept", "Value": "v"}]}
        encryption = {"DeliveryStreamEncryptionConfigurationInput": customer(key)}
        succeed(self.port, CREATE, {"DeliveryStreamName": "target", **made, **encryption})
        succeed(self.port, CREATE, {"DeliveryStreamName": "plain", **made})
        self.gateway.advance(3600)

    def case(self, name, run):
        """Afterwards the gateway must still serve, and its inner state must be what it was."""
        if self._only not in name:
            return

        def whole():
            before = self._state()
            try:
                run()
            except Exception:
                self.gateway.advance(3600)  # what it has left behind must not change by itself later
                raise
            succeed(self.port, "DescribeDeliveryStream", {"DeliveryStreamName": "target"})
            after = self._state()
            changed = sorted(stream for stream in before | after if before.get(stream) != after.get(stream))
            check(not changed, f"the inner state has changed: {', '.join(changed)}")

        self._report.case("robustness", name, whole)

    def _state(self):
        return {each["DeliveryStreamName"]: each for each in self.gateway.streams()}

    def ask(self, data, no_body=False):
        return exchange(self.port, data, no_body)

    def refused(self, name, data, kinds, statuses=(400,)):
        self.case(name, lambda: check_error(self.ask(data), kinds, statuses))


def cut_off(suite, begin, piece):
    """Sends one piece after the other: the connection must end while it does, whether or not an answer came first."""
    with Connection(suite.port) as connection:
        deadline = time.monotonic() + CUT_OFF_SECONDS
        going_on = connection.send(begin)
        while going_on:
            check(time.monotonic() < deadline, f"still taken {CUT_OFF_SECONDS} seconds later")
            going_on = connection.send(piece)


def ends(suite, data):
    """Answered with a 4xx, in the service's form, or closed; never acted upon."""
    with Connection(suite.port) as connection:
        if connection.send(data):
            connection.half_close()
        answer = connection.read()
        if answer is not None:
            check(400 <= answer.status < 500 or answer.status == 501, f"answered {answer}, expected a 4xx or the end")
            check_headers(answer)
            check(isinstance(answer.json().get("__type"), str), f"the answer {answer} has no __type")
