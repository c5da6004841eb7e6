# The one list of scenarios that every client runs, so that all of them prove the same.
# SPDX-License-Identifier: BSL-1.0
import scenario_encryption  # noqa: F401  (importing registers)
import scenario_errors  # noqa: F401
import scenario_policies
import scenario_streams  # noqa: F401
from stage import SCENARIOS, Stage


def run(make_client, gateways, report, suite, only):
    """Every scenario with one client. A client that cannot be set up is one failed case."""
    made = []
    report.case(suite, "the client is there", lambda: made.append(make_client()))
    if not made:
        return
    client = made[0]
    for number, (name, gateway, play) in enumerate(SCENARIOS, 1):
        if only in name:
            report.case(suite, name, lambda: play(Stage(client, gateways.get(gateway), f"{suite}-{number}")))
    scenario_policies.run(client, gateways, report, suite, only)
    report.case(suite, "the client ends", client.close)
