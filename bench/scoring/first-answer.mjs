/** One process from its start to its first answer: node first-answer.mjs COMPILED_FOLDER MODEL ROWS COLUMNS. */
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const [folder, model, rows, names] = process.argv.slice(2);
const { readArchive } = await import(pathToFileURL(`${folder}/platform/artifact/read-archive.js`).href);
const { loadBundle } = await import(pathToFileURL(`${folder}/scoring/mleap/load-bundle.js`).href);
const since = performance.now();
const scorer = loadBundle(await readArchive(readFileSync(model)));
const cells = readFileSync(rows, 'utf8').split('\n', 1)[0].split(',');
const cellOf = (name) => cells[names.split(',').indexOf(name)];
const columns = scorer.inputSchema.fields.map(({ name, type }) =>
  type.base === 'string'
    ? { kind: 'string', values: [cellOf(name)] }
    : { kind: 'number', values: Float64Array.of(Number(cellOf(name))) },
);
const answer = scorer.score({ schema: scorer.inputSchema, columns, rowCount: 1 });
process.stdout.write(`${answer.schema.fields.at(-1).name}\nFIGURE load ${performance.now() - since}\n`);
