/** Prints the shape of the sources, each figure beside its target, and where it is exceeded: npm run shape [-- --short] */
import { measureShape } from './shape/measure.ts';
import { readSources } from './shape/source-file.ts';

const isShort = process.argv.includes('--short');
for (const { name, value, target, places } of measureShape(readSources())) {
  console.log(`${String(value).padStart(5)}  (target ${target})  ${name}`);
  if (!isShort) for (const { file, line, what } of places) console.log(`         ${file}:${line}  ${what}`);
}
