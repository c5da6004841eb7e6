# Where a C++ source can be changed by one token so that it still looks like a program, and what the change is.
# Text only: knows no compiler, no test and no file. Relies on the tree's layout (clang-format): an operator with two
# operands has a blank on both sides, the bracket of a template has none.
# SPDX-License-Identifier: BSL-1.0
import bisect
import dataclasses
import re

TOKEN = re.compile(
    r"""
      (?P<skip>   //[^\n]* | /\*.*?\*/                              # comments
                | R"(?P<mark>[^()\\\s]{0,16})\(.*?\)(?P=mark)"      # raw strings, ordinary strings, characters
                | "(?:\\.|[^"\\\n])*"
                | (?<![0-9A-Za-z])'(?:\\.|[^'\\\n])+'
                | ^[ \t]*\#(?:\\\n|[^\n])*                          # the preprocessor's lines
                | \s+)
    | (?P<number> \.?[0-9](?:'?[0-9A-Za-z_.]|(?<=[eE])[+-])*)
    | (?P<word>   [A-Za-z_]\w*)
    | (?P<sign>   <=>|<<=|>>=|->\*?|::|\.\.\.|\+\+|--|<<|>>|[<>=!+\-*/%&|^]=|&&|\|\||.)
    """,
    re.VERBOSE | re.DOTALL | re.MULTILINE,
)

BINARY = {
    "<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "==",
    "&&": "||", "||": "&&",
    "+": "-", "-": "+", "*": "/", "/": "*", "%": "*",
    "&": "|", "|": "&", "^": "&", "<<": ">>", ">>": "<<",
    "+=": "-=", "-=": "+=", "*=": "/=", "/=": "*=", "|=": "&=", "&=": "|=", "^=": "|=", "<<=": ">>=", ">>=": "<<=",
}
STEP = {"++": "--", "--": "++"}
WORD = {"true": "false", "false": "true", "break": "continue", "continue": "break"}
INTEGER = re.compile(r"(0[xX][0-9A-Fa-f']+|0[bB][01']+|[0-9][0-9']*)([uUlLzZ]*)\Z")

# Code inside these is for the compiler: a change there makes no other program but none. The value is where each ends.
COMPILE_TIME = {
    "template": "", "static_assert": ";", "concept": ";", "using": ";", "friend": ";{", "typename": ";{),", "requires": ";{),",
}


@dataclasses.dataclass(frozen=True)
class Site:
    """One change: the bytes [begin, end) of a source become `new`."""

    begin: int
    end: int
    old: str
    new: str
    line: int
    column: int
    text: str  # the line it stands on, without what surrounds it

    def applied(self, source):
        return source[: self.begin] + self.new + source[self.end :]


def tokens(source):
    """(kind, text, begin) of all but blanks, comments, strings and the preprocessor's lines."""
    for found in TOKEN.finditer(source):
        if found.lastgroup in ("skip", "mark") or found.group("skip") is not None:
            continue
        kind = "number" if found.group("number") else "word" if found.group("word") else "sign"
        yield kind, found.group(), found.start()


def _integer(text):
    """The literal's neighbour: 0 and 1 are each other's, any other number's is the next one."""
    found = INTEGER.match(text)
    if not found:
        return None
    digits, suffix = found.groups()
    digits = digits.replace("'", "")
    if len(digits) > 1 and digits[0] == "0" and digits[1] not in "xXbB":
        return None  # octal, which the tree does not use
    value = int(digits, 0)
    return f"{1 - value if value < 2 else value + 1}{suffix}"


def _matching(all_tokens, opening):
    """Index of the bracket that closes the one at index `opening`."""
    depth = 0
    for i in range(opening, len(all_tokens)):
        if all_tokens[i][1] in "([{":
            depth += 1
        elif all_tokens[i][1] in ")]}":
            depth -= 1
            if depth == 0:
                return i
    return len(all_tokens) - 1


def _compile_time(all_tokens):
    """Indices of the tokens of declarations that only the compiler reads; a guess too many leaves a site out."""
    inside = set()
    for i, (_, text, _) in enumerate(all_tokens):
        if text not in COMPILE_TIME or i in inside:
            continue
        depth = 0
        for j in range(i + 1, len(all_tokens)):
            sign = all_tokens[j][1]
            inside.add(j)
            if text == "template":
                depth += {"<": 1, ">": -1, ">>": -2}.get(sign, 0)
                if depth <= 0:
                    break
                continue
            if depth == 0 and sign in COMPILE_TIME[text]:
                break
            depth += {"(": 1, "[": 1, ")": -1, "]": -1}.get(sign, 0)
            if depth < 0:
                break
    return inside


def _negated_by_one_sign(condition):
    """Whether another change of one token is the same as putting the whole condition into !(...)."""
    signs = [token[1] for token in condition if token[0] == "sign"]
    joined = any(sign in ("&&", "||", "?") for sign in signs)
    return not joined and (condition[0][1] == "!" or sum(sign in ("==", "!=") for sign in signs) == 1)


def sites(source):
    """All changes of one token, and the negation of every condition of `if` and `while`, in the order of the text."""
    all_tokens = list(tokens(source))
    compile_time = _compile_time(all_tokens)
    starts = [0] + [found.end() for found in re.finditer("\n", source)]
    found = []

    def add(begin, end, new):
        line = bisect.bisect_right(starts, begin)
        stop = source.find("\n", begin)
        text = source[starts[line - 1] : stop if stop >= 0 else len(source)].strip()
        found.append(Site(begin, end, source[begin:end], new, line, begin - starts[line - 1] + 1, text))

    for i, (kind, text, begin) in enumerate(all_tokens):
        if i in compile_time:
            continue
        end = begin + len(text)
        before = all_tokens[i - 1][1] if i else ""
        after = all_tokens[i + 1][1] if i + 1 < len(all_tokens) else ""
        spaced = source[begin - 1 : begin].isspace() and source[end : end + 1].isspace()
        if kind == "number":
            new = _integer(text)
            if new is not None:
                add(begin, end, new)
        elif kind == "word" and text in WORD:
            add(begin, end, WORD[text])
        elif kind == "word" and text in ("if", "while") and after == "(":
            close = _matching(all_tokens, i + 1)
            inner = all_tokens[i + 2 : close]
            semicolons = [j for j, token in enumerate(inner) if token[1] == ";"]
            condition = inner[semicolons[-1] + 1 :] if semicolons else inner
            # A condition that declares a name cannot be put into brackets.
            if condition and not _negated_by_one_sign(condition) and not any(token[1] == "=" for token in condition):
                first, last = condition[0][2], all_tokens[close][2]
                add(first, last, f"!({source[first:last]})")
        elif kind == "sign" and before != "operator":
            if text in BINARY and spaced:
                add(begin, end, BINARY[text])
            elif text in STEP:
                add(begin, end, STEP[text])
            elif text == "!" and not spaced:
                add(begin, end, "")
    return sorted(found, key=lambda site: (site.begin, site.end))
