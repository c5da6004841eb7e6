# The control suite: the control path and the options of the program.
# SPDX-License-Identifier: BSL-1.0
import control_keys  # noqa: F401  (importing registers)
import control_options  # noqa: F401
import control_path  # noqa: F401
from control_stage import Control, case


def run(gateways, report, only):
    case.play(report, only, Control(gateways))
