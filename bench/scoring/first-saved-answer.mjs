/** One process from its start to its first answer: node first-saved-answer.mjs PACKAGE_FOLDER PIPELINE_FOLDER. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';

const [folder, saved] = process.argv.slice(2);
const { loadSpark } = await import(pathToFileURL(`${folder}/spark.js`).href);
const entries = readdirSync(saved, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
const paths = entries.map((entry) => join(entry.parentPath, entry.name));
const model = await loadSpark(new Map(paths.map((path) => [relative(saved, path), readFileSync(path)])));
const row = { colour: 'red', city: 'city7', a: 0.5, b: -1, c: 2, d: Number.NaN, e: 0, f: 4 };
process.stdout.write(`${model.predictOne(row).prediction}\n`);
