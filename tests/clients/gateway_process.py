# A gateway of our own: started on a free loopback port, steered through its control path, ended by its process id.
# Knows nothing of the operations it serves.
# SPDX-License-Identifier: BSL-1.0
import contextlib
import http.client
import json
import os
import queue
import re
import resource
import subprocess
import tempfile
import threading

from harness import Failed, check, short

READY_SECONDS = 30
STOP_SECONDS = 10
# A build with sanitizers tells its findings on stderr, some of them without ending.
SANITIZER_FINDINGS = re.compile(r"runtime error:|ERROR: \w+Sanitizer|WARNING: ThreadSanitizer")


class Gateway:
    def __init__(self, program, *options):
        self._log = tempfile.TemporaryFile()
        self._process = subprocess.Popen(
            [program, "--port", "0", *options],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=self._log,
            text=True,
        )
        try:
            self.port = self._wait_until_ready()
        except BaseException:
            self._process.kill()
            self._process.wait()
            raise
        self.endpoint = f"http://127.0.0.1:{self.port}"

    def _wait_until_ready(self):
        found = queue.Queue()

        def drain():
            for line in self._process.stdout:
                if address := re.search(r"http://127\.0\.0\.1:(\d+)", line):
                    found.put(int(address[1]))
            found.put(None)

        threading.Thread(target=drain, daemon=True).start()
        try:
            port = found.get(timeout=READY_SECONDS)
        except queue.Empty:
            raise Failed(f"the gateway printed no address within {READY_SECONDS} seconds") from None
        if port is None:
            raise Failed(f"the gateway ended before it printed an address; its stderr: {short(self.log())}")
        return port

    def log(self):
        """All it has written to stderr so far."""
        end = self._log.seek(0, 2)
        self._log.seek(0)
        text = self._log.read(end).decode(errors="replace")
        self._log.seek(0, 2)
        return text

    def _last_words(self):
        return short(self.log()[-600:], 600)

    def stop(self):
        """SIGTERM ends it within seconds with 0, whatever happened before."""
        if self._process.poll() is not None:
            raise Failed(f"the gateway had already ended with {self._process.returncode}: {self._last_words()}")
        self._process.terminate()
        try:
            code = self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
            raise Failed(f"the gateway was still running {STOP_SECONDS} seconds after SIGTERM") from None
        check(code == 0, f"the gateway ended with {code}, expected 0: {self._last_words()}")
        finding = SANITIZER_FINDINGS.search(self.log())
        check(finding is None, f"a sanitizer reported: {finding and short(self.log()[finding.start() :], 600)}")

    @contextlib.contextmanager
    def short_of_memory(self, spare):
        """Meanwhile it gets so many bytes more than it has, and no others."""
        with open(f"/proc/{self._process.pid}/statm", encoding="ascii") as statm:
            limit = int(statm.read().split()[0]) * resource.getpagesize() + spare
        before = resource.prlimit(self._process.pid, resource.RLIMIT_AS, (limit, resource.RLIM_INFINITY))
        try:
            yield
        finally:
            resource.prlimit(self._process.pid, resource.RLIMIT_AS, before)

    def kill(self):
        """For a run that is being broken off."""
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()

    def control(self, method, path, body=None, headers=None):
        """Status and text of an answer of the control path."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            data = body if body is None or isinstance(body, (str, bytes)) else json.dumps(body)
            fields = {"Content-Type": "application/json", **(headers or {})}
            connection.request(method, f"/_control/{path}", data, fields)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()

    def metric(self, name, **labels):
        """The value of a sample, 0 where there is none."""
        status, text = self.control("GET", "metrics")
        check(status == 200, f"the metrics answered {status}")
        inside = ",".join(f'{key}="{value}"' for key, value in labels.items())
        wanted = f"{name}{{{inside}}}" if labels else name
        for line in text.splitlines():
            sample, _, value = line.rpartition(" ")
            if sample == wanted:
                return float(value)
        return 0.0

    def _steer(self, method, path, body=None):
        status, text = self.control(method, path, body)
        check(status == 200, f"{method} /_control/{path} answered {status}: {short(text)}")
        return json.loads(text)

    def now(self):
        """Seconds since the epoch on the gateway's own clock."""
        return self._steer("GET", "clock")["now"]

    def advance(self, seconds):
        return self._steer("POST", "clock", {"advance_seconds": seconds})["now"]

    def set_key(self, arn, **facts):
        return self._steer("PUT", "keys", {"KeyARN": arn, **facts})

    def set_credential_age(self, seconds):
        """Of all callers from now on; None: no session."""
        return self._steer("PUT", "caller", {"credential_age_seconds": seconds})

    def fail_next(self, operation, error, count=1):
        return self._steer("PUT", "errors", {"operation": operation, "error": error, "count": count})

    def streams(self):
        """The inner state of every stream."""
        return self._steer("GET", "streams")["streams"]


class Gateways:
    """Gateways by name, each started when it is first asked for."""

    OPTIONS = {
        "slow": ("--work-ms", "60000"),
        "immediate": ("--work-ms", "0"),
        "lists": ("--work-ms", "0"),
        "real": ("--work-ms", "300"),
    }

    def __init__(self, program):
        self.program = program
        self._running = {}

    def get(self, name, *options):
        if name not in self._running:
            self._running[name] = Gateway(self.program, *(options or self.OPTIONS[name]))
        return self._running[name]

    @contextlib.contextmanager
    def lent(self, *options):
        """A gateway for one case, which ends with it."""
        gateway = Gateway(self.program, *options)
        try:
            yield gateway
            gateway.stop()
        finally:
            gateway.kill()

    def ended(self, *options, environment=None):
        """A run of the program that ends by itself."""
        return subprocess.run(
            [self.program, *options],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=READY_SECONDS,
            env={**os.environ, **(environment or {})},
        )

    def options(self):
        """The options that the program says it has, each with what it says of the value: names, kind, default."""
        run = self.ended("--help")
        check(run.returncode == 0, f"--help ended with {run.returncode}: {short(run.stderr)}")
        return dict(re.findall(r"^ +(?:-\w,)?(--[a-z0-9-]+)(?: (\S+))?", run.stdout, re.MULTILINE))

    def stop(self, report, suite):
        """One case a gateway: it has survived the suite and ends as it should."""
        for name, gateway in list(self._running.items()):
            report.case(suite, f"the {name} gateway ends with 0 on SIGTERM", gateway.stop)
            gateway.kill()
            del self._running[name]

    def kill(self):
        for gateway in self._running.values():
            gateway.kill()
