#!/usr/bin/python3
# Checks that C++ shown in README.md and docs/ is verbatim from a program that is compiled and run: `check_snippets.py ROOT`.
# Knows the tree only as text; prints one line a finding, `file:line: what`, and exits 1 if there is any.
#
# In a source: `// [snippet:name]` ... `// [/snippet]`, each on a line of its own; what they enclose is the snippet, without
# the indentation that its lines share. In a page: `<!-- snippet: docs/examples/file.cpp#name -->`, the path from ROOT, on the
# line before the fence ```cpp. A block of C++ without such a line is a finding, as is a snippet that no page shows.
# SPDX-License-Identifier: BSL-1.0
import pathlib
import re
import sys
import textwrap

OPENING = re.compile(r"\s*// \[snippet:([\w-]+)\]")
CLOSING = re.compile(r"\s*// \[/snippet\]")
MARK = re.compile(r"<!-- snippet: (\S+)#([\w-]+) -->")
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


def blocks_of(path):
    """(line, language, mark before it or None, text) of every fenced block of a page."""
    lines = path.read_text(encoding="utf-8").splitlines()
    number = 0
    while number < len(lines):
        fence = FENCE.match(lines[number])
        if not fence:
            number += 1
            continue
        before = MARK.fullmatch(lines[number - 1].strip()) if number else None
        end = number + 1
        while end < len(lines) and lines[end].strip() != fence[1]:
            end += 1
        yield number + 1, fence[2].lower(), before, textwrap.dedent("\n".join(lines[number + 1 : end]))
        number = end + 1


def marks_of(path):
    """Line numbers of everything that looks like a mark, spelled well or not."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if re.search(r"<!--\s*snippet", line):
            yield number


def findings(root):
    sources, shown, checked = {}, set(), 0
    for path in sorted(root.glob("docs/examples/**/*.[ch]pp")):
        place = str(path.relative_to(root))
        sources[place], wrong = snippets_of(path, place)
        yield from wrong

    for path in [root / "README.md", *sorted(root.glob("docs/**/*.md"))]:
        place, used = path.relative_to(root), set()
        for number, language, mark, text in blocks_of(path):
            if mark is None:
                if language in CPP:
                    yield f"{place}:{number}: C++ that is no snippet: put `<!-- snippet: file#name -->` on the line before"
                continue
            used.add(number - 1)
            checked += 1
            snippet = sources.get(mark[1], {}).get(mark[2])
            if snippet is None:
                yield f"{place}:{number - 1}: there is no snippet {mark[2]} in {mark[1]}"
                continue
            shown.add((mark[1], mark[2]))
            if text != snippet[1]:
                yield f"{place}:{number}: differs from {mark[1]}:{snippet[0]}, snippet {mark[2]}"
        for number in marks_of(path):
            if number not in used:
                yield f"{place}:{number}: a mark of a snippet that no fence follows, or one that is not spelled well"

    for place, snippets in sources.items():
        for name, (line, _) in snippets.items():
            if (place, name) not in shown:
                yield f"{place}:{line}: snippet {name} is on no page"
    if not checked:
        yield "README.md:1: not one snippet was checked"


def main(arguments):
    if len(arguments) != 2:
        print("usage: check_snippets.py ROOT", file=sys.stderr)
        return 2
    found = list(findings(pathlib.Path(arguments[1])))
    print(*found, f"{len(found)} findings", sep="\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
