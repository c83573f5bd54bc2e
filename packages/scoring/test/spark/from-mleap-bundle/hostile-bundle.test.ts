import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readArchive } from '../../../../server/src/platform/artifact/read-archive.ts';
import { decodeJsonRows, encodeJsonRows, parseJsonRow } from '../../../src/formats/json-rows.ts';
import { denseVectors } from '../../../src/frame/vector-column.ts';
import type { ModelFiles } from '../../../src/model-files.ts';
import { ScoringError } from '../../../src/scoring-error.ts';
import { loadBundle } from '../../../src/spark/from-mleap-bundle/load-bundle.ts';
import { handBundle } from './hand-bundle.ts';

const golden = join(import.meta.dirname, '../../../../../test/golden/mleap');

/** What no writer of bundles writes. */
const absurd = [0, -1, 1e9, 2 ** 31, -(2 ** 31), 2 ** 32, 2 ** 53, 1e308, 0.5, null, '', 'NaN', true, [], {}] as const;

/** Every place of a JSON document: the way to it from the top. */
function placesOf(value: unknown, way: readonly string[] = []): (readonly string[])[] {
  const inside = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  return [way, ...inside.flatMap(([key, child]) => placesOf(child, [...way, key]))];
}

function replaced(value: unknown, [key, ...rest]: readonly string[], by: unknown): unknown {
  if (key === undefined) return by;
  const copy = (Array.isArray(value) ? [...(value as unknown[])] : { ...(value as object) }) as Record<string, unknown>;
  copy[key] = replaced(copy[key], rest, by);
  return copy;
}

/** Loads the bundle and scores the rows: an answer or a `ScoringError`, nothing else. */
function answerOrRefuse(files: ModelFiles, rows: readonly unknown[]): void {
  try {
    const scorer = loadBundle(files);
    encodeJsonRows(scorer.scoreShared(decodeJsonRows(rows, scorer.inputSchema)));
  } catch (error) {
    if (!(error instanceof ScoringError)) throw error;
  }
}

describe.each(['bundle.zip', 'bundle-protobuf.zip'])('%s of every golden case, damaged', (file) => {
  const names = readdirSync(golden).filter((name) => existsSync(join(golden, name, file)));

  it.each(names)('%s', async (name) => {
    const files = await readArchive(readFileSync(join(golden, name, file)));
    const input = join(golden, name, 'input.jsonl');
    const rows = existsSync(input) ? readFileSync(input, 'utf8').split('\n', 3).filter(Boolean).map(parseJsonRow) : [];
    const damage = fc.tuple(fc.constantFrom(...files.keys()), fc.nat(), fc.constantFrom(...absurd), fc.nat(255));
    fc.assert(
      fc.property(damage, ([path, at, value, byte]) => {
        const bytes = Uint8Array.from(files.get(path) as Uint8Array);
        if (/(bundle|model|node)\.json$/.test(path)) {
          const document = JSON.parse(new TextDecoder().decode(bytes)) as unknown;
          const places = placesOf(document);
          const broken = replaced(document, places[at % places.length] as readonly string[], value);
          answerOrRefuse(new Map([...files, [path, new TextEncoder().encode(JSON.stringify(broken))]]), rows);
        } else {
          bytes[at % bytes.length] = byte;
          answerOrRefuse(new Map([...files, [path, bytes]]), rows);
        }
      }),
      { numRuns: 10 },
    );
  });
});

describe('sizes that are absurd', () => {
  /** The size of a vector's expansion, or why there is none. */
  function expand(count: number, degree: number): unknown {
    const attributes = { degree: { long: degree } };
    const node = { op: 'polynomial_expansion', attributes, inputs: { input: 'f' }, outputs: { output: 'y' } };
    const scorer = loadBundle(handBundle([node]));
    const column = denseVectors(new Float64Array(count).fill(1), 1, count);
    const { columns, rejections } = scorer.scoreShared({ schema: scorer.inputSchema, columns: [column], rowCount: 1 });
    const rejection = rejections?.get(0);
    if (rejection !== undefined) return rejection.kind === 'failed' ? rejection.error.message : rejection.kind;
    const [answer] = columns;
    return answer?.kind === 'vector' ? answer.sizes[0] : undefined;
  }

  it('of an expansion are counted without a step for each degree, and refused for the row', () => {
    // C(0 + d, d) - 1 = 0, C(1 + 9, 9) - 1 = 9
    expect(expand(0, 2 ** 31 - 1)).toBe(0);
    expect(expand(1, 9)).toBe(9);
    expect(expand(5, 2 ** 31 - 1)).toMatch(/^The expansion would have \S+ values \(row 1, column "f"\)$/);
  });

  it('of an expansion that are allowed do not exhaust the stack', () => {
    // C(2000 + 2, 2) - 1 = 2002 * 2001 / 2 - 1
    expect(expand(2000, 2)).toBe(2_003_000);
    expect(expand(100_000, 1)).toBe(100_000);
  });

  it.each([-(2 ** 31), 2 ** 31])('of %d classes are refused at load', (classes) => {
    const node = {
      op: 'random_forest_classifier',
      attributes: { num_features: { long: 1 }, num_classes: { long: classes }, trees: { type: 'list', string: [] } },
      inputs: { features: 'f' },
      outputs: { prediction: 'y' },
    };
    expect(() => loadBundle(handBundle([node]))).toThrow(/num_classes.* a number from 0 to 1000000/);
  });
});
