/** One process from its start to its first answer: node first-answer.mjs PACKAGE_FOLDER BUNDLE_FOLDER ROWS COLUMNS. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';

const [folder, bundle, rows, names] = process.argv.slice(2);
const { loadMleap } = await import(pathToFileURL(`${folder}/mleap.js`).href);
const since = performance.now();
const entries = readdirSync(bundle, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
const paths = entries.map((entry) => join(entry.parentPath, entry.name));
const model = loadMleap(new Map(paths.map((path) => [relative(bundle, path), readFileSync(path)])));
const cells = readFileSync(rows, 'utf8').split('\n', 1)[0].split(',');
const cellOf = (name) => cells[names.split(',').indexOf(name)];
const row = model.inputs.map(({ name, type }) => [name, type === 'string' ? cellOf(name) : Number(cellOf(name))]);
const answer = model.predictOne(Object.fromEntries(row));
process.stdout.write(`${Object.keys(answer).at(-1)}\nFIGURE load ${performance.now() - since}\n`);
