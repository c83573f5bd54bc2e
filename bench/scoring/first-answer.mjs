/** One process from its start to its first answer: node first-answer.mjs PACKAGE_FOLDER BUNDLE_FOLDER ROWS COLUMNS. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';

const [folder, bundle, rows, names] = process.argv.slice(2);
const { loadBundle } = await import(pathToFileURL(`${folder}/bundles.js`).href);
const since = performance.now();
const entries = readdirSync(bundle, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
const paths = entries.map((entry) => join(entry.parentPath, entry.name));
const scorer = loadBundle(new Map(paths.map((path) => [relative(bundle, path), readFileSync(path)])));
const cells = readFileSync(rows, 'utf8').split('\n', 1)[0].split(',');
const cellOf = (name) => cells[names.split(',').indexOf(name)];
const columns = scorer.inputSchema.fields.map(({ name, type }) =>
  type.base === 'string'
    ? { kind: 'string', values: [cellOf(name)] }
    : { kind: 'number', values: Float64Array.of(Number(cellOf(name))) },
);
const answer = scorer.score({ schema: scorer.inputSchema, columns, rowCount: 1 });
process.stdout.write(`${answer.schema.fields.at(-1).name}\nFIGURE load ${performance.now() - since}\n`);
