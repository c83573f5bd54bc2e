"""test/golden/faiss: indexes as Faiss writes them, in the files that SageMaker's k-NN has, and the neighbours that Faiss finds.

  pip install faiss-cpu==1.15.1 numpy && python faiss_indexes.py

The algorithm's image is closed. What is its own here is the names of the files and their form, which the manual tells: labels as raw float32,
settings as JSON. The oldest letters, IxFl, are of a flat index as Faiss wrote it before 2017: the same file under other letters, read by
Faiss again.
"""
import json
from pathlib import Path

import faiss
import numpy as np

OUT = Path(__file__).resolve().parents[2] / "test" / "golden" / "faiss"
RNG = np.random.default_rng(7)
D, N, K = 6, 60, 4
X = np.round(RNG.normal(size=(N, D)) * 2, 2).astype("float32")
X[11] = X[10]  # two of one place
ROWS = np.concatenate([np.round(RNG.normal(size=(10, D)) * 2, 2), X[[10, 30]]]).astype("float32")
LABELS = RNG.integers(0, 3, N).astype("float32")
faiss.omp_set_num_threads(1)


def write(name, index, kind="classifier", ids=None, letters=None):
    folder = OUT / name
    folder.mkdir(parents=True, exist_ok=True)
    data = bytearray(faiss.serialize_index(index).tobytes())
    if letters is not None:
        data[:4] = letters
    index = faiss.deserialize_index(np.frombuffer(bytes(data), dtype="uint8"))
    (folder / "model_algo-1").write_bytes(data)
    (folder / "model_algo-1.labels").write_bytes(LABELS.tobytes())
    settings = {"k": K, "predictor_type": kind, "dimension_reduction": None, "normalize": False, "version": "1.0"}
    # As the manual shows it, with Python's words, and as JSON.
    (folder / "model_algo-1.json").write_text(str(settings).replace("'", '"') if kind == "classifier" else json.dumps(settings))
    distances, found = index.search(ROWS, K)
    expected = {"ids": found.tolist(), "distances": distances.astype(float).tolist()}
    (folder / "expected.json").write_text(json.dumps(expected) + "\n")


def filled(index):
    if not index.is_trained:
        index.train(X)
    index.add(X)
    return index


def inverted(index, probes):
    filled(index).nprobe = probes
    return index


OUT.mkdir(parents=True, exist_ok=True)
(OUT / "input.csv").write_text("\n".join(",".join(f"{value:g}" for value in row) for row in ROWS.tolist()) + "\n")
write("flat", filled(faiss.IndexFlatL2(D)))
write("flat-oldest", filled(faiss.IndexFlatL2(D)), letters=b"IxFl")
write("flat-inner-product", filled(faiss.IndexFlatIP(D)), "regressor")
write("ivf-flat", inverted(faiss.IndexIVFFlat(faiss.IndexFlatL2(D), D, 5), 2), "regressor")
write("ivf-flat-inner-product", inverted(faiss.IndexIVFFlat(faiss.IndexFlatIP(D), D, 5, faiss.METRIC_INNER_PRODUCT), 3))
# Most lists are empty, which Faiss then writes in pairs.
write("ivf-flat-sparse", inverted(faiss.IndexIVFFlat(faiss.IndexFlatL2(D), D, 50), 20))
write("ivf-pq", inverted(faiss.IndexIVFPQ(faiss.IndexFlatL2(D), D, 4, 3, 4), 2))
write("ivf-pq-5-bits", inverted(faiss.IndexIVFPQ(faiss.IndexFlatL2(D), D, 3, 3, 5), 3), "regressor")
write("ivf-pq-inner-product", inverted(faiss.IndexIVFPQ(faiss.IndexFlatIP(D), D, 4, 2, 4, faiss.METRIC_INNER_PRODUCT), 4))
plain = faiss.IndexIVFPQ(faiss.IndexFlatL2(D), D, 4, 3, 4)
plain.by_residual = False
write("ivf-pq-whole", inverted(plain, 4))
named = faiss.IndexIDMap(faiss.IndexFlatL2(D))
named.add_with_ids(X, np.arange(N)[::-1].copy())
write("flat-ids", named)
named = faiss.IndexIDMap2(faiss.IndexFlatIP(D))
named.add_with_ids(X, np.arange(N)[::-1].copy())
write("flat-ids-both-ways", named)
