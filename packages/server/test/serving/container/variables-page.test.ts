import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { containerVariables, jobVariables } from '../../../src/contract/variables.ts';
import { root } from '../../support/start-server.ts';

const page = readFileSync(join(root, 'docs/containers.md'), 'utf8');
const [, table = ''] = /^\| variable \| of \|.*\n\|.*\n((?:\|.*\n)+)/m.exec(page) ?? [];
const listed = table
  .trim()
  .split('\n')
  .flatMap((line) => [...(line.split('|')[1] ?? '').matchAll(/`([A-Z_]+)`/g)].map(([, name = '']) => name));

/** Names that the source of containers and jobs has as texts: in TypeScript, and in the Python host. */
const source = globSync(['packages/server/src/serving/**/*.{ts,py}', 'packages/server/src/contract/variables.ts'], {
  cwd: root,
})
  .map((file) => readFileSync(join(root, file), 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*|^\s*#.*/gm, ''))
  .join('\n');
const read = new Set([...source.matchAll(/\b(?:SAGEMAKER|CATENARY|SM|OMP)_[A-Z_]+\b/g)].map(([name]) => name));
/** Of the server itself (docs/configuration.md), and of what it starts for Spark. */
const ofTheServer = ['CATENARY_PYTHON', 'CATENARY_COMMAND'];

describe('the variables of containers in docs/containers.md', () => {
  it('are those that the source knows, each once', () => {
    const known = [...read].filter(
      (name) => !jobVariables.includes(name) && !name.startsWith('CATENARY_BATCH') && !ofTheServer.includes(name),
    );
    expect(listed.toSorted()).toEqual(known.toSorted());
  });

  it('have all of our own that a container may have', () => {
    expect(listed.filter((name) => name.startsWith('CATENARY_')).toSorted()).toEqual(
      [...containerVariables].toSorted(),
    );
  });
});
