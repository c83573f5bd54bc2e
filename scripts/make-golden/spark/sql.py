"""SQLTransformer: one expression a case, over a table of every type with nulls and edges."""

from pyspark.ml import feature as F

NAN, INF = float("nan"), float("inf")

EXPRESSIONS = {
    "arithmetic": "x + y AS r_a, x - 1 AS r_b, x * n AS r_c, x / y AS r_d, x % 3 AS r_e, -x AS r_f",
    "integers": "n + m AS r_a, n * 2 AS r_b, n / m AS r_c, n % m AS r_d, n DIV m AS r_e, -n AS r_f, abs(n) AS r_g",
    "comparison": "x < y AS r_a, x <= 1 AS r_b, x = y AS r_c, x <> y AS r_d, x <=> y AS r_e, s = 'abc' AS r_f, s > 'b' AS r_g, n >= 2 AS r_h",
    "logic": "x > 1 AND n > 1 AS r_a, x > 1 OR n > 1 AS r_b, NOT (x > 1) AS r_c, x IS NULL AS r_d, x IS NOT NULL AS r_e, isnan(x) AS r_f",
    "conditions": "CASE WHEN x > 1 THEN 'big' WHEN x < 0 THEN 'neg' ELSE 'small' END AS r_a, CASE n WHEN 1 THEN 10 WHEN 2 THEN 20 END AS r_b, IF(x > 1, x, y) AS r_c, COALESCE(x, y, 0.5) AS r_d, NULLIF(n, 1) AS r_e, NVL(s, 'none') AS r_f, IFNULL(n, 7) AS r_g",
    "membership": "n IN (1, 3) AS r_a, s IN ('abc', '') AS r_b, n NOT IN (1, 2) AS r_c, x BETWEEN 0 AND 2 AS r_d, s LIKE 'a%' AS r_e, s LIKE '_b_' AS r_f, s RLIKE '^[a-c]+$' AS r_g",
    "casts": "CAST(x AS int) AS r_a, CAST(n AS double) AS r_b, CAST(s AS double) AS r_c, CAST(x AS string) AS r_d, CAST(n AS string) AS r_e, CAST(b AS int) AS r_f, CAST(x AS boolean) AS r_g, CAST(s AS int) AS r_h, CAST(x AS float) AS r_i, CAST(x AS bigint) AS r_j",
    "mathematics": "abs(x) AS r_a, sqrt(x) AS r_b, exp(y) AS r_c, ln(x) AS r_d, log10(x) AS r_e, log2(x) AS r_f, pow(x, 2) AS r_g, floor(x) AS r_h, ceil(x) AS r_i, round(x) AS r_j, round(x, 1) AS r_k, sin(x) AS r_l, signum(x) AS r_m, log1p(x) AS r_n1, expm1(x) AS r_o, cbrt(x) AS r_p, greatest(x, y) AS r_q, least(x, y, 1) AS r_r, atan2(x, y) AS r_t",
    "strings": "upper(s) AS r_a, lower(s) AS r_b, length(s) AS r_c, trim(s) AS r_d, concat(s, '-', t) AS r_e, concat_ws('|', s, t) AS r_f, substring(s, 2, 3) AS r_g, replace(s, 'b', 'X') AS r_h, reverse(s) AS r_i, s || t AS r_j, left(s, 2) AS r_k, right(s, 2) AS r_l, instr(s, 'b') AS r_m, lpad(s, 5, '*') AS r_n1, rpad(s, 5, '*') AS r_o, ltrim(s) AS r_p, rtrim(s) AS r_q, initcap(s) AS r_r, regexp_replace(s, '[a-b]+', '#') AS r_u, repeat(s, 2) AS r_v",
    "literals": "1 AS r_a, 1.5 AS r_b, 'it''s' AS r_c, true AS r_d, NULL AS r_e, 2e3 AS r_f, 10L AS r_g, -3 AS r_h, 1.5D AS r_i",
    "filter": "x * 2 AS r_a",
}


def statements(c):
    columns = {"x": "double", "y": "double", "n": "int", "m": "int", "s": "string", "t": "string", "b": "boolean"}
    rows = [(1.5, 2.0, 1, 2, "abc", "T", True), (-2.5, 0.5, 3, 2, "", " x ", False), (0.0, -0.0, 0, 5, "  pad ", "é", True), (None, 1.0, None, 1, None, "q", None),
            (NAN, 1.0, 2, 3, "1.5", "42", False), (INF, -INF, -7, 2, "b1b", "", True), (2.0, 2.0, 2147483647, 1, "12", "日本語😀", False), (1e20, 3.0, 5, 0, "aabbaa", "z", True)]
    table = c.frame(columns, rows)
    ansi = c.spark.conf.get("spark.sql.ansi.enabled", "false")
    # ANSI mode came with 3.0, where it was an experiment.
    for mode in ("false", "true") if c.spark.version >= "3.1" else ("false",):
        c.spark.conf.set("spark.sql.ansi.enabled", mode)
        for name, expressions in EXPRESSIONS.items():
            where = " WHERE x > 0 AND s IS NOT NULL" if name == "filter" else ""
            model = F.SQLTransformer(statement=f"SELECT *, {expressions} FROM __THIS__{where}")
            c.add(f"sql-{name}{'-ansi' if mode == 'true' else ''}", model, table, list(columns))
    c.spark.conf.set("spark.sql.ansi.enabled", ansi)


PARTS = [statements]
