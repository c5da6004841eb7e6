# The wire suite: what an SDK hides.
# SPDX-License-Identifier: BSL-1.0
import wire_answers  # noqa: F401  (importing registers)
import wire_connections  # noqa: F401
import wire_log  # noqa: F401
from wire_stage import Wire, case


def run(gateways, report, only):
    case.play(report, only, Wire(gateways))
