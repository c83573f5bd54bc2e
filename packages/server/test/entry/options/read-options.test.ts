import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { merge, readDataFolder, readOptionSources, readOptions } from '../../../src/entry/options/read-options.ts';

/** A working directory and a data folder, each with a `catenary.yaml` of this text. */
function folders(here?: string, kept?: string) {
  const folder = mkdtempSync(join(tmpdir(), 'catenary-read-'));
  const data = join(folder, 'data');
  mkdirSync(data);
  if (here !== undefined) writeFileSync(join(folder, 'catenary.yaml'), here);
  if (kept !== undefined) writeFileSync(join(data, 'catenary.yaml'), kept);
  return { folder, data };
}

describe('readOptionSources()', () => {
  it('finds the files of the working directory and of the data folder, and says which set what', async () => {
    const { folder, data } = folders('port: 1\nregion: eu-west-1\n', 'port: 2\nmaxRunningJobs: 3\n');
    const environment = { CATENARY_DATA: data, CATENARY_PORT: '4' };
    const readings = await readOptionSources({ environment, folder, flags: { host: '::1' } });
    expect(readings).toEqual([
      { from: 'flags', options: { host: '::1' } },
      { from: 'environment', options: { data, port: 4 } },
      { from: join(folder, 'catenary.yaml'), options: { port: 1, region: 'eu-west-1' } },
      { from: join(data, 'catenary.yaml'), options: { port: 2, maxRunningJobs: 3 } },
    ]);
    expect(merge(readings)).toEqual({ host: '::1', data, port: 4, region: 'eu-west-1', maxRunningJobs: 3 });
  });

  it('finds the data folder by the file of the working directory', async () => {
    const { folder, data } = folders();
    writeFileSync(join(folder, 'catenary.yaml'), `data: ${data}\n`);
    writeFileSync(join(data, 'catenary.yaml'), 'port: 2\n');
    expect(await readOptions({ environment: {}, folder })).toEqual({ data, port: 2 });
  });

  it('reads the named file alone', async () => {
    const { folder, data } = folders('port: 1\n', 'port: 2\n');
    writeFileSync(join(folder, 'other.yaml'), 'host: ::1\n');
    const environment = { CATENARY_DATA: data };
    expect(await readOptions({ environment, folder, config: join(folder, 'other.yaml') })).toEqual({
      data,
      host: '::1',
    });
  });

  it('reads a file once that lies in both', async () => {
    const { folder } = folders('port: 1\n');
    const readings = await readOptionSources({ environment: {}, folder, flags: { data: folder } });
    expect(readings.map(({ from }) => from)).toEqual(['flags', 'environment', join(folder, 'catenary.yaml')]);
  });

  it('refuses a data folder that says that it is another', async () => {
    const { folder, data } = folders(undefined, 'data: /elsewhere\n');
    await expect(readOptions({ environment: { CATENARY_DATA: data }, folder })).rejects.toThrow(
      `${join(data, 'catenary.yaml')}: data cannot be set by a file that lies in the data folder`,
    );
  });
});

it('readDataFolder() does not read the file that lies in the data folder', async () => {
  const { folder, data } = folders(undefined, 'port: many\n');
  writeFileSync(join(folder, 'catenary.yaml'), `data: ${data}\n`);
  expect(await readDataFolder({ environment: {}, folder })).toBe(data);
  await expect(readOptions({ environment: {}, folder })).rejects.toThrow('port must be');
});
