# The control suite: the control path and the options of the program.
# SPDX-License-Identifier: BSL-1.0
import control_keys  # noqa: F401  (importing registers)
import control_options  # noqa: F401
import control_path  # noqa: F401
from control_stage import CASES, Control


def run(gateways, report, only):
    control = Control(gateways)
    for each in CASES:
        name = each.__name__.replace("_", " ")
        if only in name:
            report.case("control", name, lambda: each(control))
