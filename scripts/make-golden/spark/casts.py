"""Texts that look like numbers and truth values, for Spark to cast: test/golden/spark/casts-*.jsonl.

    python scripts/make-golden/spark/casts.py TEXTS [SEED COUNT]
    java ADD_OPENS -cp 'venv/lib/python3.11/site-packages/pyspark/jars/*' scripts/make-golden/spark/CastTexts.java TEXTS OUT.jsonl

Without a seed the texts below, else random ones; one a line, in JSON.
"""
import json
import random
import sys

BLANKS = ["", " ", "\t", "\n", "\r", "\x0b", "\x0c", "\x00", "\x01", "\x08", "\x1b", "\x1c", "\x1f", "\x7f", "\x80", "\x85", "\x9f", "\xa0", "\u1680", "\u180e", "\u2000", "\u2007",
          "\u2009", "\u200b", "\u2028", "\u2029", "\u202f", "\u205f", "\u2060", "\u3000", "\ufeff"]
DIGITS = ["\u0660\u0661\u0662", "\u06f4\u06f2", "\u0967\u0968", "\uff11\uff12", "\uff11", "1\uff12", "\u0e51", "\U0001d7ce\U0001d7cf", "\U0001d7d9", "\u00b2", "\u2460", "\u2155", "\u4e00\u4e8c", "\u0663.5", "1\u066b5",
          "-\u0664", "\u22125", "\uff0b5", "\uff0d5", "1\u00b72", "\uff11\uff0e5", "1e\u0662", "\u0661e5", "\uff11.\uff15"]
PLAIN = ["", "+", "-", ".", "+.", "-.", "0", "-0", "+0", "00", "007", "12", "-12", "+12", "--12", "+-12", "- 12", "1 2", "12.", ".5", "-.5", "+.5", "12.7", "-12.7", "12.99999999999999999999", "1.2.3", "1,5", "1,000", "1_000",
         "127", "128", "-128", "-129", "32767", "32768", "-32768", "-32769", "2147483647", "2147483648", "-2147483648", "-2147483649", "9007199254740993", "9223372036854775807", "9223372036854775808",
         "-9223372036854775808", "-9223372036854775809", "9223372036854775807.9", "99999999.99", "99999999.994", "99999999.995", "99999999.999", "-99999999.995", "0.005", "0.004999", "123456789.12",
         "1e2", "1E2", "1e+2", "1e-2", "1.5e3", "1e", "e5", "1e2.5", "1e400", "-1e400", "1e-400", "1e38", "1e39", "3.4028236e38", "3.5e38", "1e-46", "1e309", "4.9e-324", "2e-324", "1e99999", "1e-99999", "1e9999999999", "1e99999999999",
         "0e99999999", "0e-99999999999", "1.e2", ".e2", "12345678901234567890123456789012345678", "123456789012345678901234567890123456789", "0.0000000000000000005", "0.00000000000000000049", "12345678901234567890.5",
         "99999999999999999999.999999999999999999", "1d", "1D", "1f", "1F", "1.5d", "1.5F", "1e2d", "12l", "12L", "1.0f ", "d", "f", ".d", "1dd", "1df", "0x1F", "0x", "0X1p3", "0x1p3", "0x1.8p1", "-0x1P-2d", "0x.8p0", "0x1.p2f", "0b1", "1h", "1bd", "1BD",
         "inf", "Inf", "INF", "+inf", "-inf", "+INF", "-Inf", "infinity", "Infinity", "INFINITY", "+Infinity", "-Infinity", "+infinity", "-INFINITY", "infinit", "Infinityd", "inff", "1inf", " Infinity ", "- inf", "\u0130nfinity", "\u221e",
         "nan", "NaN", "NAN", "Nan", "+NaN", "-NaN", "+nan", "-nan", "NaNd", " NaN", "nan(1)", "1.#INF", "1.#QNAN", "null", "NULL", "None", "NA", "N/A", "-",
         "true", "TRUE", "True", "tRuE", "t", "T", "y", "Y", "yes", "YES", "on", "ON", "1", "1.0", "01", "+1", "false", "False", "f", "F", "n", "N", "no", "No", "off", "0.0", "truee", "tr", "2", "-1", "\u1e6arue",
         "1%", "$1", "\u20ac1", "1\u20ac", "'1'", '"1"', "(1)", "1/2", "2024-02-29", "12:30"]


def fixed():
    cores = ["12", "-1.5", "true", "NaN"]
    around = [text for core in cores for blank in BLANKS[1:] for text in (blank + core, core + blank)]
    within = [f"1{blank}2" for blank in BLANKS[1:10]] + [f"-{blank}1" for blank in BLANKS[1:4]]
    return list(dict.fromkeys([*PLAIN, *DIGITS, *BLANKS, *around, *within, "  12 ", "\x7f\x7f7\x7f", " \xa0 7", "\t\ttrue\n"]))


def drawn(seed, count):
    rng = random.Random(seed)
    pick = rng.choice
    whole = lambda: pick(["", "0", "1", "12", "127", "128", "300", "32768", "2147483647", "2147483648", "9223372036854775807", "9223372036854775808", "12345678901234567890", str(rng.randrange(10 ** rng.randint(1, 40)))])
    fraction = lambda: pick(["", "", ".", ".0", ".5", ".25", ".995", ".9999999999999999999", "." + str(rng.randrange(10 ** rng.randint(1, 25))), pick(DIGITS)])
    power = lambda: pick(["", "", "", "e2", "E-3", "e+5", "e", f"e{rng.randint(-50, 50)}", f"E{rng.randint(-400, 400)}"])
    number = lambda: pick(["", "", "+", "-", "--"]) + whole() + fraction() + power() + pick(["", "", "", "d", "F", "L", "f", "D", "%"])
    word = lambda: "".join(pick([c.lower(), c.upper()]) for c in pick(["inf", "infinity", "nan", "true", "false", "t", "f", "yes", "no", "y", "n", "on", "off", "null"]))
    signed = lambda: pick(["", "+", "-"]) + pick(["Infinity", "NaN", "inf", word()])
    hexed = lambda: pick(["", "-"]) + pick(["0x", "0X"]) + f"{rng.randrange(2**rng.randint(1, 70)):x}" + pick(["", ".8", ".f"]) + pick(["", "p1", "P-3", f"p{rng.randint(-1100, 1100)}"]) + pick(["", "d"])
    core = lambda: pick([number, number, number, number, number, word, signed, hexed, lambda: pick(PLAIN), lambda: pick(DIGITS)])()
    edge = lambda: "".join(pick(BLANKS) for _ in range(pick([0, 0, 0, 1, 1, 2])))
    return list(dict.fromkeys(edge() + core() + edge() for _ in range(count)))


if __name__ == "__main__":
    texts = drawn(*map(int, sys.argv[2:])) if sys.argv[2:] else fixed()
    with open(sys.argv[1], "w", encoding="utf-8") as file:
        file.write("".join(json.dumps(text) + "\n" for text in texts))
