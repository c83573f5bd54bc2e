"""A bucket with many keys, listed by boto3 in every way it has: each key once, in order, whatever is asked. Prints figures as JSON.

Usage: many-keys.py <keys> <pid of the server>
"""

import json
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import unquote_plus

import boto3
from botocore.config import Config

count, server = int(sys.argv[1]), int(sys.argv[2])
bucket, lanes = "many-keys", 6
s3 = boto3.client("s3", config=Config(max_pool_connections=lanes))


def key_of(number):
    """Half of them in folders of a hundred, half in a folder each; with what has to be encoded, or sorts differently by UTF-16."""
    name = f"{number % 100:02d}" + (" +&%/ü", "\uff5e", "\U0001f600", "")[number % 4]
    if number % 2:
        return f"wide/{number:06d}/{name}"
    return f"deep/{number // 100:04d}/{name}"


# S3 sorts by the bytes of UTF-8.
keys = sorted((key_of(number) for number in range(count)), key=str.encode)
assert len(set(keys)) == count


def resident_mb():
    with open(f"/proc/{server}/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS:")) / 1024


def cpu_ms():
    """Of the server so far; the clock of the kernel ticks each 10 ms."""
    with open(f"/proc/{server}/stat") as stat:
        fields = stat.read().rsplit(") ", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) * 10


def put(key):
    s3.put_object(Bucket=bucket, Key=key, Body=b"x")


s3.create_bucket(Bucket=bucket)
since = time.perf_counter()
with ThreadPoolExecutor(lanes) as pool:
    for _ in pool.map(put, keys):
        pass
put_seconds = time.perf_counter() - since


def expected(prefix="", delimiter=None, after=""):
    """Keys and common prefixes as S3 lists them, in one order."""
    found = {}
    for key in keys:
        if not key.startswith(prefix):
            continue
        rest = key[len(prefix):]
        is_folder = delimiter is not None and delimiter in rest
        name = prefix + rest.split(delimiter)[0] + delimiter if is_folder else key
        # What begins with the place to start from is not behind it where it is a common prefix.
        if name.encode() > after.encode() and not (is_folder and after.startswith(name)):
            found[name] = is_folder
    return [list(each) for each in found.items()]


def pages_of(operation, asked):
    """boto3 leaves names as they came to who asks for the encoding itself, and its paginator of v1 then goes on behind the encoded name."""
    if "EncodingType" not in asked or operation == "list_objects_v2":
        yield from s3.get_paginator(operation).paginate(Bucket=bucket, **asked)
        return
    page = {"IsTruncated": True, "Contents": [{"Key": ""}]}
    while page["IsTruncated"]:
        page = s3.list_objects(Bucket=bucket, Marker=unquote_plus(page["Contents"][-1]["Key"]), **asked)
        yield page


def listed(operation, asked):
    """What all pages have, in order, and the time of each page."""
    found, times = [], []
    since = time.perf_counter()
    for page in pages_of(operation, asked):
        times.append((time.perf_counter() - since) * 1000)
        rows = [[each["Key"], False] for each in page.get("Contents", [])]
        rows += [[each["Prefix"], True] for each in page.get("CommonPrefixes", [])]
        found += sorted(rows, key=lambda row: row[0].encode())
        since = time.perf_counter()
    return found, times


middle = keys[count // 2]
deep = f"deep/{count // 200:04d}/"
ways = {
    "all": {},
    "all, pages of 100": {"PaginationConfig": {"PageSize": 100}} if count <= 10_000 else {"Prefix": deep},
    "by folder": {"Delimiter": "/"},
    "by folder, of many folders": {"Prefix": "wide/", "Delimiter": "/"},
    "by folder, below a prefix": {"Prefix": "deep/", "Delimiter": "/"},
    "by a delimiter of letters": {"Delimiter": "00"},
    "encoded": {"EncodingType": "url"},
    "behind a key": {"after": middle},
    "behind a key, by folder": {"after": middle, "Prefix": "wide/", "Delimiter": "/"},
    "behind what is no key": {"after": middle + "\u0001"},
}
figures = {}
for operation, start in (("list_objects", "Marker"), ("list_objects_v2", "StartAfter")):
    for name, way in ways.items():
        asked = {start if member == "after" else member: value for member, value in way.items()}
        cpu = cpu_ms()
        found, times = listed(operation, asked)
        cpu = cpu_ms() - cpu
        wanted = expected(way.get("Prefix", ""), way.get("Delimiter"), way.get("after", ""))
        if way.get("EncodingType") is not None:
            found = [[unquote_plus(key), is_folder] for key, is_folder in found]
        assert found == wanted, (operation, name, len(found), len(wanted))
        times.sort()
        figures[f"{operation}, {name}"] = {
            "pages": len(times),
            "listed": len(found),
            "p50": round(times[len(times) // 2], 1),
            "worst": round(times[-1], 1),
            "server CPU": round(cpu / len(times), 1),
            "server MB": round(resident_mb()),
        }
print(json.dumps({"put seconds": round(put_seconds, 1), "lists": figures}))
