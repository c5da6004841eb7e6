# Each policy's effect seen through the clients: each value of each option of the gateway, or the reason why not.
# SPDX-License-Identifier: BSL-1.0
import re

import policies_checking  # noqa: F401  (importing registers)
import policies_life  # noqa: F401
import policies_limits  # noqa: F401
import policies_quota  # noqa: F401
import policies_reading  # noqa: F401
import policies_service  # noqa: F401
from harness import Failed, check, equal
from policy_stage import POLICIES

# Options that change no answer to a request that arrives; the robustness suite and the control suite have them. The last
# bounds what a stream remembers.
NO_POLICY = {
    "--help", "--port", "--threads", "--quiet", "--max-connections", "--idle-timeout-ms", "--max-head-bytes",
    "--max-scheduled-grants",
}  # fmt: skip
# Options whose effect lasts a second at most, for which a client can be too slow; the limits suite plays them.
IN_A_SECOND = {"--documented-rates", "--control-rate-scope"}
# Options that need a store beside the gateway, or a header that no client lets its user set; the quota suite plays them.
SHARED_QUOTA = {
    "--quota-store", "--quota-store-timeout-ms", "--quota-store-connections", "--quota-unavailable", "--quota-local-cap",
    "--retry-memory-ms", "--token-secret",
}  # fmt: skip


def run(client, gateways, report, suite, only):
    for each in (every_option_is_played_as_a_policy_or_known_to_be_none, the_values_of_a_policy_look_different):
        name = each.__name__.replace("_", " ")
        if only in name:
            report.case(suite, name, lambda: each(client, gateways))
    for policy in POLICIES.values():
        for value, labels in policy.looks(client.name).items():
            name = f"policy {policy.option} {value or '(left out)'}"
            if only in name:
                report.case(suite, name, lambda: policy.play(client, gateways, value, labels))


def every_option_is_played_as_a_policy_or_known_to_be_none(client, gateways):
    """Against what the program itself says of its options, so that a new one cannot be forgotten here."""
    options = gateways.options()
    known = NO_POLICY | SHARED_QUOTA | IN_A_SECOND | set(POLICIES)
    equal(sorted(set(options) - known), [], "the list of options that nothing here plays")
    equal(sorted(known - set(options)), [], "the list of options that the program does not have")
    for option, values in options.items():
        if "|" in values and option in POLICIES:
            names = values.split("=")[0].split("|")
            equal(sorted(POLICIES[option].shows), sorted(names), f"{option}'s values")
    equal(sorted(POLICIES["--rule-off"].shows), sorted(["", *_rules(gateways)]), "--rule-off's values")
    for policy in POLICIES.values():
        played = policy.looks(client.name)
        check(played or isinstance(policy.cli, str), f"{policy.option} is neither played nor is there a reason")
        check(set(played) <= set(policy.shows), f"{policy.option} has no value {set(played) - set(policy.shows)}")


def _rules(gateways):
    try:
        with gateways.lent("--rule-off", "no such rule"):
            raise Failed("a rule that does not exist started a gateway")
    except Failed as error:
        found = re.search(r"not in \{([\w,]+)", str(error))
        check(found is not None, f"--rule-off tells no names: {error}")
        return found[1].split(",")


def the_values_of_a_policy_look_different(client, gateways):
    """What is claimed of one value would fail under any other."""
    for policy in POLICIES.values():
        for value, labels in policy.looks(client.name).items():
            for other in policy.shows:
                same = policy.expected(client.name, value, labels) == policy.expected(client.name, other, labels)
                if client.name in policy.alike:
                    check(same, f"{policy.option}: {value} and {other} do not look the same")
                elif other != value:
                    check(not same, f"{policy.option}: {value} and {other} look the same")
