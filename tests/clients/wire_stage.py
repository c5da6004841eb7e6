# Where the cases of the wire suite play: a gateway at the level of bytes, and the list of cases.
# SPDX-License-Identifier: BSL-1.0
from harness import Cases, equal
from raw_http import call, succeed
from stage import S3, WORK

case = Cases("wire")


class Wire:
    """The slow gateway at the level of bytes."""

    def __init__(self, gateways):
        self.gateways = gateways
        self.gateway = gateways.get("slow")
        self.port = self.gateway.port
        self._names = 0

    def name(self):
        self._names += 1
        return f"wire-{self._names}"

    def active(self, port=None, **parameters):
        name = self.name()
        succeed(
            port or self.port,
            "CreateDeliveryStream",
            {"DeliveryStreamName": name, "ExtendedS3DestinationConfiguration": S3, **parameters},
        )
        if port is None:
            self.gateway.advance(WORK)
        return name

    def body(self, operation, parameters):
        answer = call(self.port, operation, parameters)
        equal(answer.status, 200, f"{operation}'s status")
        return answer.body.decode()
