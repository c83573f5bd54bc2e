"""The answered cases below FOLDER as golden files, one a line in `OUT/OP.jsonl`:
{"name", "bundle" (path to text, or to {"base64"} for bytes that are none), "input" (columns), "rows", "answers" or "refused" (the runtime cannot load it)}.

    python pack_cases.py FOLDER OUT
"""
import base64
import json
import sys
from pathlib import Path


def read_lines(path):
    return [json.loads(line) for line in path.read_text().splitlines()]


def content(path):
    data = path.read_bytes()
    return {"base64": base64.b64encode(data).decode()} if path.suffix == ".model" else data.decode()


def main():
    source, out = Path(sys.argv[1]), Path(sys.argv[2])
    out.mkdir(parents=True, exist_ok=True)
    lines = {}
    for folder in sorted(p.parent for p in source.glob("*/schema.json")):
        bundle = folder / "bundle"
        case = {"name": folder.name, "bundle": {str(p.relative_to(bundle)): content(p) for p in sorted(bundle.rglob("*")) if p.is_file()},
                "input": json.loads((folder / "schema.json").read_text())["input"], "rows": read_lines(folder / "input.jsonl")}
        if (folder / "expected-mleap.jsonl").exists():
            case["answers"] = read_lines(folder / "expected-mleap.jsonl")
        else:
            case["refused"] = (folder / "mleap-error.txt").read_text().strip()
        lines.setdefault(folder.name.rsplit("-", 1)[0], []).append(json.dumps(case, separators=(",", ":")) + "\n")
    for op, cases in lines.items():
        (out / f"{op}.jsonl").write_text("".join(cases))


if __name__ == "__main__":
    main()
