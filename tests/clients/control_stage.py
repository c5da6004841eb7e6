# Where the cases of the control suite play: a gateway of its own, gateways with options, and the list of cases.
# SPDX-License-Identifier: BSL-1.0
import json

from harness import Cases, check, short
from raw_http import succeed
from stage import ACCOUNT, REGION, S3

case = Cases("control")
KEY = f"arn:aws:kms:{REGION}:{ACCOUNT}:key/control"


class Control:
    def __init__(self, gateways):
        self.gateways = gateways
        self.gateway = gateways.get("control", "--work-ms", "60000")
        self.port = self.gateway.port
        self._names = 0

    def active(self, gateway=None, **parameters):
        gateway = gateway or self.gateway
        self._names += 1
        name = f"control-{self._names}"
        succeed(
            gateway.port,
            "CreateDeliveryStream",
            {"DeliveryStreamName": name, "ExtendedS3DestinationConfiguration": S3, **parameters},
        )
        gateway.advance(60)
        return name

    def settled_streams(self):
        """The inner state when no second that passes can change it."""
        self.gateway.advance(60 + 6)
        return self.gateway.streams()

    def with_options(self, *options):
        """A gateway whose work is done at the next look, with these options."""
        return self.gateways.get(" ".join(options), "--work-ms", "0", *options)

    def encryption(self, name):
        described = succeed(self.port, "DescribeDeliveryStream", {"DeliveryStreamName": name})
        return described["DeliveryStreamDescription"].get("DeliveryStreamEncryptionConfiguration")

    def refused(self, method, path, body, statuses=range(400, 500), headers=None):
        if isinstance(body, (dict, list)):
            body = json.dumps(body)
        status, text = self.gateway.control(method, path, body, headers)
        asked = f"{method} {path} {short(repr(body), 80)}"
        check(status in statuses, f"{asked} answered {status}, expected a refusal: {short(text)}")
        check(isinstance(json.loads(text), dict), f"the refusal is no JSON object: {short(text)}")
