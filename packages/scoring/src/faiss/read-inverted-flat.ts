import type { BinaryCursor } from '../formats/binary-cursor.ts';
import { type ReadNested, readInvertedHead, readListsOf } from './inverted-head.ts';
import { Nearest } from './nearest.ts';
import { measures, type VectorIndex } from './vector-index.ts';

/** `IwFl`: lists of vectors as they are. */
export function readInvertedFlat(cursor: BinaryCursor, readNested: ReadNested): VectorIndex {
  const head = readInvertedHead(cursor, readNested);
  const { dimension, metric } = head;
  const measure = measures[metric];
  const lists = readListsOf(cursor, head, dimension * 4).map(({ codes, ids }) => {
    const vectors = new Float32Array(codes.length / 4);
    new Uint8Array(vectors.buffer).set(codes);
    return { vectors, ids };
  });
  return {
    kind: 'IVF flat',
    dimension,
    metric,
    count: head.count,
    search(row, k) {
      const nearest = new Nearest(metric, k);
      for (const list of head.middles.search(row, head.probes).ids) {
        const { vectors, ids } = lists[list] ?? { vectors: new Float32Array(), ids: [] };
        ids.forEach((id, place) => nearest.offer(measure(row, vectors, place), id));
      }
      return nearest.neighbors();
    },
  };
}
