"""A job that behaves as it is told: behave.py exit CODE | raise WORDS | wait | meet OWN OTHER | networks."""
import sys
import time
from pathlib import Path

what, *more = sys.argv[1:]
Path("/opt/ml/processing/output/left.txt").write_text(what)
print("begun", flush=True)
if what == "exit":
    Path("/opt/ml/output/message").write_text("gave up")
    sys.exit(int(more[0]))
if what == "raise":
    raise ValueError(more[0])
if what == "wait":
    time.sleep(3600)
if what == "meet":
    import boto3

    s3 = boto3.client("s3")
    own, other = more
    s3.put_object(Bucket="jobs", Key=f"met/{own}", Body=b"")
    while not s3.list_objects_v2(Bucket="jobs", Prefix=f"met/{other}").get("KeyCount"):
        time.sleep(0.2)
if what == "networks":
    Path("/opt/ml/output/message").write_text(" ".join(sorted(line.split(":")[0].strip() for line in open("/proc/net/dev") if ":" in line)))
