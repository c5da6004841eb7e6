# Runs targets with libFuzzer, one after the other, and says how far each is: campaign.py SECONDS TARGET...
# Reads the engine's status lines and knows nothing of what a target does; ends with 1 when one found something.
# SPDX-License-Identifier: BSL-1.0
import collections
import datetime
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time

import tree

STATUS = re.compile(r"#(?P<runs>\d+)\s.*\bcov: (?P<edges>\d+) ft: (?P<features>\d+) corp: (?P<files>\d+)/(?P<size>\w+).* exec/s: (?P<speed>\d+)")
TOTAL_RUNS = re.compile(r"stat::number_of_executed_units:\s*(\d+)")
# The file for an input that stopped the engine. Files for slow inputs have other names: they do not stop it.
ARTIFACT = re.compile(r"Test unit written to (\S*/(?:crash|leak|oom|timeout)-\w+)")
# A target with fewer refuses its inputs at once: it explores nothing, so that finding nothing means nothing.
FEWEST_FEATURES = 100
REDRAW_SECONDS, PLAIN_SECONDS = 0.5, 10
LINES_SHOWN = 60


class Display:
    """One line a target: redrawn on a terminal, written every ten seconds anywhere else."""

    def __init__(self, stream):
        self.stream, self.redraws = stream, stream.isatty()
        self.every = REDRAW_SECONDS if self.redraws else PLAIN_SECONDS
        self.due = time.monotonic() + self.every

    def progress(self, text):
        if time.monotonic() < self.due:
            return
        self.due = time.monotonic() + self.every
        if self.redraws:
            self.stream.write("\r" + text[: shutil.get_terminal_size().columns - 1] + "\033[K")
        else:
            self.stream.write(text + "\n")
        self.stream.flush()

    def final(self, text):
        self.stream.write(("\r\033[K" if self.redraws else "") + text + "\n")
        self.stream.flush()


class Run:
    """One target under the engine, read as it goes."""

    def __init__(self, target, seconds):
        self.target, self.seconds = target, seconds
        self.work = tree.FOUND / target
        self.runs = self.edges = self.features = self.files = self.speed = 0
        self.size, self.read_at, self.total_runs = "0b", time.monotonic(), None
        self.artifact, self.interrupted = None, False
        self.tail = collections.deque(maxlen=LINES_SHOWN)

    def command(self):
        options = [f"-max_total_time={self.seconds}", "-timeout=10", "-print_final_stats=1", f"-artifact_prefix={self.work}/"]
        if tree.DICTIONARY.exists():
            options.append(f"-dict={tree.DICTIONARY}")
        # The canary starts from nothing: with its culprit among the seeds it would prove nothing.
        seeds = [] if self.target == tree.CANARY else tree.committed_inputs(self.target)
        return [str(part) for part in (tree.program("fuzz", self.target), *options, self.work / "corpus", *seeds)]

    def read(self, lines, log):
        for line in lines:
            log.write(line)
            self.tail.append(line)
            if status := STATUS.match(line):
                self.runs, self.edges, self.features, self.files, self.speed = (
                    int(status[name]) for name in ("runs", "edges", "features", "files", "speed")
                )
                self.size, self.read_at = status["size"], time.monotonic()
            elif total := TOTAL_RUNS.match(line):
                self.total_runs = int(total[1])
            elif artifact := ARTIFACT.search(line):
                self.artifact = artifact[1]

    def progress(self, elapsed):
        # The engine prints a line when it finds something; the runs since then are estimated from its speed.
        since = int(self.speed * (time.monotonic() - self.read_at))
        left = max(0, round(self.seconds - elapsed))
        return (
            f"{self.target:<20} {'~' if since else ' '}{self.runs + since:,} runs  {self.speed:,} runs/s  "
            f"{self.edges:,} edges  {self.features:,} features  corpus {self.files:,} ({self.size})  "
            f"{left // 60}:{left % 60:02} left"
        )

    def interrupt(self, *_):
        self.interrupted = True

    def go(self, display):
        """Runs it; true when it found nothing and looked at something. Interrupted, it first keeps what was done."""
        (self.work / "corpus").mkdir(parents=True, exist_ok=True)
        began = time.monotonic()
        # The signal is only noted: whenever it comes, the engine is ended and its results are kept.
        before = signal.signal(signal.SIGINT, self.interrupt)
        with open(self.work / "log", "w", encoding="utf-8", errors="replace") as log:
            process = subprocess.Popen(
                self.command(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace"
            )
            reader = threading.Thread(target=self.read, args=(process.stdout, log))
            reader.start()
            while reader.is_alive():
                if self.interrupted:  # a terminal signals the engine too; more signals do no harm
                    os.kill(process.pid, signal.SIGINT)
                display.progress(self.progress(time.monotonic() - began))
                reader.join(REDRAW_SECONDS)
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        self.total_runs = self.runs if self.total_runs is None else self.total_runs
        self.speed = int(self.total_runs / max(1.0, time.monotonic() - began))
        self.cpu_seconds = usage.ru_utime + usage.ru_stime
        self.verdict = self.judge(process.returncode)
        self.remember()
        if self.artifact or (process.returncode and not self.interrupted):
            display.final("".join(self.tail).rstrip("\n"))
            where = f"the input is {self.artifact}" if self.artifact else f"no input was kept, see {self.work}/log"
            display.final(f"{self.target:<24} {self.verdict} after {self.total_runs} runs; {where}")
        else:
            display.final(f"{self.target:<24} {self.verdict}; {self.features:,} features, {self.speed:,} runs/s")
        signal.signal(signal.SIGINT, before)
        if self.interrupted:
            raise KeyboardInterrupt
        return self.verdict == "nothing found"

    def judge(self, code):
        if self.artifact:
            return "STOPPED"
        if self.interrupted:
            return "interrupted"
        if code:  # the system had no memory left, or the engine did not start
            return f"FAILED: ended with {code}"
        if self.target != tree.CANARY and self.features < FEWEST_FEATURES:
            return "FAILED: covers almost nothing"
        return "nothing found"

    def remember(self):
        """Adds this run to what has been run of the target; the published figures are sums over these lines."""
        line = {
            "ended": datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds"),
            "cpu_seconds": round(self.cpu_seconds, 1),
            "runs": self.total_runs,
            "edges": self.edges,
            "features": self.features,
            "files": self.files,
            "verdict": self.verdict,
        }
        with open(self.work / "history.jsonl", "a", encoding="utf-8") as history:
            history.write(json.dumps(line) + "\n")


def summary(runs):
    row = "{:<20} {:>14} {:>10} {:>8} {:>10} {:>8}  {}".format
    yield row("target", "runs", "runs/s", "edges", "features", "corpus", "verdict")
    for run in runs:
        numbers = (f"{number:,}" for number in (run.total_runs, run.speed, run.edges, run.features, run.files))
        yield row(run.target, *numbers, run.verdict)


def main(seconds, *targets):
    seconds, display = int(seconds), Display(sys.stdout)
    plural = "s" if len(targets) > 1 else ""
    print(f"{len(targets)} target{plural}, {seconds} seconds each", flush=True)
    runs = [Run(target, seconds) for target in targets]
    good = [run.go(display) for run in runs]
    if len(runs) > 1:
        print("", *summary(runs), sep="\n")
    return 0 if all(good) else 1


if __name__ == "__main__":
    try:
        sys.exit(main(*sys.argv[1:]))
    except KeyboardInterrupt:  # what was found, and how long it took, is kept
        sys.exit(130)
