"""test/golden/onnx-types: ONNX models of one node in every element type, requests, and what ONNX Runtime for Python answers.

  pip install onnx==1.23.2 onnxruntime==1.30.0
  python onnx_types.py FOLDER
FOLDER/NAME.onnx; FOLDER/cases.jsonl has a request a line: the model, the rows (by column where there are names), and the answer as
`json.dumps(answer.tolist())` writes it, or null where numpy cannot hold a row in the type or the runtime refuses it.
"""
import json
import sys
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper

FOLDER = Path(sys.argv[1])
FOLDER.mkdir(parents=True, exist_ok=True)
value = helper.make_tensor_value_info
lines = []


def model(name, nodes, inputs, outputs, constants=()):
    graph = helper.make_graph(nodes, name, inputs, outputs, list(constants))
    opsets = [helper.make_opsetid("", 17), helper.make_opsetid("ai.onnx.ml", 3)]
    onnx.save(helper.make_model(graph, opset_imports=opsets, ir_version=8), FOLDER / f"{name}.onnx")


def array(cells, kind):
    """In the input's type if numpy can hold the cells in it; fractions stay fractions, which an input of integers refuses."""
    if kind == "tensor(string)":
        return np.array(cells, object)
    wanted = onnx.helper.tensor_dtype_to_np_dtype(getattr(TensorProto, kind[7:-1].upper()))
    plain = np.array(cells, object)
    isFraction = any(isinstance(cell, float) and not cell.is_integer() for cell in plain.ravel())
    return np.array(cells, np.float64) if isFraction and wanted.kind in "iu" else np.array(cells, wanted)


def ask(name, rows):
    session = onnxruntime.InferenceSession(FOLDER / f"{name}.onnx")
    kinds = {each.name: each.type for each in session.get_inputs()}
    try:
        if isinstance(rows[0], dict):
            feed = {key: array([[row[key]] for row in rows], kind) for key, kind in kinds.items()}
        else:
            feed = {key: array(rows, kind) for key, kind in kinds.items()}
        answer = session.run(None, feed)[0].tolist()
        if len(answer) != len(rows):
            answer = answer[0] if len(answer) == 1 and len(answer[0]) == len(rows) else None
    except Exception:
        answer = None
    lines.append(json.dumps({"model": name, "rows": rows, "answer": answer}, ensure_ascii=False))


def same(name, kind, shape, out=None):
    model(name, [helper.make_node("Identity", ["x"], ["y"])], [value("x", kind, shape)], [value("y", kind, out or shape)])


for kind in ("float", "double", "float16", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "bool", "string"):
    same(kind, getattr(TensorProto, kind.upper()), ["n", 2])
for kind in ("float", "double", "float16"):
    ask(kind, [[1.5, -0.0], [65519, 1e-8], [65520, 6e-8], [0.1, 2049]])
bounds = {bits: [2**bits - 1, 2**bits, 2 ** (bits - 1) - 1, 2 ** (bits - 1), -(2 ** (bits - 1)), -(2 ** (bits - 1)) - 1] for bits in (8, 16, 32, 64)}
for bits, edges in bounds.items():
    for kind in (f"int{bits}", f"uint{bits}"):
        for edge in edges:
            ask(kind, [[edge, 1]])
        ask(kind, [[3, 0], [7, 100]])
        ask(kind, [[1.5, 1]])
ask("int64", [[9007199254740993, 1], [1, -9007199254740993]])
ask("bool", [[True, False], [False, True]])
ask("string", [["a", ""], [" 7", "é"]])
same("free", TensorProto.FLOAT, [None, None])
ask("free", [[1, 2, 3], [4, 5, 6]])
same("any", TensorProto.FLOAT, None)
ask("any", [[1, 2], [3, 4]])
model("over", [helper.make_node("Greater", ["x", "t"], ["y"])], [value("x", TensorProto.FLOAT, ["n", 2])], [value("y", TensorProto.BOOL, ["n", 2])], [helper.make_tensor("t", TensorProto.FLOAT, [1], [0.5])])
ask("over", [[1, 0], [0.25, 0.75]])
model("label", [helper.make_node("Add", ["x", "t"], ["y"])], [value("x", TensorProto.INT64, ["n", 1])], [value("y", TensorProto.INT64, ["n", 1])], [helper.make_tensor("t", TensorProto.INT64, [1], [1])])
ask("label", [[9007199254740992], [3]])
turn = [helper.make_node("Transpose", ["x"], ["y"], perm=[1, 0])]
model("turned", turn, [value("x", TensorProto.FLOAT, ["n", 2])], [value("y", TensorProto.FLOAT, [2, "n"])])
ask("turned", [[1, 2], [3, 4], [5, 6]])
model("in-one-row", turn, [value("x", TensorProto.FLOAT, ["n", 1])], [value("y", TensorProto.FLOAT, [1, "n"])])
ask("in-one-row", [[1], [2], [3]])
model("columns", [helper.make_node("Mul", ["age", "w"], ["a"]), helper.make_node("Add", ["a", "income"], ["y"])], [value("income", TensorProto.FLOAT, ["n", 1]), value("age", TensorProto.FLOAT, ["n", 1])], [value("y", TensorProto.FLOAT, ["n", 1])], [helper.make_tensor("w", TensorProto.FLOAT, [1], [1000])])
ask("columns", [{"age": 1, "income": 2}, {"age": 3, "income": 4}])
ask("columns", [{"income": 2, "age": 1, "other": 9}])
ask("columns", [{"Age": 1, "Income": 2}])
ask("columns", [{"income": 2}])
optional = helper.make_optional_type_proto(helper.make_tensor_type_proto(TensorProto.FLOAT, ["n", 2]))
onnx.save(helper.make_model(helper.make_graph([helper.make_node("OptionalGetElement", ["x"], ["y"])], "optional", [helper.make_value_info("x", optional)], [value("y", TensorProto.FLOAT, ["n", 2])]), opset_imports=[helper.make_opsetid("", 18)], ir_version=8), FOLDER / "optional.onnx")
(FOLDER / "cases.jsonl").write_text("".join(f"{line}\n" for line in lines))
