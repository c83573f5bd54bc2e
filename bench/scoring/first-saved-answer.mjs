/** One process from its start to its first answer: node first-saved-answer.mjs PACKAGE_FOLDER PIPELINE_FOLDER. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';

const [folder, model] = process.argv.slice(2);
const { decodeJsonRows, encodeJsonRows, openSavedPipeline } = await import(
  pathToFileURL(`${folder}/saved-pipelines.js`).href
);
const entries = readdirSync(model, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
const paths = entries.map((entry) => join(entry.parentPath, entry.name));
const pipeline = await openSavedPipeline(new Map(paths.map((path) => [relative(model, path), readFileSync(path)])));
const scorer = pipeline.compile();
const row = { colour: 'red', city: 'city7', a: 0.5, b: -1, c: 2, d: 'NaN', e: 0, f: 4 };
const [answer] = encodeJsonRows(scorer.score(decodeJsonRows([row], scorer.inputSchema)));
process.stdout.write(`${answer.output.prediction}\n`);
