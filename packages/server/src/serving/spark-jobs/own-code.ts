import { existsSync } from 'node:fs';
import { extname, join, resolve } from 'node:path';
import { quote } from '../container/process/gate.ts';
import { programFolders } from '../container/process/program-folders.ts';

const source = resolve(import.meta.dirname, '../..');
const extension = extname(import.meta.url);
/** From a checkout the scoring library lies beside the server, and the packages of Python beside both. */
const checkout = resolve(source, '../../..');
const isCheckout = extension === '.ts';
const packageRoot = isCheckout ? checkout : resolve(source, '..');

/** The words that start this program's command, for a shell. */
const command = [process.execPath, ...(isCheckout ? ['--conditions=source'] : []), join(source, `main${extension}`)]
  .map(quote)
  .join(' ');

/** What that needs to see. */
const folders = (): readonly string[] => [
  ...programFolders(process.execPath),
  ...(isCheckout
    ? [join(checkout, 'packages'), join(checkout, 'node_modules'), join(checkout, 'package.json')]
    : [modulesFolder()]),
];

/** An installed package stands among those that it needs. */
function modulesFolder(): string {
  const parent = resolve(packageRoot, '..');
  return parent.endsWith('node_modules') ? parent : packageRoot;
}

/** Modules for drivers: awsglue, and the serializer of MLeap with what it stands on. */
const modules: readonly string[] = [
  join(import.meta.dirname, 'driver'),
  ...['mleap', 'spark'].map((name) => join(packageRoot, 'packages', name, 'src')),
].filter((path) => existsSync(path));

/** What runs get of this program's own. */
export const ownCode = { command, folders, modules };
