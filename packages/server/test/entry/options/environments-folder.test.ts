import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { environmentsFolder } from '../../../src/entry/options/environments-folder.ts';

describe('environmentsFolder()', () => {
  const home = mkdtempSync(join(tmpdir(), 'catenary-home-'));

  it('is the one of the user, whatever the data folder', () => {
    expect(environmentsFolder('/data', { HOME: home })).toBe(join(home, '.cache/catenary'));
    expect(environmentsFolder('/other', { HOME: home, XDG_CACHE_HOME: join(home, 'c') })).toBe(
      join(home, 'c/catenary'),
    );
  });

  it('is the data folder where the user has no place that can be written to', () => {
    expect(environmentsFolder('/data', {})).toBe('/data');
    // Nobody writes there, the superuser neither.
    expect(environmentsFolder('/data', { HOME: '/proc/1' })).toBe('/data');
    writeFileSync(join(home, 'file'), '');
    expect(environmentsFolder('/data', { HOME: join(home, 'file') })).toBe('/data');
  });
});
