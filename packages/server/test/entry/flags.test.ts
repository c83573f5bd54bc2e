import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { commands } from '../../src/entry/cli/commands.ts';
import { addFlags } from '../../src/entry/cli/flags/add-flags.ts';
import { checkFlags } from '../../src/entry/cli/flags/check-flags.ts';
import { declareFlag } from '../../src/entry/cli/flags/declare-flag.ts';
import { pairsFlag } from '../../src/entry/cli/flags/pairs-flag.ts';
import { choice } from '../../src/entry/options/schema/choice.ts';
import { wholeNumber } from '../../src/entry/options/schema/number.ts';

const source = join(import.meta.dirname, '../../src/entry/cli');
const tables = await Promise.all(commands().map(async ({ name, flags }) => [name, await flags()] as const));

const table = {
  rate: declareFlag.required(declareFlag.value('--rate <n>', 'requests a second', wholeNumber({ from: 1, to: 9 }))),
  splitType: declareFlag.usually(
    declareFlag.value('-s, --split-type <type>', 'where records end', choice(['None', 'Line'], { isAnyCase: true })),
    'Line',
  ),
  output: declareFlag.text('--output <file>', 'where it goes', 'standard output'),
  env: pairsFlag('--env <K=V>', 'variables'),
  follow: declareFlag.switch('--follow', 'go on'),
  wait: declareFlag.not('--no-wait', 'end at once'),
};

const parsed = (...words: readonly string[]) =>
  checkFlags(
    table,
    addFlags(new Command().exitOverride().configureOutput({ writeErr: () => undefined }), table)
      .parse(words, { from: 'user' })
      .opts(),
  );

describe('a table of flags', () => {
  it('gives values, defaults, and nothing for what is left out', () => {
    expect(parsed('--rate', '3')).toEqual({ rate: 3, splitType: 'Line', wait: true });
    const all = [
      '--rate',
      '9',
      '-s',
      'none',
      '--output',
      'o',
      '--env',
      'A=1',
      '--env',
      'B=x=y',
      '--follow',
      '--no-wait',
    ];
    const values = { rate: 9, splitType: 'None', output: 'o', env: { A: '1', B: 'x=y' }, follow: true, wait: false };
    expect(parsed(...all)).toEqual(values);
  });

  it.each([
    [['--rate', '10'], '--rate must be a whole number from 1 to 9; it is 10'],
    [['--rate', 'x'], '--rate must be a whole number from 1 to 9; it is "x"'],
    [['--rate', '1', '--split-type', 'Word'], '--split-type must be one of None, Line; it is "Word"'],
    [['--rate', '1', '--env', 'A'], "option '--env <K=V>' argument 'A' is invalid. It must be NAME=VALUE."],
    [[], "required option '--rate <n>' not specified"],
  ])('refuses %o', (words, message) => {
    expect(() => parsed(...words)).toThrow(message);
  });

  it('is what --help says', () => {
    expect(addFlags(new Command(), table).options.map(({ flags, description }) => `${flags}: ${description}`)).toEqual([
      '--rate <n>: requests a second (1 to 9)',
      '-s, --split-type <type>: where records end (None, Line; default: Line)',
      '--output <file>: where it goes (default: standard output)',
      '--env <K=V>: variables',
      '--follow: go on',
      '--no-wait: end at once',
    ]);
  });
});

describe('flags of the commands', () => {
  it.each(tables)('of %s have their names in camel case', (_name, flags) => {
    const named = addFlags(new Command(), flags).options.map((option) => option.attributeName());
    expect(named).toEqual(Object.keys(flags));
  });

  it('are declared in tables alone', () => {
    const declaring = globSync('**/*.ts', { cwd: source }).filter((file) =>
      /\.(?:option|requiredOption|addOption)\(/.test(readFileSync(join(source, file), 'utf8')),
    );
    expect(declaring.toSorted()).toEqual(['flags/add-flags.ts']);
  });
});
