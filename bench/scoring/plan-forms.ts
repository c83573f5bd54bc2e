/**
 * Three forms of one plan, the diamonds featurizer with its last column wanted: column kernels as the library has them,
 * JavaScript generated for the plan, and WebAssembly for what is numbers. The last two are written for this plan's ops
 * alone and do without nulls and refusals; all three give the same frame, which is checked first.
 */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { CsvRows } from '../../packages/scoring/src/formats/csv/csv-rows.ts';
import { encodeJsonRows } from '../../packages/scoring/src/formats/json-rows.ts';
import type { Column, NumberColumn, StringColumn } from '../../packages/scoring/src/frame/column.ts';
import { vector } from '../../packages/scoring/src/frame/data-type.ts';
import type { Frame } from '../../packages/scoring/src/frame/frame.ts';
import { add } from '../../packages/scoring/src/kernels/wasm/add.ts';
import { type Code, loopUntil, set } from '../../packages/scoring/src/kernels/wasm/code.ts';
import { constant } from '../../packages/scoring/src/kernels/wasm/constants.ts';
import { FunctionWriter } from '../../packages/scoring/src/kernels/wasm/function-writer.ts';
import { loadF64, loadI32 } from '../../packages/scoring/src/kernels/wasm/loads.ts';
import { moduleBytes } from '../../packages/scoring/src/kernels/wasm/module-bytes.ts';
import * as Op from '../../packages/scoring/src/kernels/wasm/op.ts';
import { storeF64, storeI32 } from '../../packages/scoring/src/kernels/wasm/stores.ts';
import { webAssembly } from '../../packages/scoring/src/kernels/wasm/web-assembly.ts';
import { flattenNodes } from '../../packages/scoring/src/spark/from-mleap-bundle/bundle/flatten-nodes.ts';
import { openBundle } from '../../packages/scoring/src/spark/from-mleap-bundle/bundle/open-bundle.ts';
import { loadBundle } from '../../packages/scoring/src/spark/from-mleap-bundle/load-bundle.ts';
import { readArchive } from '../../packages/server/src/platform/artifact/read-archive.ts';
import { readSparkmlSchema } from '../../packages/server/src/serving/container/surfaces/sparkml/sparkml-schema.ts';
import { printTable, timeCalls } from '../harness.ts';

const example = resolve(import.meta.dirname, '../../examples/diamonds');
const schema = readSparkmlSchema(JSON.parse(readFileSync(join(example, 'sparkml/schema.json'), 'utf8')) as unknown);
const files = await readArchive(readFileSync(join(example, 'sparkml/model.tar.gz')));
const nodes = flattenNodes(openBundle(files).root);
const outputSchema = { fields: [{ name: 'features', type: vector(29) }] };

/** What the two written forms know of the plan: positions of the input columns, label tables, the scaler. */
const positionOf = (name: string) => schema.input.fields.findIndex((field) => field.name === name);
const inputsOf = (op: string) => nodes.filter((node) => node.op === op).flatMap((node) => node.inputs);
const scaler = nodes.find((node) => node.op === 'standard_scaler')?.attributes;
const means = [...(scaler?.numbers('mean') ?? [])];
const factors = [...(scaler?.numbers('std') ?? [])].map((deviation) => 1 / deviation);
const tables = nodes
  .filter((node) => node.op === 'string_indexer')
  .map((node) => new Map(node.attributes.strings('labels_array_0').map((label, at) => [label, at])));
const numbers = inputsOf('vector_assembler')
  .slice(0, means.length)
  .map((socket) => positionOf(socket.name));
const texts = inputsOf('string_indexer').map((socket) => positionOf(socket.name));
/** Where each one-hot vector begins in the 29: behind the numbers, each as wide as its labels and one for the others. */
const offsets = tables.map((_, at) => tables.slice(0, at).reduce((sum, table) => sum + table.size + 1, means.length));
const entries = means.length + tables.length;

class Rows {
  readonly values: Float64Array;
  readonly indices: Int32Array;
  readonly starts: Int32Array;
  readonly sizes: Int32Array;
  readonly sparse: Uint8Array;

  constructor(rowCount: number, memory?: { readonly buffer: ArrayBuffer; readonly at: number }) {
    const { buffer, at } = memory ?? { buffer: new ArrayBuffer(rowCount * (entries * 12 + 4) + 8), at: 0 };
    this.values = new Float64Array(buffer, at, rowCount * entries);
    this.indices = new Int32Array(buffer, at + rowCount * entries * 8, rowCount * entries);
    this.starts = new Int32Array(buffer, at + rowCount * entries * 12, rowCount + 1);
    this.sizes = new Int32Array(rowCount).fill(29);
    this.sparse = new Uint8Array(rowCount).fill(1); // 9 of 29 at most: compressed, always
  }

  frame(rowCount: number): Frame {
    const { values, indices, starts, sizes, sparse } = this;
    return { schema: outputSchema, columns: [{ kind: 'vector', values, indices, starts, sizes, sparse }], rowCount };
  }
}

type Score = (frame: Frame) => Frame;

/** One function for the whole plan, every constant in its text. */
function generatedPlan(most: number): Score {
  const rows = new Rows(most);
  const number = (position: number, at: number) => `
      value = (n${at}[row] - ${means[at]}) * ${factors[at]};
      if (value !== 0) { values[to] = value; indices[to++] = ${at}; }`;
  const text = (position: number, at: number) => `
      position = t${at}.get(s${at}[row]);
      values[to] = 1;
      indices[to++] = ${offsets[at]} + (position === undefined ? ${tables[at]?.size} : position);`;
  const source = `return function (columns, rowCount) {
    ${numbers.map((position, at) => `const n${at} = columns[${position}].values;`).join(' ')}
    ${texts.map((position, at) => `const s${at} = columns[${position}].values;`).join(' ')}
    let to = 0, value = 0, position = 0;
    for (let row = 0; row < rowCount; row++) {${numbers.map(number).join('')}${texts.map(text).join('')}
      starts[row + 1] = to;
    }
  }`;
  const names = ['values', 'indices', 'starts', ...tables.map((_, at) => `t${at}`)];
  // oxlint-disable-next-line typescript/no-implied-eval -- this is what is measured
  const make = new Function(...names, source) as (
    ...parts: unknown[]
  ) => (columns: readonly Column[], rowCount: number) => void;
  const run = make(rows.values, rows.indices, rows.starts, ...tables);
  return ({ columns, rowCount }) => {
    run(columns, rowCount);
    return rows.frame(rowCount);
  };
}

/** Texts are looked up in JavaScript; scaling, one-hot and compression are one loop over linear memory. */
function webAssemblyPlan(most: number): Score {
  if (webAssembly === undefined) throw new Error('this engine runs without WebAssembly');
  const memory = new webAssembly.Memory({ initial: Math.ceil((most * (entries * 12 + 4 + 48 + 12) + 4096) / 65536) });
  const { buffer } = memory;
  const constants = new Float64Array(buffer, 0, 2 * means.length);
  constants.set([...means, ...factors]);
  const scaled = numbers.map((_, at) => new Float64Array(buffer, 256 + at * most * 8, most));
  const found = texts.map((_, at) => new Int32Array(buffer, 256 + means.length * most * 8 + at * most * 4, most));
  const at = 256 + most * (means.length * 8 + Math.ceil(texts.length / 2) * 8);
  const rows = new Rows(most, { buffer, at });
  const module = new webAssembly.Module(planModule(most, rows));
  const { run } = new webAssembly.Instance(module, { kernel: { memory } }).exports as { run: (count: number) => void };
  const fill = (columns: readonly Column[], rowCount: number) => {
    numbers.forEach((position, column) => {
      const { values } = columns[position] as NumberColumn;
      const target = scaled[column] as Float64Array;
      for (let row = 0; row < rowCount; row++) target[row] = values[row] as number;
    });
    texts.forEach((position, column) => {
      const { values } = columns[position] as StringColumn;
      const table = tables[column] as Map<string | null, number>;
      const target = found[column] as Int32Array;
      for (let row = 0; row < rowCount; row++) target[row] = table.get(values[row] as string) ?? table.size;
    });
  };
  return ({ columns, rowCount }) => {
    fill(columns, rowCount);
    run(rowCount);
    return rows.frame(rowCount);
  };
}

/** Addresses are constants of the module. */
function planModule(most: number, rows: Rows): Uint8Array {
  // Instructions that no kernel of the library uses.
  const [f64Sub, f64Mul] = [0xa1, 0xa2];
  const f = new FunctionWriter('run');
  const rowCount = f.param();
  const [row, to] = [f.local('i32'), f.local('i32')];
  const value = f.local('f64');
  const times = (cell: Code, size: number): Code => [cell, constant(size), Op.i32Mul];
  const target = (size: number, from: number, store: typeof storeF64, cell: Code) => store(times(to, size), cell, from);
  const one: Code = [Op.f64Const, [...new Uint8Array(Float64Array.of(1).buffer)]];
  const number = (_: number, at: number): Code => {
    const loaded = loadF64(times(row, 8), 256 + at * most * 8);
    const mean = loadF64(constant(0), at * 8);
    const factor = loadF64(constant(0), (means.length + at) * 8);
    return [
      set(value, [loaded, mean, f64Sub, factor, f64Mul]),
      target(8, rows.values.byteOffset, storeF64, value),
      target(4, rows.indices.byteOffset, storeI32, constant(at)),
      set(to, add(to, [value, loadF64(constant(0), 248), Op.f64Ne])),
    ];
  };
  const text = (_: number, at: number): Code => {
    const position = loadI32(times(row, 4), 256 + means.length * most * 8 + at * most * 4);
    return [
      target(8, rows.values.byteOffset, storeF64, one),
      target(4, rows.indices.byteOffset, storeI32, add(position, constant(offsets[at] as number))),
      set(to, add(to, constant(1))),
    ];
  };
  const close = storeI32(times(row, 4), to, rows.starts.byteOffset);
  const next = set(row, add(row, constant(1)));
  const body = loopUntil([row, rowCount, Op.i32GeU], [numbers.map(number), texts.map(text), next, close]);
  return moduleBytes([f.withBody(body)]);
}

const { columns, rowCount } = new CsvRows(schema.input).decode(readFileSync(join(example, 'requests.csv')));
const bulk: Frame = { schema: schema.input, columns, rowCount };
const single: Frame[] = Array.from({ length: rowCount }, (_, row) => ({
  schema: schema.input,
  columns: columns.map(
    (column) => ({ ...column, values: (column as NumberColumn).values.slice(row, row + 1) }) as Column,
  ),
  rowCount: 1,
}));
const forms: Readonly<Record<string, () => Score>> = {
  'column kernels': () => {
    const scorer = loadBundle(files, { input: schema.input, outputs: ['features'] });
    return (frame) => scorer.scoreShared(frame);
  },
  'generated JavaScript': () => generatedPlan(rowCount),
  'WebAssembly for numbers': () => webAssemblyPlan(rowCount),
};
const wanted = encodeJsonRows((forms['column kernels'] as () => Score)()(bulk));
const table = Object.entries(forms).map(([name, make]) => {
  if (!isDeepStrictEqual(encodeJsonRows(make()(bulk)), wanted)) throw new Error(`${name}: other answers`);
  const microseconds = (frames: readonly Frame[]) => {
    const score = make();
    const run = () => {
      for (const frame of frames) score(frame);
    };
    return Number((timeCalls(run, { calls: 5, rounds: 60 }).min / rowCount).toPrecision(3));
  };
  return { name, 'one row': microseconds(single), [`${rowCount} rows`]: microseconds([bulk]) };
});
printTable('microseconds a row, after warm-up, best of rounds', table);
