import type { BinaryCursor } from '../formats/binary-cursor.ts';
import { damaged } from './damaged.ts';
import { type ReadNested, readInvertedHead, readListsOf } from './inverted-head.ts';
import { Nearest } from './nearest.ts';
import { readProductQuantizer } from './product-quantizer.ts';
import { measures, type VectorIndex } from './vector-index.ts';

/** `IwPQ`: lists of codes, mostly of what vectors differ from the middle of their list. */
export function readInvertedCodes(cursor: BinaryCursor, readNested: ReadNested): VectorIndex {
  const head = readInvertedHead(cursor, readNested);
  const { dimension, metric, middles } = head;
  const measure = measures[metric];
  const isDifference = cursor.u8() !== 0;
  const codeSize = cursor.u64();
  const quantizer = readProductQuantizer(cursor, dimension);
  if (codeSize !== quantizer.codeSize) throw damaged(`has codes of ${codeSize} bytes instead of ${quantizer.codeSize}`);
  const lists = readListsOf(cursor, head, codeSize);
  return {
    kind: 'IVF PQ',
    dimension,
    metric,
    count: head.count,
    search(row, k) {
      const nearest = new Nearest(metric, k);
      const vector = new Float32Array(dimension);
      for (const list of middles.search(row, head.probes).ids) {
        const { codes, ids } = lists[list] ?? { codes: new Uint8Array(), ids: [] };
        const middle = middles.vectors.subarray(list * dimension, (list + 1) * dimension);
        ids.forEach((id, place) => {
          quantizer.decode(codes, place * codeSize, vector);
          if (isDifference) for (let at = 0; at < dimension; at++) vector[at] = (vector[at] ?? 0) + (middle[at] ?? 0);
          nearest.offer(measure(row, vector, 0), id);
        });
      }
      return nearest.neighbors();
    },
  };
}
