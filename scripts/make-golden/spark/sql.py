"""SQLTransformer: one expression a case, over a table of every type with nulls and edges."""
import math

from pyspark.ml import feature as F

NAN, INF = float("nan"), float("inf")

EXPRESSIONS = {
    "arithmetic": "x + y AS a, x - 1 AS b, x * n AS c, x / y AS d, x % 3 AS e, -x AS f",
    "integers": "n + m AS a, n * 2 AS b, n / m AS c, n % m AS d, n DIV m AS e, -n AS f, abs(n) AS g",
    "comparison": "x < y AS a, x <= 1 AS b, x = y AS c, x <> y AS d, x <=> y AS e, s = 'abc' AS f, s > 'b' AS g, n >= 2 AS h",
    "logic": "x > 1 AND n > 1 AS a, x > 1 OR n > 1 AS b, NOT (x > 1) AS c, x IS NULL AS d, x IS NOT NULL AS e, isnan(x) AS f",
    "conditions": "CASE WHEN x > 1 THEN 'big' WHEN x < 0 THEN 'neg' ELSE 'small' END AS a, CASE n WHEN 1 THEN 10 WHEN 2 THEN 20 END AS b, IF(x > 1, x, y) AS c, COALESCE(x, y, 0.5) AS d, NULLIF(n, 1) AS e, NVL(s, 'none') AS f, IFNULL(n, 7) AS g",
    "membership": "n IN (1, 3) AS a, s IN ('abc', '') AS b, n NOT IN (1, 2) AS c, x BETWEEN 0 AND 2 AS d, s LIKE 'a%' AS e, s LIKE '_b_' AS f, s RLIKE '^[a-c]+$' AS g",
    "casts": "CAST(x AS int) AS a, CAST(n AS double) AS b, CAST(s AS double) AS c, CAST(x AS string) AS d, CAST(n AS string) AS e, CAST(b AS int) AS f, CAST(x AS boolean) AS g, CAST(s AS int) AS h, CAST(x AS float) AS i, CAST(x AS bigint) AS j",
    "mathematics": "abs(x) AS a, sqrt(x) AS b, exp(y) AS c, ln(x) AS d, log10(x) AS e, log2(x) AS f, pow(x, 2) AS g, floor(x) AS h, ceil(x) AS i, round(x) AS j, round(x, 1) AS k, sin(x) AS l, signum(x) AS m, log1p(x) AS n1, expm1(x) AS o, cbrt(x) AS p, greatest(x, y) AS q, least(x, y, 1) AS r, atan2(x, y) AS t",
    "strings": "upper(s) AS a, lower(s) AS b, length(s) AS c, trim(s) AS d, concat(s, '-', t) AS e, concat_ws('|', s, t) AS f, substring(s, 2, 3) AS g, replace(s, 'b', 'X') AS h, reverse(s) AS i, s || t AS j, left(s, 2) AS k, right(s, 2) AS l, instr(s, 'b') AS m, lpad(s, 5, '*') AS n1, rpad(s, 5, '*') AS o, ltrim(s) AS p, rtrim(s) AS q, initcap(s) AS r, regexp_replace(s, '[a-b]+', '#') AS u, repeat(s, 2) AS v",
    "literals": "1 AS a, 1.5 AS b, 'it''s' AS c, true AS d, NULL AS e, 2e3 AS f, 10L AS g, -3 AS h, 1.5D AS i",
    "filter": "x * 2 AS a",
}


def statements(c):
    columns = {"x": "double", "y": "double", "n": "int", "m": "int", "s": "string", "t": "string", "b": "boolean"}
    rows = [(1.5, 2.0, 1, 2, "abc", "T", True), (-2.5, 0.5, 3, 2, "", " x ", False), (0.0, -0.0, 0, 5, "  pad ", "é", True), (None, 1.0, None, 1, None, "q", None),
            (NAN, 1.0, 2, 3, "1.5", "42", False), (INF, -INF, -7, 2, "b1b", "", True), (2.0, 2.0, 2147483647, 1, "12", "日本語😀", False), (1e20, 3.0, 5, 0, "aabbaa", "z", True)]
    table = c.frame(columns, rows)
    ansi = c.spark.conf.get("spark.sql.ansi.enabled")
    for mode in ("false", "true"):
        c.spark.conf.set("spark.sql.ansi.enabled", mode)
        for name, expressions in EXPRESSIONS.items():
            where = " WHERE x > 0 AND s IS NOT NULL" if name == "filter" else ""
            model = F.SQLTransformer(statement=f"SELECT *, {expressions} FROM __THIS__{where}")
            c.add(f"sql-{name}{'-ansi' if mode == 'true' else ''}", model, table, list(columns))
    c.spark.conf.set("spark.sql.ansi.enabled", ansi)
    c.add("sql-columns", F.SQLTransformer(statement="SELECT row, x + 1 AS x2, s, concat(s, t) AS st FROM __THIS__"), table, ["x", "s", "t"])


PARTS = [statements]
