# The robustness suite: bad input and bad manners.
# Each is answered in the service's form or cut off; others are served meanwhile, and nothing changes.
# SPDX-License-Identifier: BSL-1.0
from robustness_bodies import bodies, sizes
from robustness_clients import many_clients, slow_clients
from robustness_http import expectations, heads, not_http
from robustness_process import memory, options, pipes
from robustness_stage import Robustness


def run(gateways, report, only):
    suite = Robustness(gateways, report, only)
    bodies(suite)
    sizes(suite)
    heads(suite)
    not_http(suite)
    expectations(suite)
    slow_clients(suite)
    many_clients(suite)
    pipes(suite)
    options(suite)
    memory(suite)
