import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadKNearestNeighbors } from '../../src/aws/k-nearest-neighbors.ts';
import { readFaissIndex } from '../../src/faiss/read-index.ts';
import { ScoringError } from '../../src/scoring-error.ts';

const golden = join(import.meta.dirname, '../../../../test/golden/faiss');
const read = (path: string) => readFileSync(join(golden, path));
const names = readdirSync(golden).filter((name) => !name.includes('.'));
const rows = read('input.csv')
  .toString()
  .trimEnd()
  .split('\n')
  .map((line) => Float64Array.from(line.split(',').map(Number), Math.fround));

interface Expected {
  readonly ids: readonly (readonly number[])[];
  readonly distances: readonly (readonly number[])[];
}
const expectedOf = (name: string) => JSON.parse(read(`${name}/expected.json`).toString()) as Expected;

/**
 * Of equal distances, which codes have often, any may be the last one, and their order may differ: those that are as far as the
 * last do not count.
 */
function certain(ids: readonly number[], distances: readonly number[]): readonly number[] {
  const rounded = distances.map((distance) => Math.round(distance * 1e4));
  const found = ids.map((id, at) => ({ id, distance: rounded[at] ?? 0 })).filter(({ id }) => id >= 0);
  return found
    .filter(({ distance }) => distance !== found.at(-1)?.distance)
    .sort((one, other) => one.distance - other.distance || one.id - other.id)
    .map(({ id }) => id);
}

describe.each(names)('%s', (name) => {
  const { ids, distances } = expectedOf(name);

  it('finds the neighbours that Faiss finds, at its distances to the noise of float32 sums', () => {
    const index = readFaissIndex(read(`${name}/model_algo-1`));
    rows.forEach((row, at) => {
      const found = index.search(row, 4);
      const [wantedIds, wanted] = [ids[at] ?? [], distances[at] ?? []];
      expect(found.ids).toHaveLength(wantedIds.filter((id) => id >= 0).length);
      found.distances.forEach((distance, place) =>
        expect(Math.abs(distance - (wanted[place] ?? 0))).toBeLessThanOrEqual(4e-6 * Math.max(1, Math.abs(distance))),
      );
      expect(certain(found.ids, found.distances)).toEqual(certain(wantedIds, wanted));
    });
  });

  it('is refused or harmless whatever bytes are changed or cut off', () => {
    const bytes = read(`${name}/model_algo-1`);
    const beside = { labels: read(`${name}/model_algo-1.labels`), settings: read(`${name}/model_algo-1.json`) };
    const changes = fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { maxLength: 5 });
    const input = { kind: 'dense', values: rows[0] as Float64Array, rowCount: 1, columnCount: 6 } as const;
    fc.assert(
      fc.property(changes, fc.nat(bytes.length), fc.boolean(), (list, length, isCut) => {
        const copy = Uint8Array.from(isCut ? bytes.subarray(0, length) : bytes);
        for (const [at, value] of list) if (at < copy.length) copy[at] = value;
        try {
          loadKNearestNeighbors(copy, beside).predict(input);
        } catch (error) {
          expect(error).toBeInstanceOf(ScoringError);
        }
      }),
    );
  });
});

describe('what is not read', () => {
  const header = Buffer.alloc(37);
  header.writeInt32LE(6, 4);
  header[32] = 1;
  header.writeInt32LE(2, 33);

  it.each([
    ['another kind, by its letters', 'IHNf', 'Faiss indexes of the kind "IHNf" are not read natively'],
    ['another metric', 'IxFl', 'Faiss indexes with metric 2 are not read natively'],
  ])('%s', (_what, letters, message) => {
    header.write(letters, 0, 'latin1');
    expect(() => readFaissIndex(header)).toThrow(message);
  });

  it('indexes inside of each other without end', () => {
    // An IDMap is its header, then the index in it; metric 1.
    header.write('IxMp', 0, 'latin1');
    header.writeInt32LE(1, 33);
    expect(() => readFaissIndex(Buffer.concat(Array.from({ length: 50 }, () => header)))).toThrow(
      'more than 4 indexes',
    );
  });
});
