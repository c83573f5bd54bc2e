"""test/golden/compressions: contents that the test makes again, in the compressions of Python's standard library.

    python compressed_files.py FOLDER

`text` is lines that count (1.4 MB: several blocks of bzip2), `noise` the upper bytes of Lehmer's generator, `runs` runs of
1 to 600 equal bytes. The names say content, and level, check or filter.
"""
import bz2
import lzma
import sys
from pathlib import Path

FOLDER = Path(sys.argv[1])


def noise(size):
    state, out = 1, bytearray()
    for _ in range(size):
        state = state * 48271 % 2147483647
        out.append(state >> 16 & 255)
    return bytes(out)


CONTENTS = {
    "empty": b"",
    "text": b"".join(b"line %d of a text that repeats itself, as models do: %d\n" % (at, at * at % 1000) for at in range(24_000)),
    "noise": noise(12_000),
    "runs": b"".join(bytes([at * 7 % 256]) * at for at in range(1, 601)),
}


def custom(**options):
    return [{"id": lzma.FILTER_LZMA2, **options}]


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, content in CONTENTS.items():
        for level in (1, 9):
            (FOLDER / f"{name}-level{level}.bz2").write_bytes(bz2.compress(content, level))
        for preset in (0, 6):
            (FOLDER / f"{name}-preset{preset}.xz").write_bytes(lzma.compress(content, preset=preset))
        (FOLDER / f"{name}-preset6.lzma").write_bytes(lzma.compress(content, format=lzma.FORMAT_ALONE, preset=6))
        (FOLDER / f"{name}-positions.xz").write_bytes(lzma.compress(content, check=lzma.CHECK_CRC32, filters=custom(lc=1, lp=3, pb=0, dict_size=4096)))
    (FOLDER / "runs-twice.bz2").write_bytes(bz2.compress(CONTENTS["runs"][:70_000]) + bz2.compress(CONTENTS["runs"][70_000:]))
    (FOLDER / "runs-unchecked.xz").write_bytes(lzma.compress(CONTENTS["runs"], check=lzma.CHECK_NONE))
    (FOLDER / "runs-sha256.xz").write_bytes(lzma.compress(CONTENTS["runs"], check=lzma.CHECK_SHA256))
    (FOLDER / "runs-delta.xz").write_bytes(lzma.compress(CONTENTS["runs"], filters=[{"id": lzma.FILTER_DELTA, "dist": 4}, *custom(preset=6)]))
    (FOLDER / "text-literals.xz").write_bytes(lzma.compress(CONTENTS["text"], filters=custom(lc=4, lp=0, pb=4)))


if __name__ == "__main__":
    main()
