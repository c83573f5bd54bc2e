import { describe, expect, it } from 'vitest';
import { strayFileNames } from '../scripts/shape/file-names.ts';
import { functionsOf } from '../scripts/shape/functions.ts';
import { conditionalSpreads, rangeCasts } from '../scripts/shape/idioms.ts';
import { mixedImports } from '../scripts/shape/import-order.ts';
import { longLines } from '../scripts/shape/long-lines.ts';
import { measureShape, percentile95 } from '../scripts/shape/measure.ts';
import { mutualSiblings } from '../scripts/shape/sibling-folders.ts';
import { parseSource, readSources } from '../scripts/shape/source-file.ts';

/**
 * The most that each figure of `npm run shape` may be: its target, or, where the sources are not there yet, what they were when it
 * was last brought down. It may only fall.
 */
const ceilings = {
  'lines of a function, 95th percentile': 24,
  'lines of the longest function that is not a literal table': 60,
  'lines of a file, 95th percentile': 180,
  'lines of the longest file': 300,
  'pairs of sibling folders that import each other': 0,
  'functions of more than 3 parameters, without numeric kernels': 0,
  'casts that say "in range"': 0,
  'conditional spreads': 0,
  'files that are not named after anything they export': 0,
  'files that import packages behind files of their own': 0,
  'lines of more than 150 characters, without long texts': 0,
};

describe('the shape of the sources', () => {
  const measures = measureShape(readSources());

  it('is measured by the figures that have a ceiling', () => {
    expect(measures.map(({ name }) => name)).toEqual(Object.keys(ceilings));
  });

  it.each(Object.entries(ceilings))('%s: at most %i', (name, ceiling) => {
    const measure = measures.find((one) => one.name === name);
    const places = measure?.places.map(({ file, line, what }) => `${file}:${line}  ${what}`) ?? [];
    expect(measure?.value, `see npm run shape\n${places.slice(0, 20).join('\n')}\n`).toBeLessThanOrEqual(ceiling);
  });
});

describe('measures of shape', () => {
  const parse = (text: string, path = 'packages/server/src/a/one.ts') => parseSource(path, text);

  it('count lines and parameters of functions, arrows and methods', () => {
    const source = parse(
      'export function whole(this: Date, a: number, b = 1) {\n  return a + b;\n}\nclass A {\n  method(...rest: number[]) {}\n}\nconst arrow = () =>\n  1;\n',
    );
    expect(functionsOf(source).map(({ name, line, lines, parameters }) => [name, line, lines, parameters])).toEqual([
      ['whole', 1, 3, 2],
      ['method', 5, 1, 1],
      ['arrow', 7, 2, 0],
    ]);
  });

  it('tell a table that is written out from a function', () => {
    const source = parse(
      'const a = () => ({ x: 1 });\nfunction b() { return [1] as const; }\nfunction c() { const x = f(); g(x); return [x]; }\n',
    );
    expect(functionsOf(source).map(({ isTable }) => isTable)).toEqual([true, true, false]);
  });

  it('find casts that say "in range", and no others', () => {
    const source = parse(
      "[list[at] as T, (list.at(-1) as T).x, map.get(key) as T, json['x'] as T, list[at] as T | undefined, x as T, list[0] as const];",
    );
    expect(rangeCasts(source).map(({ what }) => what)).toEqual([
      'list[at] as T',
      'list.at(-1) as T',
      'map.get(key) as T',
    ]);
  });

  it('find conditional spreads', () => {
    const source = parse(
      '({ ...(x === undefined ? {} : { x }), ...(y ? { y } : {}), ...(z && { z }), ...(a ? b : c), ...d });',
    );
    expect(conditionalSpreads(source).map(({ what }) => what)).toEqual([
      '...(x === undefined ? {} : { x })',
      '...(y ? { y } : {})',
      '...(z && { z })',
    ]);
  });

  it('find folders of one parent that import each other at any depth', () => {
    const pairs = mutualSiblings([
      parse("import { b } from '../b/deep/two.ts';\nimport { c } from '../c/three.ts';\n"),
      parse("export { a } from '../../a/one.ts';\n", 'packages/server/src/b/deep/two.ts'),
      parse("import { loose } from '../loose.ts';\n", 'packages/server/src/c/three.ts'),
    ]);
    expect(pairs).toEqual([
      [{ file: 'packages/server/src/a/one.ts', line: 1, what: 'imports packages/server/src/b/deep/two.ts' }],
    ]);
  });

  it('find files that are not named after anything they export', () => {
    const names = (path: string, text: string) => strayFileNames(parse(text, `packages/server/src/${path}`)).length;
    expect(names('a/s3-connections.ts', 'export function openS3Connection() {}')).toBe(0);
    expect(names('a/leases.ts', 'export const table = 1; export class Lease {}')).toBe(0);
    expect(names('a/guard.ts', 'export function checkRequestLine() {} export type Refusal = 1;')).toBe(1);
    expect(names('main.ts', 'export const x = 1;')).toBe(0);
  });

  it('find lines that are too long, but for those with a long text', () => {
    const long = 'x '.repeat(73);
    const source = parse(`// ${long}\n// ${long}yy\nconst a = '${long}y';\nconst b = \`\n${long}yyyyyy\n\`;\n`);
    expect(longLines(source)).toEqual([{ file: source.path, line: 2, what: '151 characters' }]);
  });

  it('find packages that are imported behind files of their own', () => {
    const source = parse(
      "import { a } from 'node:fs';\nimport { b } from './b.ts';\nimport { c } from 'c';\nimport { d } from 'd';\n",
    );
    expect(mixedImports(source).map(({ line, what }) => [line, what])).toEqual([[3, 'imports c']]);
  });

  it('take the nearest rank: of 1 to 40 the 38th', () => {
    expect(percentile95(Array.from({ length: 40 }, (_, at) => 40 - at))).toBe(38);
    expect(percentile95([])).toBe(0);
  });
});
