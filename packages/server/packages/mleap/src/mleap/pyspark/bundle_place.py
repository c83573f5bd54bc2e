import os
import shutil
import tarfile
import tempfile
import zipfile
from urllib.parse import unquote, urlsplit


class BundlePlace:
    """Where MLeap's addresses say that a bundle goes: `jar:file:/model.zip`, `file:/folder`, or a path. What is there is replaced."""

    def __init__(self, address):
        inner = address[len("jar:"):] if address.startswith("jar:") else address
        scheme, host, path, _, _ = urlsplit(inner)
        if scheme not in ("", "file") or host:
            raise ValueError(f'A bundle is written to a file of this machine, such as jar:file:/tmp/model.zip, not to "{address}".')
        self.path = os.path.abspath(unquote(path) if scheme else inner)
        self.is_zip = address.startswith("jar:") or self.path.endswith(".zip")

    def write(self, archive):
        with tarfile.open(archive) as tar:
            if self.is_zip:
                self._write_zip(tar)
            else:
                self._write_folder(tar)

    def _write_zip(self, tar):
        os.makedirs(os.path.dirname(self.path), exist_ok=True)
        handle, made = tempfile.mkstemp(dir=os.path.dirname(self.path))
        with os.fdopen(handle, "wb") as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
            for name, content in _files(tar):
                packed.writestr(name, content)
        os.chmod(made, 0o644)
        os.replace(made, self.path)

    def _write_folder(self, tar):
        if os.path.isdir(self.path) and os.listdir(self.path) and not os.path.exists(os.path.join(self.path, "bundle.json")):
            raise ValueError(f"{self.path} has other files than a bundle's, which would be lost: name another folder.")
        shutil.rmtree(self.path, ignore_errors=True)
        for name, content in _files(tar):
            file = os.path.join(self.path, *name.split("/"))
            os.makedirs(os.path.dirname(file), exist_ok=True)
            with open(file, "wb") as opened:
                opened.write(content)


def _files(tar):
    for member in tar:
        if member.isfile():
            yield member.name, tar.extractfile(member).read()
