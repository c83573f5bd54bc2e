"""Random SQL expressions and Spark's answers to them, for `compare-statements.ts` and test/golden/spark/statements-*.jsonl.

    python scripts/random-models/spark_statements.py OUT.jsonl [seed] [count]

A line is `{"ansi":bool,"version":str,"expression":str,"name":str,"answers":[...]}` with one answer for each row of `ROWS`: `{"value":v}` or
`{"error":text}`. The first line holds the input: `{"schema":{column:type},"rows":[...]}`. Expressions that Spark does not take at
all are left out. Each is asked in both modes.
"""
import json
import random
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "make-golden" / "spark"))
from pyspark.errors import AnalysisException, ParseException
from pyspark.sql import SparkSession
from saved_cases import encode, reason

SCHEMA = {"d": "double", "e": "double", "f": "float", "i": "int", "j": "int", "l": "bigint", "h": "smallint", "y": "tinyint", "b": "boolean", "c": "boolean", "s": "string", "t": "string"}
NAN, INF = "double('NaN')", "double('Infinity')"
ROWS = [
    ("1.5D", "2.0D", "0.25F", 1, 2, 10, 3, 7, True, False, "abc", "b"),
    ("-2.5D", "0.5D", "-1.5F", 3, 2, -7, -5, -128, False, True, "", " x "),
    ("0.0D", "-0.0D", "0.0F", 0, 5, 0, 0, 0, True, True, "  Pad ded ", "é"),
    ("NULL", "1.0D", "1.1F", None, 1, None, None, 1, None, True, None, "q"),
    (NAN, "1.0D", "float('NaN')", 2, 3, 9007199254740991, 32767, 127, False, None, "1.5", "42"),
    (INF, "double('-Infinity')", "float('Infinity')", -7, 2, -9007199254740991, -32768, -1, True, False, "B1b", ""),
    ("2.0D", "2.0D", "3.4028234e38F", 2147483647, 1, 2147483648, 100, 64, False, False, "12", "日本語😀"),
    ("1e20D", "3.0D", "1e-3F", -2147483648, -1, 1099511627776, 1, 2, None, None, "aabbaa", "a"),
    ("0.1D", "0.2D", "0.1F", -3, 7, 123456789012, -12, 10, True, True, " 7 ", "7"),
    ("-1234.5678D", "1e-5D", "-7.7F", 100, -3, -1, 12, -12, False, True, "-1e3", "TRUE"),
    ("2.5D", "-0.5D", "2.5F", 5, 5, 5, 5, 5, True, None, "a,b,,c", ","),
    ("5e-324", "1.7976931348623157e308", "1.4e-45", 15, 0, 255, 8, 4, False, False, "99999999999", "NaN"),
    ("0.5D", "-3.5D", "1e10F", -10, 4, -9007199254740990, 2, 3, True, True, "Ünïcode ßtraße", "n"),
]


def sql_row(row):
    def cell(v, kind):
        if v is None:
            return f"CAST(NULL AS {kind})"
        if kind == "string":
            return "'" + v.replace("\\", "\\\\").replace("'", "\\'") + "'"
        return f"CAST({str(v).upper() if isinstance(v, bool) else v} AS {kind})"
    return "(" + ", ".join(cell(v, kind) for v, kind in zip(row, SCHEMA.values())) + ")"


class Expressions:
    """Draws expressions of a wanted sort, with columns and literals of all types at the leaves."""

    def __init__(self, seed):
        self.random = random.Random(seed)

    def pick(self, *options):
        return self.random.choice(options)

    def number(self, depth):
        r = self.random
        if depth <= 0 or r.random() < 0.15:
            return self.pick("d", "d", "e", "f", "i", "i", "j", "l", "h", "y", "0", "1", "2", "-3", "7", "1.5", "0.1", "-2.25", "100.125", "10L", "2.5D", "1e3", "3S", "1.5F", "0.001BD", "12345678901", "NULL", "-0.0", "33.333", "99999999.99")
        n, s, b = self.number, self.string, self.boolean
        d = depth - 1
        return self.pick(
            lambda: f"({n(d)} {self.pick('+', '-', '*', '/', '%')} {n(d)})",
            lambda: f"({n(d)} {self.pick('+', '-', '*', '/', '%')} {n(d)})",
            lambda: f"({n(d)} {self.pick('+', '-', '*')} {self.pick('s', 't')})",
            lambda: f"({self.pick('i', 'j', 'l', 'h', 'y')} DIV {self.pick('i', 'j', 'l', '2', 'y')})",
            lambda: f"{n(d)} DIV {n(d)}",
            lambda: f"-{self.pick('d', 'i', 'l', 'f', 'y', 'h', '(' + n(d) + ')')}",
            lambda: f"CAST({self.any(d)} AS {self.pick('int', 'bigint', 'double', 'float', 'smallint', 'tinyint', 'decimal(10,2)', 'decimal(5,3)', 'decimal(38,18)', 'decimal', 'double', 'int')})",
            lambda: f"TRY_CAST({self.any(d)} AS {self.pick('int', 'double', 'decimal(6,2)')})",
            lambda: f"{self.pick('int', 'double', 'float', 'bigint', 'smallint', 'tinyint', 'decimal')}({self.any(d)})",
            lambda: f"{self.pick('abs', 'sqrt', 'exp', 'ln', 'log10', 'log2', 'log1p', 'expm1', 'cbrt', 'sin', 'cos', 'tan', 'asin', 'acos', 'atan', 'sinh', 'cosh', 'tanh', 'signum', 'sign', 'degrees', 'radians', 'rint', 'floor', 'ceil', 'ceiling', 'round', 'bround', 'log', 'cot', 'sec', 'csc', 'asinh', 'acosh', 'atanh', 'positive', 'negative', 'factorial')}({n(d)})",
            lambda: f"{self.pick('round', 'bround', 'floor', 'ceil')}({n(d)}, {self.pick(0, 1, 2, 3, -1, -2)})",
            lambda: f"{self.pick('pow', 'power', 'atan2', 'hypot', 'log', 'pmod', 'mod', 'nanvl')}({n(d)}, {n(d)})",
            lambda: f"{self.pick('greatest', 'least', 'coalesce')}({n(d)}, {n(d)}, {n(d)})",
            lambda: f"{self.pick('nvl', 'ifnull', 'nullif')}({n(d)}, {n(d)})",
            lambda: f"nvl2({self.any(d)}, {n(d)}, {n(d)})",
            lambda: f"IF({b(d)}, {n(d)}, {n(d)})",
            lambda: f"CASE WHEN {b(d)} THEN {n(d)} WHEN {b(d)} THEN {n(d)} ELSE {n(d)} END",
            lambda: f"CASE {n(d)} WHEN {n(0)} THEN {n(d)} WHEN {n(0)} THEN {n(d)} END",
            lambda: f"CASE WHEN {b(d)} THEN {n(d)} END",
            lambda: f"{self.pick('length', 'char_length', 'ascii', 'octet_length', 'bit_length')}({s(d)})",
            lambda: f"{self.pick('instr', 'levenshtein')}({s(d)}, {s(d)})",
            lambda: f"locate({s(0)}, {s(d)})",
            lambda: f"({self.pick('i', 'j', 'l', 'y', '6')} {self.pick('&', '|', '^')} {self.pick('i', 'j', 'l', 'h', '3')})",
            lambda: f"{self.pick('shiftleft', 'shiftright', 'shiftrightunsigned')}({self.pick('i', 'l', 'j')}, {self.pick('2', 'j', '33')})",
            lambda: f"~{self.pick('i', 'l', 'y')}",
            lambda: f"{self.pick('try_add', 'try_subtract', 'try_multiply', 'try_divide')}({n(d)}, {n(d)})",
            lambda: f"width_bucket(d, {n(0)}, 10.0, 5)",
        )()

    def string(self, depth):
        r = self.random
        if depth <= 0 or r.random() < 0.2:
            return self.pick("s", "s", "t", "'abc'", "'b'", "''", "'1.5'", "'x y'", "'7'", "NULL")
        n, s, b = self.number, self.string, self.boolean
        d = depth - 1
        i = lambda: self.pick("1", "2", "3", "0", "-2", "10", "i", "j")
        return self.pick(
            lambda: f"CAST({self.any(d)} AS string)",
            lambda: f"string({n(d)})",
            lambda: f"{self.pick('upper', 'lower', 'trim', 'ltrim', 'rtrim', 'initcap', 'reverse', 'ucase', 'lcase', 'btrim', 'soundex', 'md5', 'hex', 'base64')}({s(d)})",
            lambda: f"{self.pick('substring', 'substr')}({s(d)}, {i()}, {i()})",
            lambda: f"substring({s(d)}, {i()})",
            lambda: f"{self.pick('left', 'right')}({s(d)}, {i()})",
            lambda: f"concat({self.any(d)}, {s(d)}, {s(d)})",
            lambda: f"concat_ws({self.pick(chr(39) + '-' + chr(39), 't')}, {s(d)}, {s(d)})",
            lambda: f"({s(d)} || {self.any(d)})",
            lambda: f"replace({s(d)}, {s(0)}, {s(0)})",
            lambda: f"{self.pick('lpad', 'rpad')}({s(d)}, {i()}, {s(0)})",
            lambda: f"{self.pick('lpad', 'rpad')}({s(d)}, {i()})",
            lambda: f"repeat({s(d)}, {self.pick('2', '0', '-1', 'j')})",
            lambda: f"regexp_replace({s(d)}, '{self.pick('[a-b]+', '[0-9]', ' ', '(a)(b)')}', '{self.pick('#', '', '$1')}')",
            lambda: f"regexp_extract({s(d)}, '{self.pick('([a-z]+)', '([0-9])([0-9])', 'a(b)?')}', {self.pick('0', '1')})",
            lambda: f"translate({s(d)}, 'abc', 'x')",
            lambda: f"substring_index({s(d)}, {self.pick(chr(39) + ',' + chr(39), 't')}, {self.pick('1', '-1', '2')})",
            lambda: f"split_part({s(d)}, ',', {self.pick('1', '2', '-1')})",
            lambda: f"overlay({s(d)} PLACING 'zz' FROM {self.pick('1', '2')})",
            lambda: f"TRIM({self.pick('BOTH', 'LEADING', 'TRAILING')} 'a' FROM {s(d)})",
            lambda: f"IF({b(d)}, {s(d)}, {self.any(d)})",
            lambda: f"CASE WHEN {b(d)} THEN {s(d)} ELSE {self.any(d)} END",
            lambda: f"{self.pick('coalesce', 'nvl', 'greatest', 'least')}({s(d)}, {self.any(d)})",
            lambda: f"{self.pick('chr', 'char', 'space', 'bin')}({self.pick('j', '65', '3', 'i')})",
            lambda: f"format_number({n(d)}, {self.pick('0', '2')})",
            lambda: f"conv({self.pick('s', 'i', 't')}, 10, 16)",
        )()

    def boolean(self, depth):
        r = self.random
        if depth <= 0 or r.random() < 0.15:
            return self.pick("b", "c", "b", "true", "false", "d > 1", "i < 3", "s = 'abc'", "d IS NULL")
        n, s, b = self.number, self.string, self.boolean
        d = depth - 1
        compare = lambda: self.pick("=", "<>", "<", "<=", ">", ">=", "<=>", "!=", "==")
        return self.pick(
            lambda: f"({n(d)} {compare()} {n(d)})",
            lambda: f"({s(d)} {compare()} {s(d)})",
            lambda: f"({s(d)} {compare()} {n(d)})",
            lambda: f"({b(d)} {compare()} {b(d)})",
            lambda: f"({b(d)} {compare()} {self.any(0)})",
            lambda: f"({b(d)} AND {b(d)})",
            lambda: f"({b(d)} OR {b(d)})",
            lambda: f"NOT {b(d)}",
            lambda: f"({self.any(d)} IS {self.pick('', 'NOT ')}NULL)",
            lambda: f"({b(d)} IS {self.pick('', 'NOT ')}{self.pick('TRUE', 'FALSE', 'UNKNOWN')})",
            lambda: f"{n(d)} {self.pick('', 'NOT ')}IN ({n(0)}, {n(0)}, {self.any(0)})",
            lambda: f"{s(d)} {self.pick('', 'NOT ')}IN ({s(0)}, {s(0)})",
            lambda: f"{n(d)} {self.pick('', 'NOT ')}BETWEEN {n(0)} AND {n(0)}",
            lambda: f"{s(d)} {self.pick('', 'NOT ')}{self.pick('LIKE', 'ILIKE')} '{self.pick('a%', '_b_', '%', '', 'A%', '%1%')}'",
            lambda: f"{s(d)} RLIKE '{self.pick('^[a-c]+$', '[0-9]', 'b')}'",
            lambda: f"{self.pick('isnan', 'isnull', 'isnotnull')}({n(d)})",
            lambda: f"CAST({self.any(d)} AS boolean)",
            lambda: f"boolean({n(d)})",
            lambda: f"{self.pick('startswith', 'endswith', 'contains')}({s(d)}, {s(0)})",
            lambda: f"IF({b(d)}, {b(d)}, {b(d)})",
            lambda: f"coalesce({b(d)}, {b(d)})",
            lambda: f"({n(d)} IS {self.pick('', 'NOT ')}DISTINCT FROM {n(d)})",
        )()

    def any(self, depth):
        return self.pick(self.number, self.number, self.string, self.boolean)(depth)


def main():
    out, seed, count = sys.argv[1], int((sys.argv + ["1"])[2] if len(sys.argv) > 2 else 1), int(sys.argv[3] if len(sys.argv) > 3 else 500)
    spark = (SparkSession.builder.master("local[1]").config("spark.sql.codegen.wholeStage", "false").config("spark.sql.codegen.factoryMode", "NO_CODEGEN")
             .config("spark.ui.enabled", "false").getOrCreate())
    spark.sparkContext.setLogLevel("OFF")
    spark.conf.set("spark.sql.ansi.enabled", "false")
    names = ", ".join(SCHEMA)
    for i, row in enumerate(ROWS):
        spark.sql(f"SELECT * FROM VALUES {sql_row(row)} AS t({names})").createOrReplaceTempView(f"v{i}")
    whole = "VALUES " + ", ".join(sql_row(row) for row in ROWS)
    rows = [r.asDict() for r in spark.sql(f"SELECT * FROM {whole} AS t({names})").collect()]
    spark.sql(f"SELECT * FROM {whole} AS t({names})").createOrReplaceTempView("v")
    from pyspark.sql import types as T
    kinds = {n: T.FloatType() if k == "float" else None for n, k in SCHEMA.items()}
    draw = Expressions(seed)
    with open(out, "w", encoding="utf-8") as file:
        write = lambda value: file.write(json.dumps(value, ensure_ascii=False) + "\n")
        write({"schema": SCHEMA, "rows": [{n: encode(v, kinds[n]) for n, v in row.items()} for row in rows]})
        for _ in range(count):
            expression = draw.any(draw.pick(1, 1, 2, 2, 3))
            for ansi in (False, True):
                spark.conf.set("spark.sql.ansi.enabled", str(ansi).lower())
                ask = lambda view: spark.sql(f"SELECT {expression} FROM {view}")
                try:
                    frame = ask("v")
                except (AnalysisException, ParseException):
                    continue
                kind = frame.schema.fields[0].dataType
                answer = lambda value: {"value": encode(value, kind)}
                try:
                    answers = [answer(r[0]) for r in frame.collect()]
                except Exception:
                    answers = []
                    for i in range(len(ROWS)):
                        try:
                            answers.append(answer(ask(f"v{i}").collect()[0][0]))
                        except Exception as error:
                            answers.append({"error": reason(error)[:120]})
                write({"ansi": ansi, "version": spark.version, "expression": expression, "name": frame.columns[0], "type": kind.simpleString(), "answers": answers})


if __name__ == "__main__":
    main()
