# What surrounds the process: pipes that nobody reads or that are gone, a port that is taken, options that are wrong.
# SPDX-License-Identifier: BSL-1.0
import contextlib
import re
import resource
import signal
import socket
import subprocess

from harness import check, equal, short
from raw_http import Connection, exchange, request
from robustness_stage import MIB

STOP_SECONDS = 10
# A pipe of 64 KiB takes about a thousand lines.
MORE_THAN_A_PIPE_TAKES = 3000


@contextlib.contextmanager
def started(program, *options):
    """The program, its standard output and error both pipes, and its port."""
    process = subprocess.Popen(
        [program, "--port", "0", *options], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    try:
        found = re.search(rb"http://127\.0\.0\.1:(\d+)", process.stdout.readline())
        check(found is not None, "the first line has no address")
        yield process, int(found[1])
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


def ends(process, code, what):
    try:
        equal(process.wait(STOP_SECONDS), code, what)
    except subprocess.TimeoutExpired:
        check(False, f"still running {STOP_SECONDS} seconds after SIGTERM")


def pipes(suite):
    def nobody_reads():
        with started(suite.gateways.program) as (process, port):
            with Connection(port) as connection:
                for i in range(MORE_THAN_A_PIPE_TAKES):
                    connection.send(request("ListDeliveryStreams"))
                    equal(connection.answer().status, 200, f"the status of request {i}")
                first = process.stderr.read1(1 << 16)
                check(first.startswith(b"20") and first.count(b"\n") > 100, f"the log is {short(repr(first))}")
                connection.send(request("ListDeliveryStreams"))
                equal(connection.answer().status, 200, "the status once there is room again")
            process.terminate()
            ends(process, 0, "the exit code")
            rest = process.stderr.read().decode().splitlines()
            told = [each for each in rest if each.endswith(" lines were not read in time")]
            equal(len(told), 1, f"how often it is told that lines are missing, in {short(repr(rest[-3:]))}")
            lost = int(told[0].split()[0])
            kept = first.count(b"\n") + len(rest) - 1
            equal(kept + lost, MORE_THAN_A_PIPE_TAKES + 1, "the number of lines that are there or missing")

    suite.case("pipes: a log that nobody reads", nobody_reads)

    def reader_has_gone():
        with started(suite.gateways.program) as (process, port):
            process.stdout.close()
            process.stderr.close()
            for _ in range(3):
                answer = exchange(port, request("ListDeliveryStreams"))
                equal(answer and answer.status, 200, "the status")
            process.send_signal(signal.SIGTERM)
            ends(process, 0, "the exit code")
            process.stdout = process.stderr = None

    suite.case("pipes: standard output and the log are closed by their reader", reader_has_gone)


def options(suite):
    def refused(code, *given):
        done = suite.gateways.ended(*given)
        equal(done.returncode, code, f"the exit code of {' '.join(given)!r}")
        return done.stderr

    def taken():
        with contextlib.closing(socket.create_server(("127.0.0.1", 0))) as other:
            port = other.getsockname()[1]
            told = refused(1, "--port", str(port))
            equal(told, f"firehose_gateway: 127.0.0.1:{port}: Address already in use\n", "what is told")

    suite.case("options: a port that is taken", taken)

    def numbers():
        names = (
            "--port", "--threads", "--max-connections", "--max-head-bytes", "--idle-timeout-ms", "--work-ms",
            "--max-streams", "--quota-limit", "--quota-period-ms", "--control-rate", "--put-records", "--max-bytes",
        )  # fmt: skip
        for name in names:
            for value in ("", " ", " -1", "-1", "x", "99999999999999999999"):
                check(name in refused(2, f"{name}={value}"), f"{name} {value!r} is refused without its name")
        refused(2, "--max-head-bytes", "65536")  # more than the parser takes
        refused(2, "--max-head-bytes", "0")

    suite.case("options: numbers that are none", numbers)


def memory(suite):
    """Extensions of a chunk and fields behind the last one that have no end: dropped, or cut off, but never kept."""

    def kept_by(process):
        with open(f"/proc/{process.pid}/statm", encoding="ascii") as statm:
            return int(statm.read().split()[1]) * resource.getpagesize()

    def flooded(begin):
        with started(suite.gateways.program, "--quiet") as (process, port):
            before = kept_by(process)
            with Connection(port) as connection:
                connection.send(begin)
                sent = 0
                while sent < 32 * MIB and connection.send(b"x" * MIB):
                    sent += MIB
                grown = kept_by(process) - before
            check(grown < 16 * MIB, f"{grown} bytes more are used after {sent} were sent")
            equal(exchange(port, request("ListDeliveryStreams")).status, 200, "the status afterwards")

    head = request("ListDeliveryStreams", b"", headers={"Transfer-Encoding": "chunked"}, omit=("Content-Length",))
    suite.case("memory: a chunk extension without an end", lambda: flooded(head + b"2;"))
    suite.case("memory: a field without an end behind the last chunk", lambda: flooded(head + b"2\r\n{}\r\n0\r\nX: "))
