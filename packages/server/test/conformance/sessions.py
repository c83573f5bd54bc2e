"""Stateful sessions by boto3: 20 of them over three replicas, each counted in the memory of its process."""
import sys

import boto3
from botocore.config import Config

# A refusal of the service is not to be sent again.
runtime = boto3.client("sagemaker-runtime", endpoint_url=sys.argv[1], config=Config(retries={"max_attempts": 1}))


def ask(session, body=b"next"):
    answer = runtime.invoke_endpoint(EndpointName="counter", Body=body, SessionId=session)
    process, count = answer["Body"].read().decode().split()
    return process, int(count), answer


begun = []
for _ in range(20):
    process, count, answer = ask("NEW_SESSION")
    session, expires = answer["NewSessionId"].split("; Expires=")
    assert count == 1 and expires.endswith("Z"), answer
    begun.append((session, process))
assert len({process for _, process in begun}) == 3, begun
for count in range(2, 6):
    for session, process in begun:
        assert ask(session)[:2] == (process, count), (session, process, count)

closed, _ = begun[0]
assert ask(closed, b"close")[2]["ClosedSessionId"] == closed
gone, lost = begun[1]
try:
    ask(gone, b"die")
except runtime.exceptions.ModelError:
    pass
for session, why in [(closed, "it has been closed"), (gone, "the replica that had it is gone")]:
    try:
        ask(session)
    except runtime.exceptions.ClientError as error:
        assert error.response["Error"]["Code"] == "ValidationError", error
        assert f"Session {session} cannot be continued: {why}." in str(error), error
    else:
        raise AssertionError(session)
for session, other in begun[2:]:
    if other != lost:
        assert ask(session)[:2] == (other, 6)
print("sessions stay")
