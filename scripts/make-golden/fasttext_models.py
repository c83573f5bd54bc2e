"""test/golden/fasttext: small models of fastText, and what the library answers.

  pip install fasttext-numpy2-wheel==0.9.2 && python fasttext_models.py

Answers are those of fastText's Python module: `predict` with all labels and with two, `get_word_vector`. Version 11 is the same file with
another version number, read by the library again. Twelve threads, since each gives its first values to a tenth of the input matrix alone; so
another run makes other models.
"""
import json
import struct
from pathlib import Path

import fasttext
import numpy as np

OUT = Path(__file__).resolve().parents[2] / "test" / "golden" / "fasttext"
RNG = np.random.default_rng(17)
TOPICS = {
    "river": "the water of the river runs cold and deep boats fish über brücke",
    "city": "the streets of the city are loud cars trains café crowd night",
    "wood": "the trees of the wood stand tall birds moss deer 森 林 path",
    "sky": "clouds and wind of the sky rain sun stars 🌧 far",
}
TEXTS = [
    "the cold river runs",
    "trains and cars in the night",
    "deer in the 森 below tall trees",
    "rain 🌧 and wind",
    "",
    "unheard words onlyhere",
    "  the\triver\x0b city\x0cwood\rsky\x00end  ",
    "über die brücke",
    "__label__city the streets __label__unknown",
    "a",
    "the the the the the the the the",
    "</s> stars </s>",
]
WORDS = ["river", "the", "riverrun", "森", "café", "</s>", "", "x", "🌧🌧"]


def sentences(prefix):
    for _ in range(240):
        topic = list(TOPICS)[int(4 * RNG.random() ** 2)]
        words = TOPICS[topic].split()
        count = int(RNG.integers(3, 9))
        label = f"{prefix}{topic} " if prefix else ""
        yield label + " ".join(RNG.choice(words, count))


def write(name, model, file="model.bin"):
    folder = OUT / name
    folder.mkdir(parents=True, exist_ok=True)
    model.save_model(str(folder / file))
    record(folder, fasttext.load_model(str(folder / file)))


def record(folder, model):
    expected = {"vectors": {word: model.get_word_vector(word).astype(float).tolist() for word in WORDS}}
    if model.f.getArgs().model.name == "supervised":
        expected["labels"] = model.get_labels()
        expected["answers"] = []
        for text in TEXTS:
            pairs = [model.f.predict(text + "\n", k, 0.0, "strict") for k in (-1, 2)]
            every, two = [{"label": [label for _, label in found], "prob": [score for score, _ in found]} for found in pairs]
            expected["answers"].append({"text": text, "all": every, "two": two})
    (folder / "expected.json").write_text(json.dumps(expected, ensure_ascii=False) + "\n")


def supervised(name, **options):
    text = OUT / "input.tmp"
    text.write_text("\n".join(sentences(options.get("label", "__label__"))) + "\n")
    settings = {"dim": 6, "epoch": 20, "lr": 0.1, "thread": 12, "bucket": 300, "minCount": 1, "verbose": 0} | options
    model = fasttext.train_supervised(str(text), **settings)
    write(name, model)
    text.unlink()
    return model


def quantized(name, train, **options):
    text = OUT / "input.tmp"
    text.write_text("\n".join(sentences("__label__")) + "\n")
    model = fasttext.train_supervised(str(text), dim=6, epoch=20, lr=0.1, thread=12, verbose=0, **train)
    model.quantize(str(text), thread=12, verbose=0, **options)
    write(name, model, "model.ftz")
    text.unlink()


def vectors(name, kind, **options):
    text = OUT / "input.tmp"
    text.write_text("\n".join(sentences("")) + "\n")
    settings = {"dim": 6, "epoch": 4, "thread": 12, "minCount": 1, "verbose": 0} | options
    model = fasttext.train_unsupervised(str(text), kind, **settings)
    write(name, model, "vectors.bin")
    text.unlink()
    with open(OUT / name / "vectors.txt", "w") as file:
        words = model.get_words()
        file.write(f"{len(words)} {model.get_dimension()}\n")
        for word in words:
            file.write(word + " " + " ".join(f"{value:.5g}" for value in model.get_word_vector(word)) + " \n")


def version_eleven():
    """What says n-grams of characters is not used of a supervised model of version 11: rows of n-grams are there all the same."""
    folder = OUT / "version-11"
    folder.mkdir(exist_ok=True)
    data = bytearray((OUT / "softmax-subwords" / "model.bin").read_bytes())
    data[4:8] = struct.pack("<i", 11)
    (folder / "model.bin").write_bytes(data)
    record(folder, fasttext.load_model(str(folder / "model.bin")))


OUT.mkdir(parents=True, exist_ok=True)
supervised("softmax", loss="softmax", bucket=0)
supervised("softmax-ngrams", loss="softmax", wordNgrams=3)
supervised("softmax-subwords", loss="softmax", minn=2, maxn=4)
supervised("hierarchical", loss="hs", wordNgrams=2, minn=1, maxn=3)
supervised("negative-sampling", loss="ns", neg=2, lr=0.3)
supervised("one-vs-all", loss="ova", wordNgrams=2)
supervised("one-vs-all-ties", loss="ova", epoch=200, lr=0.4, wordNgrams=2)
supervised("other-prefix", loss="softmax", label="#")
quantized("quantized", {"bucket": 300, "wordNgrams": 2, "minn": 2, "maxn": 3}, qnorm=False, dsub=2)
quantized("quantized-norms", {"bucket": 400, "wordNgrams": 2, "loss": "hs"}, qnorm=True, dsub=4)
quantized("quantized-pruned", {"bucket": 900, "wordNgrams": 2, "minn": 2, "maxn": 3}, qnorm=True, cutoff=300, retrain=True, epoch=1, dsub=2)
vectors("skipgram", "skipgram", bucket=200, minn=2, maxn=4)
vectors("cbow", "cbow", maxn=0)
version_eleven()
