# The wire suite: what an SDK hides.
# SPDX-License-Identifier: BSL-1.0
import wire_answers  # noqa: F401  (importing registers)
import wire_connections  # noqa: F401
import wire_log  # noqa: F401
from wire_stage import CASES, Wire


def run(gateways, report, only):
    wire = Wire(gateways)
    for each in CASES:
        name = each.__name__.replace("_", " ")
        if only in name:
            report.case("wire", name, lambda: each(wire))
