#!/usr/bin/python3
# Checks that what README.md and docs/ show of the checker is what it prints: `check_outputs.py ROOT PROGRAM`.
# With `--fix` after these it writes the pages anew instead. Prints one line a finding, `file:line: what`, and exits 1 if
# there is any.
#
# A block is checked when its first line is a command, `$ firehose_check …` (run in docs/examples/check/broken) or
# `$ ./dev check …` (run in ROOT); more commands may follow, each before its output, and `$ echo $?` for the last exit code.
# A line `...` stands for any lines. docs/reference/rules.md as a whole is what the program prints.
# SPDX-License-Identifier: BSL-1.0
import os
import pathlib
import re
import subprocess
import sys

FENCE = re.compile(r"```\w*$")
COMMAND = re.compile(r"\$ (\./dev check|firehose_check)( |$)")
CHECKER, RULES, BROKEN = "docs/reference/checker.md", "docs/reference/rules.md", "docs/examples/check/broken"


def run(command, program, root):
    """What a command prints, both streams in the order of time, and its exit code."""
    folder = root if command.startswith("./dev check") else root / BROKEN
    shell = 'firehose_check() { "$PROGRAM" "$@"; }; set -o pipefail; ' + command.replace("./dev check", "firehose_check")
    environment = {**os.environ, "PROGRAM": program, "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        ["bash", "-c", shell], cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, timeout=60, check=False,
    )  # fmt: skip
    return done.stdout.decode("utf-8").rstrip("\n").split("\n") if done.stdout else [], done.returncode


def matches(shown, printed):
    """Whether the lines shown are those printed, `...` standing for any."""
    pattern = "".join(r"(?:.*\n)*" if line == "..." else re.escape(line) + "\n" for line in shown)
    return re.fullmatch(pattern, "".join(line + "\n" for line in printed)) is not None


def blocks_of(lines):
    """(index of the first line inside, index of the closing fence) of every block that begins with a command."""
    number = 0
    while number < len(lines):
        if not FENCE.match(lines[number]):
            number += 1
            continue
        end = lines.index("```", number + 1)
        if end > number + 1 and COMMAND.match(lines[number + 1]):
            yield number + 1, end
        number = end + 1


def commands_of(block):
    """[command, lines shown below it] of a block."""
    commands = []
    for line in block:
        if line.startswith("$ "):
            commands.append([line[2:], []])
        else:
            commands[-1][1].append(line)
    return commands


class Pages:
    def __init__(self, root, program, update):
        self.root, self.program, self.update = root, program, update
        self.commands = {}

    def check(self):
        for path in [self.root / "README.md", *sorted(self.root.glob("docs/**/*.md"))]:
            yield from self.check_page(path, str(path.relative_to(self.root)))
        yield from self.check_rules()
        shown = " ".join(self.commands.get(CHECKER, []))
        for file in sorted((self.root / BROKEN).iterdir()):
            if not re.search(rf"(?<![\w.]){re.escape(file.name)}\b", shown):
                yield f"{CHECKER}:1: does not show what is printed about {file.name}"
        if not self.commands.get("README.md"):
            yield "README.md:1: shows no output of the checker"

    def check_page(self, path, place):
        lines = path.read_text(encoding="utf-8").split("\n")
        made, copied = [], 0
        for begin, end in blocks_of(lines):
            made += lines[copied:begin]
            copied = end
            code = 0
            for command, shown in commands_of(lines[begin:end]):
                if command == "echo $?":
                    printed = [str(code)]
                else:
                    self.commands.setdefault(place, []).append(command)
                    printed, code = run(command, self.program, self.root)
                good = matches(shown, printed)
                if not good and (not self.update or "..." in shown):
                    yield f"{place}:{begin + 1}: `{command}` prints something else:\n" + "\n".join(printed)
                made += ["$ " + command, *(shown if good or "..." in shown else printed)]
        if self.update:
            path.write_text("\n".join(made + lines[copied:]), encoding="utf-8")

    def check_rules(self):
        printed, _ = run("firehose_check explain --markdown", self.program, self.root)
        text = "\n".join(printed) + "\n"
        path = self.root / RULES
        if self.update:
            path.write_text(text, encoding="utf-8")
        elif not path.exists() or path.read_text(encoding="utf-8") != text:
            yield f"{RULES}:1: is not what `firehose_check explain --markdown` prints; --fix writes it anew"


def main(arguments):
    update = arguments[3:] == ["--fix"]
    if len(arguments) != 3 and not update:
        print("usage: check_outputs.py ROOT PROGRAM [--fix]", file=sys.stderr)
        return 2
    pages = Pages(pathlib.Path(arguments[1]).resolve(), os.path.abspath(arguments[2]), update)
    found = list(pages.check())
    count = sum(map(len, pages.commands.values()))
    print(*found, f"{count} commands, {len(found)} findings", sep="\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
