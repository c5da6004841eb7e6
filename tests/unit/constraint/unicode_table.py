#!/usr/bin/env python3
# Prints the range tables of include/firehose_sse/constraint/unicode.hpp, from Python's own Unicode data.
# With --check HEADER it compares instead: exit 0 fresh, 1 stale, 77 (skip) where Python's Unicode version is another one.
# SPDX-License-Identifier: BSL-1.0
import argparse
import re
import sys
import unicodedata

BEGIN = "// begin of generated tables"
END = "// end of generated tables"
STAMP = re.compile(r'unicode_version = "([0-9.]+)"')
TABLES = (("letters", "L"), ("separators", "Z"), ("numbers", "N"))
WIDTH = 120


def ranges(category):
    found = []
    for code_point in range(sys.maxunicode + 1):
        if not unicodedata.category(chr(code_point)).startswith(category):
            continue
        if found and found[-1][1] == code_point - 1:
            found[-1][1] = code_point
        else:
            found.append([code_point, code_point])
    return found


def table(name, category):
    found = ranges(category)
    lines = [f"inline constexpr std::array<code_point_range, {len(found)}> {name}{{{{"]
    line = "   "
    for first, last in found:
        item = f" {{0x{first:X}, 0x{last:X}}},"
        if len(line) + len(item) > WIDTH:
            lines.append(line)
            line = "   "
        line += item
    lines.append(line)
    lines.append("}};")
    return lines


def generated():
    lines = [BEGIN, f'inline constexpr std::string_view unicode_version = "{unicodedata.unidata_version}";', ""]
    for name, category in TABLES:
        lines += [f"// General category {category}."] + table(name, category) + [""]
    return lines[:-1] + [END]


def check(path):
    with open(path, encoding="utf-8") as header:
        lines = header.read().splitlines()
    try:
        kept = lines[lines.index(BEGIN) : lines.index(END) + 1]
    except ValueError:
        print(f"{path}: the marks around the generated tables are missing", file=sys.stderr)
        return 1
    stamp = STAMP.search("\n".join(kept))
    if stamp and stamp.group(1) != unicodedata.unidata_version:
        print(f"skipped: the tables are of Unicode {stamp.group(1)}, this Python knows {unicodedata.unidata_version}")
        return 77
    if kept != generated():
        print(f"{path}: the tables are not what this script prints", file=sys.stderr)
        return 1
    return 0


def main():
    parser = argparse.ArgumentParser(description="Range tables of the Unicode categories that patterns name.")
    parser.add_argument("--check", metavar="HEADER", help="compare with the tables in HEADER instead of printing")
    arguments = parser.parse_args()
    if arguments.check:
        return check(arguments.check)
    print("\n".join(generated()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
