"""Random patterns and texts with what Python's `re.findall` finds: `python3 scripts/make-golden/python_regexes.py 3000`.

Writes test/golden/sklearn/token-patterns.jsonl. Patterns are of the kinds that token patterns are made of; those that may match an
empty text are left out, as are those that Python refuses or warns about.
"""

import json
import random
import re
import signal
import sys
import warnings
from pathlib import Path

warnings.simplefilter("error")
random.seed(20)
atoms = ["a", "b", "Z", "é", ".", r"\w", r"\d", r"\s", r"\W", r"\D", r"\S", "[ab]", "[^a]", "[a-z]", r"[\w']", r"[^\s]", r"[\d.]", r"[\W_]",
         "[]a]", "[[a]", "[a&&b]", r"\-", r"\.", "-", "'", "@", r"\x41", r"\u00e9", "\U0001f600"]
asserts = [r"\b", r"\B", "^", "$", "(?=a)", "(?!b)", "(?<=a)", "(?<!\\w)"]
quantifiers = ["", "", "", "+", "*", "?", "{2}", "{1,3}", "{2,}", "+?", "*?", "??", "{1,2}?"]
letters = ["a", "b", "c", "Z", "é", "É", "ß", "ı", "K", "ſ", "1", "٣", "²", "_", "'", "-", ".", "@", "&", "[", "]", " ", "\n", "\r", "\u2028", "\x1c",
           "\x85", "\ufeff", "\U0001f600", "中", "\u0301"]


def sequence(depth):
    parts = []
    for _ in range(random.randint(1, 4)):
        if random.random() < 0.2:
            parts.append(random.choice(asserts))
        elif depth < 2 and random.random() < 0.25:
            parts.append("(?:" + choice(depth + 1) + ")" + random.choice(quantifiers))
        else:
            parts.append(random.choice(atoms) + random.choice(quantifiers))
    return "".join(parts)


def choice(depth):
    return "|".join(sequence(depth) for _ in range(random.choice([1, 1, 1, 2, 3])))


def line():
    pattern = choice(0)
    if random.random() < 0.2:
        pattern = "(" + sequence(1) + ")" + sequence(1)
    if random.random() < 0.3:
        pattern = random.choice(["(?u)", "(?i)"]) + pattern
    text = "".join(random.choice(letters) for _ in range(random.randint(0, 14)))
    try:
        expression = re.compile(pattern)
    except (re.error, FutureWarning, DeprecationWarning):
        return None
    if any(match.end() == match.start() for match in expression.finditer(text)) or expression.search("") is not None:
        return None
    if not expression.findall(text) and random.random() < 0.9:
        return None
    return json.dumps({"pattern": pattern, "text": text, "found": expression.findall(text)}, ensure_ascii=False)


def too_long(*_):
    raise TimeoutError


signal.signal(signal.SIGALRM, too_long)
lines = []
while len(lines) < int(sys.argv[1]):
    signal.setitimer(signal.ITIMER_REAL, 0.2)
    try:
        made = line()
    except TimeoutError:
        continue
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    if made is not None:
        lines.append(made)
path = Path(__file__).parent / "../../test/golden/sklearn/token-patterns.jsonl"
path.write_text("\n".join(lines) + "\n")
