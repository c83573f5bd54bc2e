"""AWS's signing test suite for Signature Version 4 as one file: `test/golden/sigv4/vectors.json`.

    python signature_v4_suite.py aws-sigv4-1.6.4.crate vectors.json          with the source package of the Rust crate aws-sigv4

A folder of the suite is two vectors, signed by header and by query. Bytes are written as Latin-1 characters, one each, as an HTTP parser
hands them over.
"""
import json
import sys
import tarfile

crate, target = sys.argv[1:]
with tarfile.open(crate) as archive:
    files = {
        tuple(member.name.split("/")[-2:]): archive.extractfile(member).read().decode("latin-1")
        for member in archive.getmembers()
        if member.isfile() and "/aws-signing-test-suite/v4/" in member.name
    }

vectors = [
    {
        "name": f"{folder}, by {form}",
        "request": files[folder, f"{form}-signed-request.txt"],
        "canonicalRequest": files[folder, f"{form}-canonical-request.txt"],
    }
    for folder in sorted({folder for folder, _ in files})
    for form in ("header", "query")
    # Two older folders, of other keys and times, have the first form alone.
    if (folder, "context.json") in files
]
with open(target, "w", encoding="utf-8") as out:
    json.dump(vectors, out, indent=1, ensure_ascii=False)
    out.write("\n")
print(f"{len(vectors)} vectors")
