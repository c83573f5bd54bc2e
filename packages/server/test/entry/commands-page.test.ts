import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { describedCommands } from '../../../../scripts/man-page/described-commands.ts';
import { root } from '../support/start-server.ts';

const page = readFileSync(join(root, 'docs/commands.md'), 'utf8');
const described = await describedCommands();

describe('docs/commands.md', () => {
  it('has a row for each command, with its operands', () => {
    const rows = [...page.matchAll(/^\| `catenary ([a-z]+)/gm)].map(([, name = '']) => name);
    expect(rows.toSorted()).toEqual(described.map(({ name }) => name).toSorted());
  });

  it('names no flag that there is not', () => {
    const flags = new Set(['--help', ...described.flatMap(({ flags: own }) => own.map(({ long }) => long))]);
    const named = [...page.matchAll(/(?<![\w-])--[a-z][a-z-]*/g)].map(([flag]) => flag);
    expect(named.length).toBeGreaterThan(5);
    expect(named.filter((flag) => !flags.has(flag))).toEqual([]);
  });

  it('is right that what prints something takes --json', () => {
    const silent = ['completion', 'demo', 'score', 'serve', 'stream', 'task'];
    const without = described.filter(({ flags }) => flags.every(({ long }) => long !== '--json'));
    expect(without.map(({ name }) => name).toSorted()).toEqual(silent);
  });

  it('is right that what is a client of a server takes --show-calls', () => {
    const [, table = ''] = page.split('## With a running server');
    const clients = [...(table.split('\n## ')[0] ?? '').matchAll(/^\| `catenary ([a-z]+)/gm)].map(
      ([, name = '']) => name,
    );
    const showing = described.filter(({ flags }) => flags.some(({ long }) => long === '--show-calls'));
    // `env` prints what it found in the data folder; its one call asks whether that is taken.
    expect([...showing.map(({ name }) => name), 'env'].toSorted()).toEqual(clients.toSorted());
  });
});
