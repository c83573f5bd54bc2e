"""Drives the S3 face with s3fs as pandas and Dask do; endpoint, keys and region come from the environment."""
import urllib.request

import s3fs

fs = s3fs.S3FileSystem()
fs.mkdir("s3fs-bucket")
with fs.open("s3fs-bucket/a/b.csv", "wb") as file:
    file.write(b"x,y\n1,2\n")
big = bytes(range(256)) * (12 * 1024 * 4)
fs.pipe("s3fs-bucket/a/big.bin", big)
with fs.open("s3fs-bucket/a/parts.bin", "wb", block_size=5 * 1024 * 1024) as file:
    for at in range(0, len(big), 1024 * 1024):
        file.write(big[at:at + 1024 * 1024])
print("read:", fs.cat("s3fs-bucket/a/b.csv").decode().splitlines())
print("big:", fs.cat("s3fs-bucket/a/parts.bin") == big, fs.cat_file("s3fs-bucket/a/big.bin", start=300, end=304))
print("listed:", sorted(fs.find("s3fs-bucket")))
print("folders:", fs.ls("s3fs-bucket"), fs.isdir("s3fs-bucket/a"), fs.exists("s3fs-bucket/none"))
print("info:", fs.info("s3fs-bucket/a/b.csv")["size"], fs.glob("s3fs-bucket/*/*.csv"))
fs.copy("s3fs-bucket/a/b.csv", "s3fs-bucket/c.csv")
fs.mv("s3fs-bucket/c.csv", "s3fs-bucket/d.csv")
fs.put_tags("s3fs-bucket/d.csv", {"stage": "live"})
print("tags:", fs.get_tags("s3fs-bucket/d.csv"))
fs.setxattr("s3fs-bucket/d.csv", copy_kwargs={"ContentType": "text/csv"}, colour="blue")
print("metadata:", fs.metadata("s3fs-bucket/d.csv", refresh=True))
url = fs.sign("s3fs-bucket/d.csv")
print("signed:", urllib.request.urlopen(url).read())
with fs.open("s3fs-bucket/d.csv", "ab") as file:
    file.write(b"3,4\n")
print("appended:", fs.cat("s3fs-bucket/d.csv"))
try:
    fs.cat("s3fs-bucket/none")
except FileNotFoundError as error:
    print("missing:", type(error).__name__)
fs.rm("s3fs-bucket", recursive=True)
print("left:", fs.exists("s3fs-bucket"))
