#!/usr/bin/python3
# Real clients and raw sockets against a served gateway: `run.py --gateway PROGRAM --client all`, or one of the suites.
# Prints one line a case and then `N passed, N failed`; exits with 1 on any failure.
# Talks to 127.0.0.1 only, with made-up credentials.
# SPDX-License-Identifier: BSL-1.0
import argparse
import importlib
import os
import signal
import sys

from gateway_process import Gateways
from harness import Report

CLIENTS = ("cli", "boto3", "js")
SUITES = (*CLIENTS, "wire", "control", "quota", "limits", "robustness")


def run_suite(name, gateways, report, only):
    if name in CLIENTS:
        scenarios = importlib.import_module("scenarios")
        scenarios.run(importlib.import_module(f"clients_{name}").Client, gateways, report, name, only)
    else:
        importlib.import_module(f"{name}_suite").run(gateways, report, only)


def main():
    parser = argparse.ArgumentParser(description="Client tests of the gateway.")
    parser.add_argument("--gateway", required=True, metavar="PROGRAM", help="the firehose_gateway program")
    parser.add_argument("--client", required=True, choices=(*SUITES, "all"))
    parser.add_argument("--only", default="", metavar="TEXT", help="run the cases whose name contains this")
    arguments = parser.parse_args()
    if not os.access(arguments.gateway, os.X_OK):
        parser.error(f"{arguments.gateway} is no program")
    # A run that is broken off must not leave a gateway behind either.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("broken off by SIGTERM"))
    report = Report()
    for name in SUITES if arguments.client == "all" else (arguments.client,):
        gateways = Gateways(arguments.gateway)
        try:
            report.guard(name, lambda: run_suite(name, gateways, report, arguments.only))
            gateways.stop(report, name)
        finally:
            gateways.kill()
    return report.finish()


if __name__ == "__main__":
    sys.exit(main())
