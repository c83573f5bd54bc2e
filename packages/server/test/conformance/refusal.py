"""What a client of boto3 makes of a call that is refused: the code and the message."""
from botocore.exceptions import ClientError


def refusal(call):
    try:
        call()
        return "answered"
    except ClientError as error:
        return [error.response["Error"]["Code"], error.response["Error"]["Message"]]
