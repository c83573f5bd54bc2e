"""Drives an S3 server with boto3 as its users do. Prints `ok <name>` per case; a failed case ends with a traceback.

Usage: boto3-conformance.py <endpoint url> <folder for files> [<case> ...]
"""

import datetime
import hashlib
import io
import os
import sys
import urllib.request

import boto3
import urllib3
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import ClientError

endpoint, folder = sys.argv[1], sys.argv[2]
s3 = boto3.client("s3", endpoint_url=endpoint, region_name="eu-west-1")
bucket = "boto-bucket"
big = os.urandom(9 * 1024 * 1024) + b"end"


def refused(code, status, call, **arguments):
    try:
        call(**arguments)
    except ClientError as error:
        found = (error.response["Error"]["Code"], error.response["ResponseMetadata"]["HTTPStatusCode"])
        assert found == (code, status), found
    else:
        raise AssertionError(f"{code} expected")


def buckets():
    refused("404", 404, s3.head_bucket, Bucket=bucket)
    refused("NoSuchBucket", 404, s3.put_object, Bucket=bucket, Key="a", Body=b"a")
    refused("InvalidBucketName", 400, s3.create_bucket, Bucket="192.168.5.4",
            CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    for _ in range(2):
        s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    s3.head_bucket(Bucket=bucket, ExpectedBucketOwner="123456789012")
    refused("403", 403, s3.head_bucket, Bucket=bucket, ExpectedBucketOwner="999999999999")
    assert bucket in [b["Name"] for b in s3.list_buckets()["Buckets"]]
    assert s3.get_bucket_location(Bucket=bucket)["LocationConstraint"] == "eu-west-1"
    refused("NotImplemented", 501, s3.get_bucket_acl, Bucket=bucket)
    refused("NoSuchKey", 404, s3.get_object_tagging, Bucket=bucket, Key="a")
    assert s3.list_buckets(Prefix="boto", MaxBuckets=1)["Buckets"][0]["Name"] == bucket
    assert "Buckets" not in s3.list_buckets(Prefix="zzz") or not s3.list_buckets(Prefix="zzz")["Buckets"]


def put_get_head_delete():
    body = b"hello, world"
    put = s3.put_object(Bucket=bucket, Key="a b/\u00fc+?&=%.txt", Body=body, ContentType="text/plain",
                        Metadata={"Colour": "blue", "n": "1"}, CacheControl="no-cache",
                        ServerSideEncryption="aws:kms", ExpectedBucketOwner="123456789012")
    assert put["ETag"] == '"%s"' % hashlib.md5(body).hexdigest()
    assert put["ServerSideEncryption"] == "aws:kms"
    got = s3.get_object(Bucket=bucket, Key="a b/\u00fc+?&=%.txt")
    assert got["Body"].read() == body and got["ContentType"] == "text/plain" and got["CacheControl"] == "no-cache"
    assert got["Metadata"] == {"colour": "blue", "n": "1"}, got["Metadata"]
    assert got["ChecksumCRC32"] == put["ChecksumCRC32"]
    head = s3.head_object(Bucket=bucket, Key="a b/\u00fc+?&=%.txt")
    assert head["ContentLength"] == len(body) and head["ServerSideEncryption"] == "aws:kms"
    s3.put_object(Bucket=bucket, Key="empty")
    assert s3.get_object(Bucket=bucket, Key="empty")["Body"].read() == b""
    s3.delete_object(Bucket=bucket, Key="empty")
    refused("NoSuchKey", 404, s3.get_object, Bucket=bucket, Key="empty")
    refused("404", 404, s3.head_object, Bucket=bucket, Key="empty")
    s3.delete_object(Bucket=bucket, Key="empty")


def ranges():
    s3.put_object(Bucket=bucket, Key="digits", Body=b"0123456789")
    for text, expected, content_range in [
        ("bytes=2-4", b"234", "bytes 2-4/10"), ("bytes=7-", b"789", "bytes 7-9/10"),
        ("bytes=-3", b"789", "bytes 7-9/10"), ("bytes=5-99", b"56789", "bytes 5-9/10"),
    ]:
        got = s3.get_object(Bucket=bucket, Key="digits", Range=text)
        assert got["Body"].read() == expected and got["ContentRange"] == content_range
        assert got["ResponseMetadata"]["HTTPStatusCode"] == 206
    refused("InvalidRange", 416, s3.get_object, Bucket=bucket, Key="digits", Range="bytes=10-")
    assert s3.get_object(Bucket=bucket, Key="digits", Range="lines=1-2")["Body"].read() == b"0123456789"


def conditions():
    etag = s3.put_object(Bucket=bucket, Key="c", Body=b"c")["ETag"]
    past = datetime.datetime(2000, 1, 1)
    s3.get_object(Bucket=bucket, Key="c", IfMatch=etag)
    refused("PreconditionFailed", 412, s3.get_object, Bucket=bucket, Key="c", IfMatch='"x"')
    refused("304", 304, s3.get_object, Bucket=bucket, Key="c", IfNoneMatch=etag)
    s3.get_object(Bucket=bucket, Key="c", IfModifiedSince=past)
    refused("PreconditionFailed", 412, s3.get_object, Bucket=bucket, Key="c", IfUnmodifiedSince=past)
    refused("PreconditionFailed", 412, s3.put_object, Bucket=bucket, Key="c", Body=b"d", IfNoneMatch="*")
    refused("PreconditionFailed", 412, s3.put_object, Bucket=bucket, Key="c", Body=b"d", IfMatch='"x"')
    s3.put_object(Bucket=bucket, Key="c", Body=b"e", IfMatch=etag)
    s3.put_object(Bucket=bucket, Key="new", Body=b"n", IfNoneMatch="*")
    assert s3.get_object(Bucket=bucket, Key="c")["Body"].read() == b"e"


def further_conditions():
    s3.put_object(Bucket=bucket, Key="new", Body=b"n")
    # Any object of the key, and none.
    s3.put_object(Bucket=bucket, Key="new", Body=b"m", IfMatch="*")
    refused("NoSuchKey", 404, s3.put_object, Bucket=bucket, Key="none", Body=b"m", IfMatch="*")
    assert s3.get_object(Bucket=bucket, Key="new", IfMatch="*")["Body"].read() == b"m"
    refused("304", 304, s3.get_object, Bucket=bucket, Key="new", IfNoneMatch="*")
    # Both at once: of a read If-Match decides first; no object can meet both of a write.
    held = s3.head_object(Bucket=bucket, Key="new")["ETag"]
    refused("PreconditionFailed", 412, s3.get_object, Bucket=bucket, Key="new", IfMatch='"x"', IfNoneMatch=held)
    refused("304", 304, s3.get_object, Bucket=bucket, Key="new", IfMatch=held, IfNoneMatch=held)
    refused("PreconditionFailed", 412, s3.put_object, Bucket=bucket, Key="new", Body=b"o", IfMatch=held, IfNoneMatch="*")


def checksums():
    # Values: CRC-32 and CRC-32C of "123456789" are the check values of their definitions, CBF43926 and E3069283;
    # that of CRC-64/NVME is AE8B14860A799888.
    for algorithm, field, value in [("CRC32", "ChecksumCRC32", "y/Q5Jg=="), ("SHA256", "ChecksumSHA256", None),
                                    ("SHA1", "ChecksumSHA1", None)]:
        put = s3.put_object(Bucket=bucket, Key="sum", Body=b"123456789", ChecksumAlgorithm=algorithm)
        assert value is None or put[field] == value
        head = s3.head_object(Bucket=bucket, Key="sum", ChecksumMode="ENABLED")
        assert head[field] == put[field]
    s3.put_object(Bucket=bucket, Key="sum", Body=b"123456789", ChecksumCRC32C="4waSgw==")
    s3.put_object(Bucket=bucket, Key="sum", Body=b"123456789", ChecksumCRC64NVME="rosUhgp5mIg=")
    for name, wrong in [("ChecksumCRC32", "AAAAAA=="), ("ChecksumCRC32C", "AAAAAA=="),
                        ("ChecksumCRC64NVME", "AAAAAAAAAAA="), ("ChecksumSHA1", "AAAAAAAAAAAAAAAAAAAAAAAAAAA="),
                        ("ContentMD5", "AAAAAAAAAAAAAAAAAAAAAA==")]:
        refused("BadDigest", 400, s3.put_object, Bucket=bucket, Key="sum", Body=b"x", **{name: wrong})
    assert s3.get_object(Bucket=bucket, Key="sum")["Body"].read() == b"123456789"


def lists():
    keys = ["p/a", "p/b/1", "p/b/2", "p/c", "p/d/e/f", "p/\u00e9 +&<\x01\n", "q", "p/\U0001f600"]
    for key in keys:
        s3.put_object(Bucket=bucket, Key=key, Body=key.encode())
    ordered = sorted((key for key in keys if key.startswith("p/")), key=lambda key: key.encode())
    for operation in ["list_objects", "list_objects_v2"]:
        for size in [1, 2, 3, 1000]:
            pages = s3.get_paginator(operation).paginate(Bucket=bucket, Prefix="p/", PaginationConfig={"PageSize": size})
            assert [o["Key"] for page in pages for o in page.get("Contents", [])] == ordered, (operation, size)
            pages = list(s3.get_paginator(operation).paginate(
                Bucket=bucket, Prefix="p/", Delimiter="/", PaginationConfig={"PageSize": size}))
            assert [c["Prefix"] for page in pages for c in page.get("CommonPrefixes", [])] == ["p/b/", "p/d/"]
            assert [o["Key"] for page in pages for o in page.get("Contents", [])] == [k for k in ordered if k.count("/") == 1]
    page = s3.list_objects_v2(Bucket=bucket, Prefix="p/", StartAfter="p/b/1", MaxKeys=1)
    assert page["Contents"][0]["Key"] == "p/b/2" and page["IsTruncated"] and page["KeyCount"] == 1
    assert s3.list_objects_v2(Bucket=bucket, MaxKeys=0)["KeyCount"] == 0
    refused("InvalidArgument", 400, s3.list_objects_v2, Bucket=bucket, ContinuationToken="!")
    found = {o.key for o in boto3.resource("s3", endpoint_url=endpoint).Bucket(bucket).objects.filter(Prefix="p/")}
    assert found == set(ordered)
    answer = s3.delete_objects(Bucket=bucket, Delete={"Objects": [{"Key": key} for key in ordered if key.isprintable()]})
    assert len(answer["Deleted"]) == len([key for key in ordered if key.isprintable()])
    s3.delete_object(Bucket=bucket, Key="p/\u00e9 +&<\x01\n")
    assert "Contents" not in s3.list_objects_v2(Bucket=bucket, Prefix="p/")


def copies():
    s3.put_object(Bucket=bucket, Key="from \u00fc+", Body=b"copy me", Metadata={"a": "1"}, ContentType="text/x")
    s3.copy_object(Bucket=bucket, Key="to", CopySource={"Bucket": bucket, "Key": "from \u00fc+"})
    s3.delete_object(Bucket=bucket, Key="from \u00fc+")
    got = s3.get_object(Bucket=bucket, Key="to")
    assert got["Body"].read() == b"copy me" and got["Metadata"] == {"a": "1"} and got["ContentType"] == "text/x"
    s3.copy_object(Bucket=bucket, Key="to", CopySource=f"{bucket}/to", MetadataDirective="REPLACE", Metadata={"b": "2"})
    assert s3.head_object(Bucket=bucket, Key="to")["Metadata"] == {"b": "2"}
    refused("InvalidRequest", 400, s3.copy_object, Bucket=bucket, Key="to", CopySource=f"{bucket}/to")
    refused("NoSuchKey", 404, s3.copy_object, Bucket=bucket, Key="x", CopySource=f"{bucket}/nothing")
    refused("PreconditionFailed", 412, s3.copy_object, Bucket=bucket, Key="x", CopySource=f"{bucket}/to", CopySourceIfMatch="x")


def transfers():
    path = os.path.join(folder, "big")
    with open(path, "wb") as file:
        file.write(big)
    for algorithm in [None, "CRC32", "CRC32C", "SHA256", "CRC64NVME"]:
        if algorithm in ("CRC32C", "CRC64NVME"):
            continue  # need awscrt
        extra = {"ChecksumAlgorithm": algorithm} if algorithm else {}
        s3.upload_file(path, bucket, "big", ExtraArgs=extra, Config=TransferConfig(multipart_chunksize=5 * 1024 * 1024))
        head = s3.head_object(Bucket=bucket, Key="big", ChecksumMode="ENABLED")
        assert head["ETag"].endswith('-2"') and head["ContentLength"] == len(big)
    s3.download_file(bucket, "big", path + ".back")
    with open(path + ".back", "rb") as file:
        assert file.read() == big
    at = 5 * 1024 * 1024 - 2
    assert s3.get_object(Bucket=bucket, Key="big", Range=f"bytes={at}-{at + 4}")["Body"].read() == big[at:at + 5]
    s3.upload_fileobj(io.BytesIO(big), bucket, "big2")
    s3.copy({"Bucket": bucket, "Key": "big2"}, bucket, "big3", Config=TransferConfig(multipart_threshold=1, multipart_chunksize=5 * 1024 * 1024))
    s3.delete_object(Bucket=bucket, Key="big2")
    assert s3.get_object(Bucket=bucket, Key="big3")["Body"].read() == big


def multipart():
    upload = s3.create_multipart_upload(Bucket=bucket, Key="m", ContentType="text/m", Metadata={"k": "v"})["UploadId"]
    refused("NoSuchUpload", 404, s3.upload_part, Bucket=bucket, Key="m", UploadId="no", PartNumber=1, Body=b"a")
    refused("InvalidArgument", 400, s3.upload_part, Bucket=bucket, Key="m", UploadId=upload, PartNumber=10001, Body=b"a")
    first, second = big[:5 * 1024 * 1024], big[5 * 1024 * 1024:]
    s3.upload_part(Bucket=bucket, Key="m", UploadId=upload, PartNumber=2, Body=b"replaced")
    two = s3.upload_part(Bucket=bucket, Key="m", UploadId=upload, PartNumber=2, Body=second)["ETag"]
    one = s3.upload_part(Bucket=bucket, Key="m", UploadId=upload, PartNumber=1, Body=first)["ETag"]
    small = s3.upload_part(Bucket=bucket, Key="m", UploadId=upload, PartNumber=3, Body=b"small")["ETag"]
    parts = s3.list_parts(Bucket=bucket, Key="m", UploadId=upload)["Parts"]
    assert [(p["PartNumber"], p["Size"]) for p in parts] == [(1, len(first)), (2, len(second)), (3, 5)]
    pages = s3.get_paginator("list_parts").paginate(Bucket=bucket, Key="m", UploadId=upload, PaginationConfig={"PageSize": 1})
    assert [p["PartNumber"] for page in pages for p in page["Parts"]] == [1, 2, 3]
    assert [u["UploadId"] for u in s3.list_multipart_uploads(Bucket=bucket)["Uploads"]] == [upload]
    def complete(*named):
        return s3.complete_multipart_upload(Bucket=bucket, Key="m", UploadId=upload, MultipartUpload={
            "Parts": [{"PartNumber": number, "ETag": etag} for number, etag in named]})
    def complete_refused(code, *named):
        refused(code, 400, lambda: complete(*named))
    complete_refused("InvalidPartOrder", (2, two), (1, one))
    complete_refused("InvalidPart", (1, two))
    complete_refused("EntityTooSmall", (1, one), (2, two), (3, small)) if len(second) < 5 * 1024 * 1024 else None
    done = complete((1, one), (2, two))
    md5s = hashlib.md5(first).digest() + hashlib.md5(second).digest()
    assert done["ETag"] == '"%s-2"' % hashlib.md5(md5s).hexdigest()
    got = s3.get_object(Bucket=bucket, Key="m")
    assert got["Body"].read() == big and got["Metadata"] == {"k": "v"} and got["ContentType"] == "text/m"
    assert complete((1, one), (2, two))["ETag"] == done["ETag"]
    refused("NoSuchUpload", 404, lambda: complete((1, one)))
    other = s3.create_multipart_upload(Bucket=bucket, Key="m2")["UploadId"]
    s3.upload_part(Bucket=bucket, Key="m2", UploadId=other, PartNumber=1, Body=b"a")
    s3.abort_multipart_upload(Bucket=bucket, Key="m2", UploadId=other)
    refused("NoSuchUpload", 404, s3.list_parts, Bucket=bucket, Key="m2", UploadId=other)
    assert "Uploads" not in s3.list_multipart_uploads(Bucket=bucket)


def presigned():
    signing = boto3.client("s3", endpoint_url=endpoint, region_name="eu-west-1", config=Config(signature_version="s3v4"))
    put = signing.generate_presigned_url("put_object", Params={"Bucket": bucket, "Key": "pre signed"})
    request = urllib.request.Request(put, data=b"presigned body", method="PUT")
    assert urllib.request.urlopen(request).status == 200
    get = signing.generate_presigned_url("get_object", Params={
        "Bucket": bucket, "Key": "pre signed", "ResponseContentType": "text/csv"})
    with urllib.request.urlopen(get) as answer:
        assert answer.read() == b"presigned body" and answer.headers["content-type"] == "text/csv"
    try:
        urllib.request.urlopen(get.replace("X-Amz-Expires=3600", "X-Amz-Expires=3601"))
        raise AssertionError("a changed URL was accepted")
    except urllib.error.HTTPError as error:
        assert error.code == 403 and b"<Code>SignatureDoesNotMatch</Code>" in error.read()


def posted_forms():
    """Forms of browsers: what generate_presigned_post makes, posted as multipart/form-data."""
    signing = boto3.client("s3", endpoint_url=endpoint, region_name="eu-west-1", config=Config(signature_version="s3v4"))
    http = urllib3.PoolManager()
    def post(target, fields=None, conditions=None, content=b"form", name="photo.png", expires=60, **changed):
        made = signing.generate_presigned_post(bucket, target, Fields=fields, Conditions=conditions, ExpiresIn=expires)
        sent = {**made["fields"], **changed, "file": (name, content, "image/png")}
        return http.request("POST", made["url"], fields=sent, redirect=False)
    def fails(answer, status, text):
        assert answer.status == status and text in answer.data, (answer.status, answer.data)
    answer = post("forms/a")
    assert answer.status == 204 and not answer.data and answer.headers["etag"] == '"%s"' % hashlib.md5(b"form").hexdigest()
    assert s3.get_object(Bucket=bucket, Key="forms/a")["ContentType"] == "binary/octet-stream"
    typed = {"Content-Type": "image/png", "x-amz-meta-colour": "gr\u00fcn", "success_action_status": "201",
             "tagging": "<Tagging><TagSet><Tag><Key>a</Key><Value>b</Value></Tag></TagSet></Tagging>"}
    answer = post("forms/${filename}", typed, [["starts-with", "$Content-Type", "image/"], {"success_action_status": "201"},
                  {"x-amz-meta-colour": "gr\u00fcn"}, ["starts-with", "$tagging", ""]], name="C:\\fakepath\\b \u00fc.png")
    assert answer.status == 201 and "<Key>forms/b \u00fc.png</Key>".encode() in answer.data, answer.data
    got = s3.get_object(Bucket=bucket, Key="forms/b \u00fc.png")
    assert got["Body"].read() == b"form" and got["ContentType"] == "image/png" and got["TagCount"] == 1
    assert got["Metadata"]["colour"] == "=?UTF-8?B?Z3LDvG4=?=", got["Metadata"]
    page = {"success_action_redirect": "http://127.0.0.1/done?a=b"}
    answer = post("forms/c", page, [page])
    etag = "%22" + hashlib.md5(b"form").hexdigest() + "%22"
    assert (answer.status, answer.headers["location"]) == (
        303, f"http://127.0.0.1/done?a=b&bucket={bucket}&key=forms%2Fc&etag={etag}"), answer.headers
    answer = post("forms/big", conditions=[["content-length-range", 1, len(big)]], content=big)
    assert answer.status == 204 and s3.get_object(Bucket=bucket, Key="forms/big")["Body"].read() == big
    sizes = [["content-length-range", 5, 10]]
    fails(post("forms/none", conditions=sizes), 400, b"<Code>EntityTooSmall</Code>")
    fails(post("forms/none", conditions=sizes, content=b"x" * 11), 400, b"<MaxSizeAllowed>10</MaxSizeAllowed>")
    fails(post("forms/none", key="other"), 403, b"Policy Condition failed: [&quot;eq&quot;, &quot;$key&quot;")
    fails(post("forms/none", acl="private"), 403, b"Extra input fields: acl")
    fails(post("forms/none", expires=-5), 403, b"<Code>AccessDenied</Code><Message>Invalid according to Policy: Policy expired.")
    fails(post("forms/none", policy="e30="), 403, b"<Code>SignatureDoesNotMatch</Code>")
    fails(post("forms/none", policy=""), 403, b"<Code>AccessDenied</Code><Message>The form has no policy that is signed")
    fails(post("forms/none", {"acl": "public-read"}, [{"acl": "public-read"}]), 501, b"<Code>NotImplemented</Code>")
    fails(http.request("POST", f"{endpoint}/{bucket}", fields={"key": "forms/none", "file": ("a", b"a")}), 403, b"no policy")
    fails(http.request("POST", f"{endpoint}/{bucket}", body=b"key=forms/none"), 412, b"enclosure-type multipart/form-data")
    refused("404", 404, s3.head_object, Bucket=bucket, Key="forms/none")


def cors():
    """Pages of other origins: rules of a bucket, preflights, and the headers of answers and refusals."""
    refused("NoSuchCORSConfiguration", 404, s3.get_bucket_cors, Bucket=bucket)
    rules = [{"ID": "uploads", "AllowedOrigins": ["https://*.example.com", "https://example.com"],
              "AllowedMethods": ["PUT", "POST"], "AllowedHeaders": ["x-amz-*", "content-type"],
              "ExposeHeaders": ["ETag"], "MaxAgeSeconds": 600},
             {"AllowedOrigins": ["*"], "AllowedMethods": ["GET"]}]
    http = urllib3.PoolManager()
    def preflight(origin, method, headers="", path="any/key?partNumber=1&uploadId=x"):
        sent = {"Origin": origin, "Access-Control-Request-Method": method}
        return http.request("OPTIONS", f"{endpoint}/{bucket}/{path}",
                            headers={**sent, **({"Access-Control-Request-Headers": headers} if headers else {})})
    def fails(answer, text):
        assert answer.status == 403 and text in answer.data and "access-control-allow-origin" not in answer.headers, (
            answer.status, answer.data)
    fails(preflight("https://a.example.com", "PUT"), b"CORS is not enabled for this bucket")
    s3.put_bucket_cors(Bucket=bucket, CORSConfiguration={"CORSRules": rules})
    found = s3.get_bucket_cors(Bucket=bucket)["CORSRules"]
    assert found == rules, found
    answer = preflight("https://a.example.com", "PUT", "Content-Type, X-Amz-Date")
    assert answer.status == 200, answer.data
    found = {name[15:]: answer.headers[name] for name in answer.headers if name.startswith("access-control-")}
    assert found == {"allow-origin": "https://a.example.com", "allow-methods": "PUT, POST", "expose-headers": "ETag",
                     "allow-headers": "content-type, x-amz-date", "allow-credentials": "true", "max-age": "600"}, found
    assert "Origin" in answer.headers["vary"]
    assert preflight("https://elsewhere.org", "GET", path="").headers["access-control-allow-origin"] == "*"
    fails(preflight("https://elsewhere.org", "PUT"), b"<Code>AccessForbidden</Code>")
    fails(preflight("https://a.example.com", "PUT", "authorization"), b"<Code>AccessForbidden</Code>")
    fails(preflight("https://a.example.com", "DELETE"), b"<Code>AccessForbidden</Code>")
    assert http.request("OPTIONS", f"{endpoint}/{bucket}").status == 400
    s3.put_object(Bucket=bucket, Key="cors", Body=b"cors")
    signing = boto3.client("s3", endpoint_url=endpoint, region_name="eu-west-1", config=Config(signature_version="s3v4"))
    url = signing.generate_presigned_url("get_object", Params={"Bucket": bucket, "Key": "cors"})
    answer = http.request("GET", url, headers={"Origin": "https://elsewhere.org"})
    assert answer.data == b"cors" and answer.headers["access-control-allow-origin"] == "*"
    answer = http.request("GET", url + "0", headers={"Origin": "https://elsewhere.org"})
    assert answer.status == 403 and answer.headers["access-control-allow-origin"] == "*", answer.data
    url = signing.generate_presigned_url("put_object", Params={"Bucket": bucket, "Key": "cors"})
    answer = http.request("PUT", url, body=b"new", headers={"Origin": "https://example.com"})
    assert answer.status == 200 and answer.headers["access-control-expose-headers"] == "ETag"
    answer = http.request("PUT", url, body=b"new", headers={"Origin": "https://elsewhere.org"})
    assert answer.status == 200 and "access-control-allow-origin" not in answer.headers
    form = signing.generate_presigned_post(bucket, "cors")
    answer = http.request("POST", form["url"], fields={**form["fields"], "file": ("a", b"posted")},
                          headers={"Origin": "https://example.com"})
    assert answer.status == 204 and answer.headers["access-control-allow-origin"] == "https://example.com"
    def put(**rule):
        s3.put_bucket_cors(Bucket=bucket, CORSConfiguration={"CORSRules": [
            {"AllowedOrigins": ["*"], "AllowedMethods": ["GET"], **rule}]})
    refused("InvalidRequest", 400, put, AllowedMethods=["PATCH"])
    refused("InvalidRequest", 400, put, AllowedOrigins=["https://*.*"])
    refused("InvalidRequest", 400, put, ExposeHeaders=["a b"])
    refused("MalformedXML", 400, put, AllowedOrigins=[])
    refused("MalformedXML", 400, put, AllowedOrigins=["https://%s.example" % ("a" * 1000)] * 70)
    refused("NoSuchBucket", 404, s3.put_bucket_cors, Bucket="no-such-bucket", CORSConfiguration={"CORSRules": rules})
    assert s3.get_bucket_cors(Bucket=bucket)["CORSRules"] == rules
    s3.delete_bucket_cors(Bucket=bucket)
    refused("NoSuchCORSConfiguration", 404, s3.get_bucket_cors, Bucket=bucket)


def regions():
    """A bucket's own region, and what a request that is signed for another one is told."""
    once = Config(signature_version="s3v4", retries={"total_max_attempts": 1})
    there = boto3.client("s3", endpoint_url=endpoint, region_name="us-east-1", config=once)
    s3.put_object(Bucket=bucket, Key="region", Body=b"west")
    assert there.get_bucket_location(Bucket=bucket)["LocationConstraint"] == "eu-west-1"
    url = there.generate_presigned_url("get_object", Params={"Bucket": bucket, "Key": "region"})
    try:
        urllib.request.urlopen(url)
        raise AssertionError("a wrong region was accepted")
    except urllib.error.HTTPError as error:
        told = error.read()
        assert error.code == 400 and b"<Code>AuthorizationHeaderMalformed</Code>" in told, told
        assert b"<Region>eu-west-1</Region>" in told and error.headers["x-amz-bucket-region"] == "eu-west-1", told
    # boto3 follows what it is told, once for each bucket.
    assert there.get_object(Bucket=bucket, Key="region")["Body"].read() == b"west"
    assert there.head_bucket(Bucket=bucket)["BucketRegion"] == "eu-west-1"
    there.create_bucket(Bucket="any-region")
    assert there.get_bucket_location(Bucket="any-region")["LocationConstraint"] is None
    for client in (there, s3):
        client.put_object(Bucket="any-region", Key="a", Body=b"a")
        assert client.head_bucket(Bucket="any-region")["BucketRegion"] == client.meta.region_name
    own = ["any-region", bucket]
    named = lambda region: [b["Name"] for b in s3.list_buckets(BucketRegion=region)["Buckets"] if b["Name"] in own]
    assert named("eu-west-1") == own and named("us-east-1") == ["any-region"]
    s3.delete_object(Bucket="any-region", Key="a")
    there.delete_bucket(Bucket="any-region")


def told():
    """Members of error bodies, signatures of paths that come less encoded, and a completion that is sent twice."""
    def members(call, **arguments):
        try:
            call(**arguments)
        except ClientError as error:
            return {name: value for name, value in error.response["Error"].items() if name not in ("Message", "Resource")}
    s3.put_object(Bucket=bucket, Key="told", Body=b"0123456789")
    assert members(s3.put_object, Bucket=bucket, Key="told", Body=b"", IfNoneMatch="*") == {
        "Code": "PreconditionFailed", "Condition": "If-None-Match"}
    assert members(s3.put_object, Bucket=bucket, Key="told", Body=b"", IfMatch="x") == {
        "Code": "PreconditionFailed", "Condition": "If-Match"}
    assert members(s3.get_object, Bucket=bucket, Key="told", Range="bytes=10-") == {
        "Code": "InvalidRange", "RangeRequested": "bytes=10-", "ActualObjectSize": "10"}
    found = members(s3.put_object, Bucket=bucket, Key="k" * 1025, Body=b"")
    assert found == {"Code": "KeyTooLongError", "Size": "1025", "MaxSizeAllowed": "1024"}, found
    upload = s3.create_multipart_upload(Bucket=bucket, Key="told")["UploadId"]
    target = {"Bucket": bucket, "Key": "told", "UploadId": upload}
    found = members(s3.upload_part, **target, PartNumber=10001, Body=b"")
    assert found == {"Code": "InvalidArgument", "ArgumentName": "partNumber", "ArgumentValue": "10001"}, found
    parts = [{"PartNumber": n, "ETag": s3.upload_part(**target, PartNumber=n, Body=b"ab")["ETag"]} for n in (1, 2)]
    found = members(s3.complete_multipart_upload, **target, MultipartUpload={"Parts": parts})
    assert found == {"Code": "EntityTooSmall", "ETag": hashlib.md5(b"ab").hexdigest(), "MinSizeAllowed": "5242880",
                     "PartNumber": "1", "ProposedSize": "2"}, found
    one = {"Parts": parts[:1]}
    refused("MalformedXML", 400, s3.complete_multipart_upload, **{**target, "UploadId": "none"}, MultipartUpload={})
    refused("NoSuchUpload", 404, s3.complete_multipart_upload, **{**target, "UploadId": "none"}, MultipartUpload=one)
    # The key changes while the upload is under way.
    before = s3.head_object(Bucket=bucket, Key="told")["ETag"]
    s3.put_object(Bucket=bucket, Key="told", Body=b"changed")
    refused("PreconditionFailed", 412, s3.complete_multipart_upload, **target, MultipartUpload=one, IfMatch=before)
    refused("PreconditionFailed", 412, s3.complete_multipart_upload, **target, MultipartUpload=one, IfNoneMatch="*")
    s3.delete_object(Bucket=bucket, Key="told")
    refused("NoSuchKey", 404, s3.complete_multipart_upload, **target, MultipartUpload=one, IfMatch=before)
    first = s3.complete_multipart_upload(**target, MultipartUpload=one, IfNoneMatch="*")
    again = s3.complete_multipart_upload(**target, MultipartUpload=one, IfNoneMatch="*")
    assert again["ETag"] == first["ETag"]
    s3.put_object(Bucket=bucket, Key="told", Body=b"later")
    refused("NoSuchUpload", 404, s3.complete_multipart_upload, **target, MultipartUpload=one)
    signing = boto3.client("s3", endpoint_url=endpoint, region_name="eu-west-1", config=Config(signature_version="s3v4"))
    s3.put_object(Bucket=bucket, Key="a(b)+!'*,;:@=$&/c", Body=b"signs")
    url = signing.generate_presigned_url("get_object", Params={"Bucket": bucket, "Key": "a(b)+!'*,;:@=$&/c"})
    path, query = url.split("?")
    for sent in (path, urllib.parse.unquote(path), path.replace("%2B", "%2b")):
        assert urllib.request.urlopen(f"{sent}?{query}").read() == b"signs", sent


def tags():
    key = "tagged/\u00fc"
    s3.put_object(Bucket=bucket, Key=key, Body=b"x", Tagging="stage=live&owner=a%2Bb")
    read = lambda of: {tag["Key"]: tag["Value"] for tag in s3.get_object_tagging(Bucket=bucket, Key=of)["TagSet"]}
    assert read(key) == {"stage": "live", "owner": "a+b"}, read(key)
    s3.copy_object(Bucket=bucket, Key="tagged/copy", CopySource={"Bucket": bucket, "Key": key})
    assert read("tagged/copy") == read(key)
    s3.copy_object(Bucket=bucket, Key="tagged/other", CopySource={"Bucket": bucket, "Key": key},
                   Tagging="only=this", TaggingDirective="REPLACE", MetadataDirective="REPLACE")
    assert read("tagged/other") == {"only": "this"}
    s3.put_object_tagging(Bucket=bucket, Key=key, Tagging={"TagSet": [{"Key": "\u00e4", "Value": ""}]})
    assert read(key) == {"\u00e4": ""}
    assert s3.get_object(Bucket=bucket, Key=key)["Body"].read() == b"x"
    many = [{"Key": str(i), "Value": "v"} for i in range(11)]
    refused("BadRequest", 400, s3.put_object_tagging, Bucket=bucket, Key=key, Tagging={"TagSet": many})
    for bad in ({"Key": "aws:x", "Value": "v"}, {"Key": "a", "Value": "v" * 257}, {"Key": "<", "Value": "v"}):
        refused("InvalidTag", 400, s3.put_object_tagging, Bucket=bucket, Key=key, Tagging={"TagSet": [bad]})
    refused("InvalidArgument", 400, s3.put_object, Bucket=bucket, Key=key, Body=b"", Tagging="a=1&a=2")
    refused("NoSuchKey", 404, s3.put_object_tagging, Bucket=bucket, Key="none", Tagging={"TagSet": []})
    s3.delete_object_tagging(Bucket=bucket, Key=key)
    assert read(key) == {}
    upload = s3.create_multipart_upload(Bucket=bucket, Key="tagged/parts", Tagging="in=parts")["UploadId"]
    part = s3.upload_part(Bucket=bucket, Key="tagged/parts", UploadId=upload, PartNumber=1, Body=b"a")
    s3.complete_multipart_upload(Bucket=bucket, Key="tagged/parts", UploadId=upload,
                                 MultipartUpload={"Parts": [{"PartNumber": 1, "ETag": part["ETag"]}]})
    assert read("tagged/parts") == {"in": "parts"}


def versions():
    assert "Status" not in s3.get_bucket_versioning(Bucket=bucket)
    for key in ("v/a", "v/b", "v/c"):
        s3.put_object(Bucket=bucket, Key=key, Body=b"v")
    pages = list(s3.get_paginator("list_object_versions").paginate(
        Bucket=bucket, Prefix="v/", PaginationConfig={"PageSize": 2}))
    found = [version for page in pages for version in page["Versions"]]
    assert len(pages) == 2 and [(v["Key"], v["VersionId"], v["IsLatest"]) for v in found] == [
        ("v/a", "null", True), ("v/b", "null", True), ("v/c", "null", True)], found
    assert s3.get_object(Bucket=bucket, Key="v/a", VersionId="null")["Body"].read() == b"v"
    for call in (s3.get_object, s3.get_object_tagging, s3.delete_object):
        refused("NoSuchVersion", 404, call, Bucket=bucket, Key="v/a", VersionId="abc")
    refused("404", 404, s3.head_object, Bucket=bucket, Key="v/a", VersionId="abc")
    refused("NotImplemented", 501, s3.put_bucket_versioning, Bucket=bucket,
            VersioningConfiguration={"Status": "Enabled"})
    s3.delete_object(Bucket=bucket, Key="v/a", VersionId="null")
    boto3.resource("s3", endpoint_url=endpoint).Bucket(bucket).object_versions.filter(Prefix="v/").delete()
    assert s3.list_objects_v2(Bucket=bucket, Prefix="v/")["KeyCount"] == 0


def attributes():
    first, key = 5 * 1024 * 1024, "attributes"
    upload = s3.create_multipart_upload(Bucket=bucket, Key=key, ChecksumAlgorithm="CRC32")["UploadId"]
    parts = [s3.upload_part(Bucket=bucket, Key=key, UploadId=upload, PartNumber=n, Body=body, ChecksumAlgorithm="CRC32")
             for n, body in ((1, big[:first]), (2, big[first:first + 10]))]
    s3.complete_multipart_upload(Bucket=bucket, Key=key, UploadId=upload, MultipartUpload={"Parts": [
        {"PartNumber": n + 1, "ETag": part["ETag"], "ChecksumCRC32": part["ChecksumCRC32"]}
        for n, part in enumerate(parts)]})
    found = s3.get_object_attributes(Bucket=bucket, Key=key, ObjectAttributes=[
        "ETag", "Checksum", "ObjectParts", "StorageClass", "ObjectSize"])
    assert found["ObjectSize"] == first + 10 and found["ObjectParts"]["TotalPartsCount"] == 2, found
    assert found["ETag"] == s3.head_object(Bucket=bucket, Key=key)["ETag"].strip('"')
    assert found["Checksum"]["ChecksumType"] == "COMPOSITE" and found["StorageClass"] == "STANDARD"
    got = s3.get_object(Bucket=bucket, Key=key, PartNumber=2)
    assert got["Body"].read() == big[first:first + 10] and got["PartsCount"] == 2
    assert got["ContentRange"] == f"bytes {first}-{first + 9}/{first + 10}"
    assert s3.head_object(Bucket=bucket, Key=key, PartNumber=1)["ContentLength"] == first
    refused("InvalidPartNumber", 416, s3.get_object, Bucket=bucket, Key=key, PartNumber=3)
    refused("InvalidRequest", 400, s3.get_object, Bucket=bucket, Key=key, PartNumber=1, Range="bytes=0-1")
    s3.put_object(Bucket=bucket, Key="whole", Body=b"abc", Tagging="a=1&b=2")
    assert s3.head_object(Bucket=bucket, Key="whole")["TagCount"] == 2
    s3.delete_object_tagging(Bucket=bucket, Key="whole")
    assert "TagCount" not in s3.head_object(Bucket=bucket, Key="whole")
    whole = s3.get_object(Bucket=bucket, Key="whole", PartNumber=1)
    assert whole["Body"].read() == b"abc" and "PartsCount" not in whole
    refused("NoSuchKey", 404, s3.get_object_attributes, Bucket=bucket, Key="none", ObjectAttributes=["ETag"])


def presigned_by_default():
    """Without a signature version boto3 presigns by version 2 for servers that are not AWS's."""
    default = boto3.client("s3", endpoint_url=endpoint, region_name="us-east-1")
    def url(name, more=None, **arguments):
        made = default.generate_presigned_url(name, Params={"Bucket": bucket, "Key": "pre 2/\u00fc", **(more or {})},
                                              **arguments)
        assert "AWSAccessKeyId=" in made, made
        return made
    def fails(made, code, method="GET"):
        try:
            urllib.request.urlopen(urllib.request.Request(made, method=method))
            raise AssertionError("accepted")
        except urllib.error.HTTPError as error:
            body = error.read()
            assert error.code in (400, 403) and code in body, body
    put = urllib.request.Request(url("put_object", {"Metadata": {"a": "b"}}), data=b"two", method="PUT")
    put.add_unredirected_header("Content-Type", "")
    assert urllib.request.urlopen(put).status == 200
    get = url("get_object", {"ResponseContentType": "text/csv"})
    with urllib.request.urlopen(get) as answer:
        assert answer.read() == b"two" and answer.headers["content-type"] == "text/csv"
        assert answer.headers["x-amz-meta-a"] == "b"
    assert urllib.request.urlopen(urllib.request.Request(url("head_object"), method="HEAD")).status == 200
    fails(get.replace("Expires=", "Expires=1"), b"<Code>SignatureDoesNotMatch</Code>")
    fails(get, b"<Code>SignatureDoesNotMatch</Code>", "PUT")
    fails(url("get_object", ExpiresIn=-10), b"<Code>AccessDenied</Code><Message>Request has expired</Message>")
    fails(url("delete_object"), b"Signature Version 2 is accepted in presigned URLs for GET, HEAD and PUT of objects alone",
          "DELETE")
    fails(default.generate_presigned_url("list_objects_v2", Params={"Bucket": bucket}), b"of objects alone")


def small_things():
    s3.put_object(Bucket=bucket, Key="small", Body=b"0123456789")
    upload = s3.create_multipart_upload(Bucket=bucket, Key="from")["UploadId"]
    for wrong in ("bytes=0", "bytes=5-2", "0-1", "bytes=-3", "bytes=0-10"):
        refused("InvalidArgument", 400, s3.upload_part_copy, Bucket=bucket, Key="from", UploadId=upload, PartNumber=1,
                CopySource={"Bucket": bucket, "Key": "small"}, CopySourceRange=wrong)
    s3.abort_multipart_upload(Bucket=bucket, Key="from", UploadId=upload)
    later = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=1)
    assert s3.get_object(Bucket=bucket, Key="small", IfModifiedSince=later)["Body"].read() == b"0123456789"
    etag = s3.head_object(Bucket=bucket, Key="small")["ETag"]
    past = datetime.datetime(2015, 10, 21, tzinfo=datetime.timezone.utc)
    source = {"Bucket": bucket, "Key": "small"}
    s3.copy_object(Bucket=bucket, Key="copied", CopySource=source, CopySourceIfMatch=etag,
                   CopySourceIfUnmodifiedSince=past)
    refused("PreconditionFailed", 412, s3.copy_object, Bucket=bucket, Key="copied", CopySource=source,
            CopySourceIfNoneMatch=etag, CopySourceIfModifiedSince=past)
    refused("InvalidRequest", 400, s3.put_object, Bucket=bucket, Key="sum", Body=b"x", ChecksumCRC32="!!")
    refused("BadDigest", 400, s3.put_object, Bucket=bucket, Key="sum", Body=b"x", ChecksumCRC32="AAAAAA==")
    try:
        s3.get_object(Bucket=bucket, Key="small", Range="bytes=20-30")
    except ClientError as error:
        told = error.response["Error"]
        assert (told["RangeRequested"], told["ActualObjectSize"]) == ("bytes=20-30", "10"), told
    try:
        s3.get_object(Bucket=bucket, Key="small", IfMatch="other")
    except ClientError as error:
        assert error.response["Error"]["Condition"] == "If-Match", error.response
    first = s3.list_objects(Bucket=bucket, MaxKeys=1)
    assert first["IsTruncated"] and "NextMarker" not in first
    page = s3.list_objects_v2(Bucket=bucket, MaxKeys=1, StartAfter="a")
    again = s3.list_objects_v2(Bucket=bucket, StartAfter="zzz", ContinuationToken=page["NextContinuationToken"])
    assert again["KeyCount"] > 0
    try:
        s3.put_bucket_lifecycle_configuration(Bucket=bucket, LifecycleConfiguration={"Rules": []})
    except ClientError as error:
        assert "PutBucketLifecycleConfiguration" in error.response["Error"]["Message"], error


def unspeakable_keys():
    """Keys that XML 1.0 has no way to say: answers that would repeat them can be read nevertheless."""
    for key in ("bell\x07", "a\x01b\x1f", "end\uffff"):
        source = {"Bucket": bucket, "Key": key}
        refused("NoSuchKey", 404, s3.get_object, Bucket=bucket, Key=key)
        s3.upload_fileobj(io.BytesIO(big), bucket, key, Config=TransferConfig(multipart_threshold=1, multipart_chunksize=5 << 20))
        assert s3.head_object(Bucket=bucket, Key=key)["ContentLength"] == len(big)
        upload = s3.create_multipart_upload(Bucket=bucket, Key=key)["UploadId"]
        s3.upload_part(Bucket=bucket, Key=key, UploadId=upload, PartNumber=1, Body=b"1")
        assert len(s3.list_parts(Bucket=bucket, Key=key, UploadId=upload)["Parts"]) == 1
        s3.abort_multipart_upload(Bucket=bucket, Key=key, UploadId=upload)
        s3.copy_object(Bucket=bucket, Key=f"copy of {key}", CopySource=source)
        assert key in found_keys(key) and f"copy of {key}" in found_keys("copy of ")
        if key.endswith("\uffff"):  # No client can name it in a document of XML.
            refused("MalformedXML", 400, s3.delete_objects, Bucket=bucket, Delete={"Objects": [{"Key": key}]})
            s3.delete_object(**source)
            s3.delete_object(Bucket=bucket, Key=f"copy of {key}")
        else:
            gone = s3.delete_objects(Bucket=bucket, Delete={"Objects": [{"Key": key}, {"Key": f"copy of {key}"}, {"Key": "plain"}]})
            # Those that cannot be named are left out: clients read the Key of each.
            assert gone["Deleted"] == [{"Key": "plain"}] and "Errors" not in gone, gone
        assert found_keys(key) == found_keys("copy of ") == []


def found_keys(prefix):
    return [each["Key"] for each in s3.list_objects_v2(Bucket=bucket, Prefix=prefix).get("Contents", [])]


def identities():
    def client(key, secret):
        return boto3.client("s3", endpoint_url=endpoint, aws_access_key_id=key, aws_secret_access_key=secret)
    key, secret = os.environ["AWS_ACCESS_KEY_ID"], os.environ["AWS_SECRET_ACCESS_KEY"]
    refused("SignatureDoesNotMatch", 403, client(key, "wrong").list_buckets)
    refused("InvalidAccessKeyId", 403, client("AKIDOTHER", secret).list_buckets)
    unsigned = boto3.client("s3", endpoint_url=endpoint, config=Config(signature_version=__import__("botocore").UNSIGNED))
    refused("AccessDenied", 403, unsigned.list_buckets)
    refused("AccessDenied", 403, unsigned.put_object, Bucket=bucket, Key="u", Body=big)


def dates():
    """botocore signs by Date, and leaves out X-Amz-Date, where a request has that header."""
    dated = boto3.client("s3", endpoint_url=endpoint, region_name="eu-west-1")
    sent = []
    wanted = ["today"]

    def add_date(request, **_):
        request.headers["Date"] = wanted[0]

    def note(request, **_):
        sent.append(("Date" in request.headers, "X-Amz-Date" in request.headers))

    dated.meta.events.register("before-sign.s3", add_date)
    dated.meta.events.register("before-send.s3", note)
    assert bucket in [each["Name"] for each in dated.list_buckets()["Buckets"]]
    dated.put_object(Bucket=bucket, Key="dated", Body=b"x")
    assert sent == [(True, False), (True, False)], sent

    def change(request, **_):
        """Another second of the same minute."""
        date = str(request.headers["Date"])
        second = "00" if date[-6:-4] != "00" else "01"
        request.headers["Date"] = date[:-6] + second + date[-4:]

    dated.meta.events.register("before-send.s3", change)
    refused("SignatureDoesNotMatch", 403, dated.list_buckets)


def removal():
    refused("BucketNotEmpty", 409, s3.delete_bucket, Bucket=bucket)
    boto3.resource("s3", endpoint_url=endpoint).Bucket(bucket).objects.all().delete()
    s3.delete_bucket(Bucket=bucket)
    refused("NoSuchBucket", 404, s3.list_objects_v2, Bucket=bucket)


cases = [buckets, put_get_head_delete, ranges, conditions, further_conditions, checksums, lists, copies, transfers, multipart, presigned,
         presigned_by_default, posted_forms, cors, regions, told, tags, versions, attributes, small_things, unspeakable_keys,
         identities, dates, removal]
wanted = sys.argv[3:]
for case in cases:
    if wanted and case.__name__ not in wanted:
        continue
    case()
    print("ok", case.__name__, flush=True)
