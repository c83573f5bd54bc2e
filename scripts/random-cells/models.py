"""Random models with categories and names, random rows for them in several forms, and the libraries' own answers.

    python scripts/random-cells/models.py FOLDER SEED MODELS ROWS [FAMILY ...]
    sh scripts/with-node.sh scripts/random-cells/compare.ts FOLDER

Each case is a folder: the model in each of its forms, `NAME.rows.csv`, `.jsonl` or `.parquet` for each form of the rows, and
`case.json`, which says how each is read and what the library answers. What a text means for a column of a kind is said here
in Python's and pandas' words (`as_number`, `as_cell`), apart from the code that is compared.
"""
import json
import sys
import warnings
from pathlib import Path

import numpy as np
import pandas as pd

warnings.filterwarnings("ignore")

PANDAS_WORDS = ["", "NA", "N/A", "nan", "NaN", "null", "NULL", "None", "<NA>", "#N/A", "-nan", "n/a"]
CATBOOST_WORDS = ["", "NA", "nan", "null", "None", "-", "n/a", "Na", "NAN", "none"]
TEXTS = ["01234", "1234", "00501", "1.0", "1.10", "1.1", "1E5", "100000", "2e3", "True", "true", "False", " 7", "7", "7 ", "+1", "1", "-0", "0", "1_000",
         "1000", "9007199254740993", "9007199254740992", "0x10", "x", "New York", "a,b", 'q"t', "inf", "é", "Łódź", "日本"]
ASCII = [text for text in TEXTS if text.isascii()]
WHOLE = [1, 2, 3, 10, 20, -3, 9007199254740993, 9007199254740992]


class Column:
    """`kind`: number, text, whole, boolean. `pool`: what training has."""

    def __init__(self, name, kind, pool=None, missing=False):
        self.name, self.kind, self.pool, self.missing = name, kind, pool, missing


def as_number(text, words):
    """What a text is where a number is asked for."""
    if text in words:
        return np.nan
    if text.lower() in ("true", "false") and text[1:] in ("rue", "alse", "RUE", "ALSE"):
        return float(text.lower() == "true")
    return float(text)


def random_number(rng, words, missing, grouped):
    """`grouped`: how a number has its digits in groups, which Python alone reads."""
    pick = rng.integers(0, 12)
    if missing and pick == 0:
        return str(rng.choice(words))
    value = round(float(rng.normal() * 3), int(rng.integers(0, 5)))
    forms = [repr(value), f"{value:+}", f" {value}", f"{value:.3e}", f"{value} ", str(int(value)), f"0{abs(int(value))}.50", "true", "False", "1_0.5"]
    return forms[int(rng.integers(0, len(forms)))] if pick < 8 else repr(value)


def random_text(rng, pool, unseen):
    if not unseen or rng.random() < 0.85:
        return str(rng.choice(np.array(pool, dtype=object)))
    forms = ["0" + str(rng.integers(0, 99)), str(rng.integers(-9, 10**18)), " " + str(rng.integers(0, 9)), "%.2f" % rng.normal(), "w" + str(rng.integers(0, 99)), "TRUE", "1e5", "+7"]
    return str(rng.choice(np.array(forms, dtype=object)))


def whole_text(rng, value):
    return str(rng.choice(np.array([str(value), str(value), f" {value}", f"{value:+d}" if abs(value) < 2**53 else str(value)], dtype=object)))


def boolean_text(rng, value):
    return str(rng.choice(np.array(["True", "true", "TRUE"] if value else ["False", "false", "FALSE"], dtype=object)))


def draw(rng, columns, rows, settings):
    """Texts of cells, the values that they stand for, and the same as JSON has them."""
    texts, values, typed = {}, {}, {}
    for column in columns:
        cells = [draw_cell(rng, column, settings) for _ in range(rows)]
        texts[column.name], values[column.name], typed[column.name] = (list(part) for part in zip(*cells))
    return texts, values, typed


def draw_cell(rng, column, settings):
    words, unseen, empty = settings["words"], settings["unseen"], settings["empty_is_text"]
    if column.kind == "number":
        text = random_number(rng, words, column.missing, settings.get("grouped", "1_0.5"))
        value = as_number(text, words)
        return text, value, None if np.isnan(value) else value
    if column.missing and rng.random() < 0.1:
        return ("", "", "") if empty else (str(rng.choice(PANDAS_WORDS)), None, None)
    if column.kind == "text":
        text = random_text(rng, column.pool, unseen)
        return text, text, text
    if column.kind == "whole":
        value = int(rng.choice(np.array(column.pool, dtype=object))) if not unseen or rng.random() < 0.9 else int(rng.integers(50, 99))
        return whole_text(rng, value), value, value
    value = bool(rng.random() < 0.5)
    return boolean_text(rng, value), value, value


def quoted(text):
    return '"' + text.replace('"', '""') + '"' if any(sign in text for sign in ',"\n') else text


def write_csv(path, texts, names, header):
    lines = [",".join(map(quoted, names))] if header else []
    count = len(next(iter(texts.values())))
    lines += [",".join(quoted(texts[name][row]) for name in names) for row in range(count)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def write_jsonl(path, typed, names, as_lists=False):
    count = len(next(iter(typed.values())))
    rows = ([typed[name][row] for name in names] for row in range(count))
    path.write_text("".join(json.dumps(row if as_lists else dict(zip(names, row)), ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


def write_parquet(path, typed, columns):
    import pyarrow as pa
    import pyarrow.parquet as pq

    types = {"number": pa.float64(), "text": pa.string(), "whole": pa.int64(), "boolean": pa.bool_(), "string": pa.string(), "double": pa.float64(),
             "float": pa.float32(), "long": pa.int64(), "int": pa.int32(), "short": pa.int16(), "byte": pa.int8()}
    pq.write_table(pa.table({c.name: pa.array(typed[c.name], types[c.kind]) for c in columns}), path)


def target(rng, values, columns):
    """A number that depends on every column."""
    total = np.zeros(len(values[columns[0].name]))
    for column in columns:
        cells = values[column.name]
        if column.kind == "number":
            total += np.nan_to_num(np.array(cells, dtype=float))
        else:
            effects = {key: rng.normal() * 4 for key in dict.fromkeys(map(repr, cells))}
            total += np.array([effects[repr(cell)] for cell in cells])
    return total


def shuffled(rng, names):
    return [names[at] for at in rng.permutation(len(names))]


class Writer:
    """One case: its models and rows, and what the library says."""

    def __init__(self, folder, family, models):
        self.folder, self.models, self.inputs, self.family = folder, models, [], family
        folder.mkdir(parents=True, exist_ok=True)

    def add(self, name, expected=None, header=False, refused=False):
        self.inputs.append({"file": name, "header": header, **({"refused": True} if refused else {"expected": [float(x) for x in expected]})})

    def close(self):
        case = {"family": self.family, "models": self.models, "inputs": self.inputs}
        (self.folder / "case.json").write_text(json.dumps(case), encoding="utf-8")


def write_forms(writer, texts, typed, columns, expected, by_place):
    """The same rows with and without names."""
    names = [column.name for column in columns]
    folder = writer.folder
    if by_place:
        write_csv(folder / "plain.csv", texts, names, False)
        writer.add("plain.csv", expected)
        write_jsonl(folder / "lists.jsonl", typed, names, True)
        writer.add("lists.jsonl", expected)
    write_csv(folder / "header.csv", texts, names, True)
    writer.add("header.csv", expected, header=True)
    write_jsonl(folder / "objects.jsonl", typed, names)
    writer.add("objects.jsonl", expected)
    write_parquet(folder / "rows.parquet", typed, columns)
    writer.add("rows.parquet", expected)


def write_names(writer, rng, texts, columns, outcome):
    """Another order, a column less and one more. `outcome(names, extra)`: the library's answers, or None if it refuses."""
    names = [column.name for column in columns]
    few = {name: cells[:50] for name, cells in texts.items()}
    few["more"] = ["y"] * len(few[names[0]])
    orders = {"order": shuffled(rng, names), "less": names[:-1], "more": [*names, "more"], "first": ["more", *names]}
    for form, order in orders.items():
        write_csv(writer.folder / f"{form}.csv", few, order, True)
        answers = outcome(form, order)
        writer.add(f"{form}.csv", answers, header=True, refused=answers is None)


def catboost_case(folder, rng, rows):
    import joblib
    from catboost import CatBoostRegressor, Pool

    columns = [Column("z", "text", TEXTS, True), Column("a", "number", missing=True), Column("w", "whole", WHOLE), Column("f", "boolean"), Column("b b", "number")]
    settings = {"words": CATBOOST_WORDS, "unseen": True, "empty_is_text": True, "grouped": "10.5"}
    kinds = [c.name for c in columns if c.kind != "number"]
    # Whole numbers are texts in a file, and those digits; booleans, there in words, are 1 and 0 to the library.
    _, values, _ = draw(rng, columns, 600, settings)

    def frame(cells, names):
        def column(name):
            if name not in kinds:
                return pd.Series(cells[name], dtype=float)
            return pd.Series(cells[name], dtype=bool) if name == "f" else pd.Series([str(cell) for cell in cells[name]], dtype=object)
        return pd.DataFrame({name: column(name) for name in names})

    names = [c.name for c in columns]
    y = target(rng, values, columns)
    one_hot = int(rng.choice([1, 60]))
    model = CatBoostRegressor(iterations=40, depth=4, verbose=False, allow_writing_files=False, thread_count=1, random_seed=int(rng.integers(99)), one_hot_max_size=one_hot, max_ctr_complexity=2)
    model.fit(Pool(frame(values, names), y, cat_features=kinds))
    folder.mkdir(parents=True, exist_ok=True)
    model.save_model(folder / "model.cbm")
    joblib.dump(model, folder / "model.joblib")
    forms = ["model.cbm", "model.joblib"]
    model.save_model(folder / "model.json", format="json", pool=Pool(frame(values, names), y, cat_features=kinds))
    writer = Writer(folder, "catboost", [*forms, "model.json"])
    texts, values, typed = draw(rng, columns, rows, settings)
    # A cell of CSV is the text as it stands, not the number in it.
    plain = {name: texts[name] if name in kinds and name != "f" else values[name] for name in names}
    def predict(cells):
        return model.predict(Pool(frame(cells, names), cat_features=kinds))
    write_csv(folder / "plain.csv", texts, names, False)
    writer.add("plain.csv", predict(plain))
    write_csv(folder / "header.csv", texts, names, True)
    writer.add("header.csv", predict(plain), header=True)
    write_jsonl(folder / "objects.jsonl", typed, names)
    writer.add("objects.jsonl", predict(values))
    write_jsonl(folder / "lists.jsonl", typed, names, True)
    writer.add("lists.jsonl", predict(values))
    write_parquet(folder / "rows.parquet", typed, columns)
    writer.add("rows.parquet", predict(values))

    def outcome(form, order):
        few = frame({**{n: c[:50] for n, c in plain.items()}}, names)
        few["more"] = 1.0
        try:
            return model.predict(Pool(few[order], cat_features=[name for name in kinds if name in order]))
        except Exception:
            return None

    write_names(writer, rng, texts, columns, outcome)
    writer.close()


def categorical(cells, categories, ordered=False):
    return pd.Categorical(cells, categories=categories, ordered=ordered)


def lightgbm_case(folder, rng, rows):
    import joblib
    import lightgbm as lgb

    def kinds():
        yield Column("house age", "number", missing=True)
        yield Column("z", "text", TEXTS, True)
        if rng.random() < 0.7:
            yield Column("w", "whole", WHOLE)
        if rng.random() < 0.7:
            yield Column("f", "boolean")
        if rng.random() < 0.7:
            yield Column("o", "text", ["low", "mid", "top"])
        yield Column("10", "number")
        yield Column("2", "text", ["only"])

    columns = list(kinds())
    columns = [columns[at] for at in rng.permutation(len(columns))]
    names = [c.name for c in columns]
    settings = {"words": PANDAS_WORDS, "unseen": True, "empty_is_text": False}
    train = {**settings, "unseen": False}
    _, values, _ = draw(rng, columns, 700, train)
    pools = {c.name: sorted({v for v in values[c.name] if v is not None}) for c in columns if c.kind != "number"}
    is_ordered = bool(rng.random() < 0.4)

    def frame(cells):
        return pd.DataFrame({c.name: cells[c.name] if c.kind == "number" else categorical(cells[c.name], list(dict.fromkeys([*pools[c.name], *[v for v in cells[c.name] if v is not None]])), is_ordered and c.name == "o") for c in columns})

    y = target(rng, values, columns)
    params = {"objective": "regression", "verbose": -1, "min_data_per_group": 5, "cat_smooth": 1, "min_data_in_leaf": 5, "num_threads": 1, "max_cat_to_onehot": int(rng.choice([2, 8]))}
    model = lgb.train(params, lgb.Dataset(frame(values), y), 25)
    folder.mkdir(parents=True, exist_ok=True)
    model.save_model(folder / "model.txt")
    wrapper = lgb.LGBMRegressor(n_estimators=25, n_jobs=1, **{k: v for k, v in params.items() if k != "num_threads"}).fit(frame(values), y)
    joblib.dump(model, folder / "booster.joblib")
    writer = Writer(folder, "lightgbm", ["model.txt", "booster.joblib"])
    texts, values, typed = draw(rng, columns, rows, settings)
    write_forms(writer, texts, typed, columns, model.predict(frame(values)), False)
    codes = np.column_stack([values[c.name] if c.kind == "number" else categorical(values[c.name], pools[c.name]).codes for c in columns]).astype(float)
    np.savetxt(folder / "codes.csv", codes, delimiter=",", fmt="%.17g")
    writer.add("codes.csv", model.predict(codes))
    write_names(writer, rng, texts, columns, lambda form, order: None if form in ("less", "more", "first") else by_place(order, names, model, frame(values)))
    writer.inputs = [entry for entry in writer.inputs if entry["file"] != "order.csv"]
    renamed = {f"any {at}": texts[name] for at, name in enumerate(names)}
    write_csv(folder / "renamed.csv", renamed, list(renamed), True)
    writer.add("renamed.csv", model.predict(frame(values)), header=True)
    writer.close()
    other = Writer(folder.with_name(folder.name + "-wrapper"), "lightgbm", ["model.joblib"])
    joblib.dump(wrapper, other.folder / "model.joblib")
    write_forms(other, texts, typed, columns, wrapper.predict(frame(values)), False)
    other.close()


def by_place(order, names, model, frame):
    return None


def xgboost_case(folder, rng, rows):
    import joblib
    import xgboost as xgb

    columns = [Column("z", "text", [*ASCII, "Łódź"], True), Column("a", "number", missing=True), Column("w", "whole", WHOLE), Column("o", "text", ["low", "mid", "top"]), Column("b b", "number")]
    columns = [columns[at] for at in rng.permutation(len(columns))]
    names = [c.name for c in columns]
    settings = {"words": PANDAS_WORDS, "unseen": False, "empty_is_text": False}
    _, values, _ = draw(rng, columns, 700, settings)
    pools = {c.name: sorted({v for v in values[c.name] if v is not None}) for c in columns if c.kind != "number"}

    def frame(cells):
        def column(c):
            if c.kind == "number":
                return np.array(cells[c.name], dtype=float)
            kind = "int64" if c.kind == "whole" else object
            return pd.Categorical(cells[c.name], categories=pd.Index(pools[c.name], dtype=kind))
        return pd.DataFrame({c.name: column(c) for c in columns})

    y = target(rng, values, columns)
    one_hot = int(rng.choice([2, 50]))
    model = xgb.train({"max_depth": 5, "nthread": 1, "max_cat_to_onehot": one_hot, "booster": str(rng.choice(["gbtree", "dart"]))}, xgb.DMatrix(frame(values), y, enable_categorical=True), 20)
    folder.mkdir(parents=True, exist_ok=True)
    model.save_model(folder / "model.json")
    model.save_model(folder / "model.ubj")
    joblib.dump(model, folder / "model.joblib")
    writer = Writer(folder, "xgboost", ["model.json", "model.ubj", "model.joblib"])
    for c in columns:
        if c.kind != "number":
            c.pool = pools[c.name]
    texts, values, typed = draw(rng, columns, rows, settings)
    expected = model.predict(xgb.DMatrix(frame(values), enable_categorical=True))
    write_forms(writer, texts, typed, columns, expected, False)
    codes = np.column_stack([values[c.name] if c.kind == "number" else frame(values)[c.name].cat.codes.replace(-1, np.nan) for c in columns]).astype(float)
    np.savetxt(folder / "codes.csv", codes, delimiter=",", fmt="%.17g")
    writer.add("codes.csv", model.inplace_predict(codes))
    # Reordered is answered where the library refuses; the rest is as the library says.
    few = frame({name: cells[:50] for name, cells in values.items()})
    write_names(writer, rng, texts, columns, lambda form, order: model.predict(xgb.DMatrix(few, enable_categorical=True)) if form == "order" else None)
    unseen = {name: list(cells[:1]) for name, cells in texts.items()}
    unseen["o"] = ["zzz"]
    write_csv(folder / "unseen.csv", unseen, names, True)
    writer.add("unseen.csv", header=True, refused=True)
    writer.close()


def sklearn_case(folder, rng, rows):
    import joblib
    from sklearn.compose import ColumnTransformer
    from sklearn.ensemble import HistGradientBoostingRegressor
    from sklearn.impute import SimpleImputer
    from sklearn.linear_model import Ridge
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import OneHotEncoder, OrdinalEncoder, StandardScaler, TargetEncoder

    which = int(rng.integers(0, 4))
    has_missing = which != 0
    columns = [Column("z", "text", TEXTS, has_missing), Column("a", "number", missing=has_missing), Column("w", "whole", WHOLE), Column("f", "boolean"), Column("o", "text", ["low", "mid", "top"], has_missing), Column("b b", "number")]
    columns = [columns[at] for at in rng.permutation(len(columns))]
    names = [c.name for c in columns]
    settings = {"words": PANDAS_WORDS, "unseen": True, "empty_is_text": False}
    _, values, _ = draw(rng, columns, 600, {**settings, "unseen": False})

    def frame(cells):
        def column(c):
            if c.kind == "text":
                return pd.Series([np.nan if v is None else v for v in cells[c.name]], dtype=object)
            return pd.Series(cells[c.name], dtype={"number": float, "whole": "int64", "boolean": bool}[c.kind])
        return pd.DataFrame({c.name: column(c) for c in columns})

    y = target(rng, values, columns)
    ordinal = OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1, encoded_missing_value=-2)
    places = {"z": names.index("z"), "o": names.index("o")}
    made = [
        lambda: make_pipeline(ColumnTransformer([("t", OneHotEncoder(handle_unknown="ignore"), ["z", "o", "w", "f"])], remainder="passthrough"), Ridge()),
        lambda: make_pipeline(ColumnTransformer([("t", make_pipeline(SimpleImputer(strategy="most_frequent"), OneHotEncoder(handle_unknown="ignore")), ["z", "o"]), ("w", ordinal, ["w", "f"]), ("n", make_pipeline(SimpleImputer(), StandardScaler()), ["a", "b b"])]), Ridge()),
        lambda: make_pipeline(ColumnTransformer([("t", ordinal, [places["z"], places["o"]]), ("n", "passthrough", ["a", "b b"]), ("g", TargetEncoder(), ["w"])]), HistGradientBoostingRegressor(max_iter=15)),
        lambda: make_pipeline(ColumnTransformer([("c", SimpleImputer(strategy="constant", fill_value="none of all"), ["z"]), ("t", ordinal, ["o", "f"])], remainder="drop"), ColumnTransformer([("h", OneHotEncoder(handle_unknown="ignore"), [0])], remainder="drop"), Ridge()),
    ]
    model = made[which]().fit(frame(values), y)
    folder.mkdir(parents=True, exist_ok=True)
    joblib.dump(model, folder / "model.joblib")
    writer = Writer(folder, "sklearn", ["model.joblib"])
    texts, values, typed = draw(rng, columns, rows, settings)
    write_forms(writer, texts, typed, columns, model.predict(frame(values)), True)

    def outcome(form, order):
        few = frame({name: cells[:50] for name, cells in values.items()})
        few["more"] = "y"
        try:
            return model.predict(few[order])
        except Exception:
            return None

    write_names(writer, rng, texts, columns, outcome)
    writer.close()


def onnx_case(folder, rng, rows):
    import onnxruntime
    import skl2onnx
    from skl2onnx.common.data_types import FloatTensorType, Int64TensorType, StringTensorType
    from sklearn.compose import ColumnTransformer
    from sklearn.ensemble import RandomForestRegressor
    from sklearn.impute import SimpleImputer
    from sklearn.linear_model import Ridge
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import OneHotEncoder, StandardScaler

    columns = [Column("z", "text", TEXTS, True), Column("a", "number", missing=True), Column("w", "whole", WHOLE), Column("f", "boolean"), Column("o", "text", ["low", "mid", "top"], True), Column("bb", "number")]
    columns = [columns[at] for at in rng.permutation(len(columns))]
    # A cell of a text input is the text as it stands, an empty one an empty text.
    settings = {"words": PANDAS_WORDS, "unseen": True, "empty_is_text": True}
    _, values, _ = draw(rng, columns, 600, {**settings, "unseen": False})
    kinds = {"number": np.float32, "text": object, "whole": np.int64, "boolean": np.int64}
    tensors = {"number": FloatTensorType, "text": StringTensorType, "whole": Int64TensorType, "boolean": Int64TensorType}

    def frame(cells):
        return pd.DataFrame({c.name: pd.Series(cells[c.name], dtype=kinds[c.kind]) for c in columns})

    parts = [("t", OneHotEncoder(handle_unknown="ignore"), ["z", "o"]), ("w", OneHotEncoder(handle_unknown="ignore"), ["w", "f"]), ("n", make_pipeline(SimpleImputer(), StandardScaler()), ["a", "bb"])]
    last = Ridge() if rng.random() < 0.5 else RandomForestRegressor(8, max_depth=6, random_state=1)
    model = make_pipeline(ColumnTransformer(parts, sparse_threshold=0), last).fit(frame(values), target(rng, values, columns))
    converted = skl2onnx.convert_sklearn(model, initial_types=[(c.name, tensors[c.kind]([None, 1])) for c in columns], target_opset={"": 18, "ai.onnx.ml": 3})
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "model.onnx").write_bytes(converted.SerializeToString())
    session = onnxruntime.InferenceSession(folder / "model.onnx", providers=["CPUExecutionProvider"])

    def predict(cells):
        return session.run(None, {c.name: np.array(cells[c.name], dtype=kinds[c.kind]).reshape(-1, 1) for c in columns})[0].ravel()

    writer = Writer(folder, "onnx", ["model.onnx"])
    texts, values, typed = draw(rng, columns, rows, settings)
    write_forms(writer, texts, typed, columns, predict(values), True)
    few = {name: cells[:50] for name, cells in values.items()}
    write_names(writer, rng, texts, columns, lambda form, order: None if form == "less" else predict(few))
    writer.close()


FAMILIES = {"catboost": catboost_case, "lightgbm": lightgbm_case, "xgboost": xgboost_case, "sklearn": sklearn_case, "onnx": onnx_case}

if __name__ == "__main__":
    root, seed, models, rows = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
    for family in sys.argv[5:] or FAMILIES:
        for at in range(models):
            FAMILIES[family](root / f"{family}-{seed}-{at}", np.random.default_rng([seed, at, list(FAMILIES).index(family)]), rows)
            print(family, at, flush=True)
