/**
 * One process from its import to its first row: node first-row.mjs PACKAGE_FOLDER DOOR LOADER FILE. Prints milliseconds: those that passed, and
 * those that its main thread worked, which other work on the machine changes less.
 */
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const [folder, door, loader, path] = process.argv.slice(2);
const worked = () => {
  const { user, system } = process.threadCpuUsage?.() ?? process.cpuUsage();
  return (user + system) / 1000;
};
const bytes = readFileSync(path);
const [since, before] = [performance.now(), worked()];
const library = await import(pathToFileURL(`${folder}/${door}.js`).href);
let source = bytes;
if (loader !== 'load' && path.endsWith('.gz')) {
  const { openArchive } = await import(pathToFileURL(`${folder}/archive.js`).href);
  source = openArchive(bytes);
  if (door === 'xgboost') source = source.get('xgboost-model');
}
const model = await library[loader](source);
const row = model.inputs.map(({ type, dataType }, at) => {
  if (type === 'category' || type === 'string') return ['Fair', 'H', 'VS2'][at % 3];
  if (type !== 'vector') return at / 3;
  return Array.from({ length: Number(/\d+/.exec(dataType ?? '')?.[0] ?? 3) }, (_none, place) => place / 2);
});
model.predictOne(row);
process.stdout.write(`${performance.now() - since} ${worked() - before}`);
