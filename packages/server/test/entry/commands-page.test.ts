import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { commands } from '../../src/entry/cli/commands.ts';
import { root } from '../support/start-server.ts';

const page = readFileSync(join(root, 'docs/commands.md'), 'utf8');
const described = commands().map(({ name, describe: add }) => add(new Command(name)));

describe('docs/commands.md', () => {
  it('has a row for each command, with its operands', () => {
    const rows = [...page.matchAll(/^\| `catenary ([a-z]+)/gm)].map(([, name = '']) => name);
    expect(rows.toSorted()).toEqual(described.map((command) => command.name()).toSorted());
  });

  it('names no flag that there is not', () => {
    const flags = new Set(['--help', ...described.flatMap(({ options }) => options.map(({ long }) => long))]);
    const named = [...page.matchAll(/(?<![\w-])--[a-z][a-z-]*/g)].map(([flag]) => flag);
    expect(named.length).toBeGreaterThan(5);
    expect(named.filter((flag) => !flags.has(flag))).toEqual([]);
  });

  it('is right that what prints something takes --json', () => {
    const silent = ['completion', 'demo', 'score', 'serve', 'stream'];
    const without = described.filter(({ options }) => options.every(({ long }) => long !== '--json'));
    expect(without.map((command) => command.name()).toSorted()).toEqual(silent);
  });
});
