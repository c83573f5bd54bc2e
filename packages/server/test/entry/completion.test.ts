import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { describedCommands } from '../../../../scripts/man-page/described-commands.ts';
import { shells } from '../../src/entry/cli/completion/shells.ts';
import { findProgram } from '../../src/serving/container/process/find-program.ts';
import { runCatenary } from '../support/run-catenary.ts';

const folder = mkdtempSync(join(tmpdir(), 'catenary-completion-'));
const described = await describedCommands();
const names = described.map(({ name }) => name);

/** What bash offers for a line, its last word being completed. */
function bashOffers(...words: readonly string[]): string[] {
  const line = words.map((word) => `'${word}'`).join(' ');
  const ask = `COMP_WORDS=(catenary ${line}); COMP_CWORD=${words.length}; _catenary; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const said = execFileSync('bash', ['-c', `${shells.bash(described)}\n${ask}`], { cwd: folder }).toString();
  return said.split('\n').filter((word) => word !== '');
}

describe('completion', () => {
  it('is of all commands and flags of this program', async () => {
    const { code, stdout } = await runCatenary(folder, 'completion', 'bash');
    expect(code).toBe(0);
    expect(stdout).toBe(shells.bash(described));
    expect((await runCatenary(folder, 'completion', 'tcsh')).code).toBe(2);
  });

  it.skipIf(findProgram('bash') === undefined)('offers in bash what fits', () => {
    writeFileSync(join(folder, 'my rows.csv'), '');
    expect(bashOffers('')).toEqual([...names, 'help', '--help', '--version']);
    expect(bashOffers('de')).toEqual(
      ['deploy', 'delete', 'demo'].toSorted((a, b) => names.indexOf(a) - names.indexOf(b)),
    );
    expect(bashOffers('logs', '--f')).toEqual(['--follow']);
    expect(bashOffers('invoke', 'x', '--input', 'my')).toEqual(['my rows.csv']);
    expect(bashOffers('invoke', 'x', '--accept', '')).toEqual([]);
    expect(bashOffers('deploy', 'x', 'my')).toEqual(['my rows.csv']);
    expect(bashOffers('status', '')).toEqual([]);
    expect(bashOffers('completion', 'z')).toEqual(['zsh']);
  });

  it.skipIf(findProgram('fish') === undefined)('offers in fish what fits', () => {
    const script = join(folder, 'catenary.fish');
    writeFileSync(script, shells.fish(described));
    const offers = (line: string) =>
      execFileSync('fish', ['--no-config', '-c', `source ${script}; complete -C '${line}'`], { cwd: folder })
        .toString()
        .split('\n')
        .flatMap((word) => (word === '' ? [] : [word.split('\t')[0]]));
    expect(offers('catenary ')).toEqual(names.toSorted());
    expect(offers('catenary logs --f')).toEqual(['--follow']);
    expect(offers('catenary completion z')).toEqual(['zsh']);
  });

  it.skipIf(findProgram('zsh') === undefined)('is a script for zsh that defines the completion', () => {
    const script = join(folder, '_catenary');
    writeFileSync(script, shells.zsh(described));
    const ask = `autoload -Uz compinit; compinit -D -u; source ${script}; print $_comps[catenary]`;
    expect(execFileSync('zsh', ['-f', '-c', ask], { cwd: folder }).toString()).toBe('_catenary\n');
  });
});
