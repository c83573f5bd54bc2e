import hashlib
import io
import os
import tarfile


class Archives:
    """The archives of a chain, as bytes: they travel to the executors with the function, by a broadcast of Spark where they are large."""

    def __init__(self, contents):
        self.contents = contents
        self.key = hashlib.sha256(b"".join(hashlib.sha256(content).digest() for content in contents)).hexdigest()

    @classmethod
    def read(cls, paths):
        """Of archives, and of folders, which become archives."""
        return cls([_read(path) for path in paths])

    def unpack(self, folder):
        """Writes them into a folder of this machine; gives their paths, in the order of the chain."""
        paths = [os.path.join(folder, f"{at}.tar.gz") for at in range(len(self.contents))]
        for path, content in zip(paths, self.contents):
            with open(path, "wb") as file:
                file.write(content)
        return paths


def _read(path):
    if not os.path.isdir(path):
        with open(path, "rb") as file:
            return file.read()
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as tar:
        for name in sorted(os.listdir(path)):
            tar.add(os.path.join(path, name), arcname=name)
    return packed.getvalue()
