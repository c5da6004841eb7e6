#!/usr/bin/python3
# Checks that C++ shown in README.md and docs/ is verbatim from a program that is compiled and run, and that what is shown as
# its output is what it prints: `check_snippets.py [--fix] [--programs DIR] ROOT`. Prints one line a finding, `file:line: what`,
# and exits 1 if there is any; with --fix, blocks that differ are first replaced by what they should show.
#
# In a source: `// [snippet:name]` ... `// [/snippet]`, each on a line of its own; what they enclose is the snippet, without
# the indentation that its lines share. In a page, on the line before the fence, the path from ROOT:
# `<!-- snippet: docs/examples/file.cpp#name -->`, or without #name for the whole file, before ```cpp;
# `<!-- output: docs/examples/file.cpp -->` before the output, which is that of DIR/example_file.
# A block of C++ without such a line is a finding, as is a snippet that no page shows.
# SPDX-License-Identifier: BSL-1.0
import argparse
import pathlib
import re
import subprocess
import sys
import textwrap

OPENING = re.compile(r"\s*// \[snippet:([\w-]+)\]")
CLOSING = re.compile(r"\s*// \[/snippet\]")
MARK = re.compile(r"<!-- (?:snippet: (?P<source>\S+?)(?:#(?P<name>[\w-]+))?|output: (?P<program>\S+)) -->")
FENCE = re.compile(r"\s*(`{3,}|~{3,})\s*(\S*)")
CPP = {"cpp", "c++", "cxx", "cc", "hpp"}


def snippets_of(path, place):
    """{name: (line, text)} of a source, and what is wrong with its marks."""
    found, wrong, name, start = {}, [], None, 0
    lines = path.read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines, 1):
        if opening := OPENING.fullmatch(line):
            if name is not None:
                wrong.append(f"{place}:{number}: snippet {opening[1]} begins inside of {name}")
            elif opening[1] in found:
                wrong.append(f"{place}:{number}: a second snippet {opening[1]}")
            name, start = opening[1], number
        elif CLOSING.fullmatch(line):
            if name is None:
                wrong.append(f"{place}:{number}: no snippet begins before this end")
            else:
                found[name] = start, textwrap.dedent("\n".join(lines[start : number - 1]))
            name = None
    if name is not None:
        wrong.append(f"{place}:{start}: snippet {name} does not end")
    return found, wrong


class Block:
    """A fenced block of a page; `mark` is what the line before it says, or None."""

    def __init__(self, lines, start, end, fence):
        self.start, self.end, self.language = start, end, fence[2].lower()
        self.mark = MARK.fullmatch(lines[start - 1].strip()) if start else None
        self.text = textwrap.dedent("\n".join(lines[start + 1 : end]))
        self.indentation = re.match(r"\s*", lines[start])[0]

    def replaced(self, lines, text):
        inner = textwrap.indent(text, self.indentation).splitlines()
        return lines[: self.start + 1] + inner + lines[self.end :]


def blocks_of(lines):
    """Every fenced block; lines are counted from 0."""
    number = 0
    while number < len(lines):
        fence = FENCE.match(lines[number])
        if not fence:
            number += 1
            continue
        end = number + 1
        while end < len(lines) and lines[end].strip() != fence[1]:
            end += 1
        yield Block(lines, number, end, fence)
        number = end + 1


class Tree:
    def __init__(self, root, programs):
        self.root, self.programs = root, programs
        self.snippets, self.outputs, self.wrong, self.shown, self.checked = {}, {}, [], set(), 0
        for path in sorted(root.glob("docs/examples/**/*.[ch]pp")):
            place = str(path.relative_to(root))
            self.snippets[place], wrong = snippets_of(path, place)
            self.wrong += wrong

    def pages(self):
        return [self.root / "README.md", *sorted(self.root.glob("docs/**/*.md"))]

    def wanted(self, mark):
        """What the block after a mark should show, or None and why that cannot be told; (None, "") where it is not to be checked."""
        if place := mark["program"]:
            if place not in self.snippets:
                return None, f"there is no example {place}"
            return (self.output_of(place), "") if self.programs else (None, "")
        if mark["source"] not in self.snippets:
            return None, f"there is no example {mark['source']}"
        if mark["name"] is None:
            return (self.root / mark["source"]).read_text(encoding="utf-8").removesuffix("\n"), ""
        snippet = self.snippets[mark["source"]].get(mark["name"])
        return (snippet[1], "") if snippet else (None, f"there is no snippet {mark['name']} in {mark['source']}")

    def output_of(self, place):
        if place not in self.outputs:
            program = self.programs / f"example_{pathlib.PurePath(place).stem}"
            self.outputs[place] = subprocess.run([program], capture_output=True, text=True, check=True).stdout.removesuffix("\n")
        return self.outputs[place]

    def fix(self):
        for path in self.pages():
            before = lines = path.read_text(encoding="utf-8").splitlines()
            for block in reversed(list(blocks_of(lines))):
                text = self.wanted(block.mark)[0] if block.mark else None
                if text is not None and text != block.text:
                    lines = block.replaced(lines, text)
            if lines != before:
                path.write_text("\n".join(lines) + "\n", encoding="utf-8")
                print(f"{path.relative_to(self.root)}: mended")

    def findings(self):
        yield from self.wrong
        for path in self.pages():
            yield from self.findings_of(path)
        for place, snippets in self.snippets.items():
            for name, (line, _) in snippets.items():
                if (place, name) not in self.shown:
                    yield f"{place}:{line}: snippet {name} is on no page"
        if not self.checked:
            yield "README.md:1: not one snippet was checked"

    def findings_of(self, path):
        place, used = path.relative_to(self.root), set()
        lines = path.read_text(encoding="utf-8").splitlines()
        for block in blocks_of(lines):
            if block.mark is None:
                if block.language in CPP:
                    yield f"{place}:{block.start + 1}: C++ that is no snippet: put `<!-- snippet: file#name -->` on the line before"
                continue
            used.add(block.start - 1)
            self.checked += 1
            self.shown.add((block.mark["source"], block.mark["name"]))
            text, reason = self.wanted(block.mark)
            if reason:
                yield f"{place}:{block.start}: {reason}"
            elif text is not None and text != block.text:
                yield f"{place}:{block.start + 1}: differs from what {block.mark[0][5:-4]} is now; ./dev docs mends it"
        for number, line in enumerate(lines):
            if re.search(r"<!--\s*(snippet|output)", line) and number not in used:
                yield f"{place}:{number + 1}: a mark that no fence follows, or one that is not spelled well"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--fix", action="store_true")
    parser.add_argument("--programs", type=pathlib.Path)
    parser.add_argument("root", type=pathlib.Path)
    options = parser.parse_args()
    tree = Tree(options.root, options.programs)
    if options.fix:
        tree.fix()
    found = list(tree.findings())
    print(*found, f"{len(found)} findings", sep="\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
