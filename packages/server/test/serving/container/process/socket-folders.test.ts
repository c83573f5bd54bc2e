import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { SocketFolders } from '../../../../src/serving/container/process/socket-folders.ts';

const scratch = mkdtempSync(join(tmpdir(), 'catenary-test-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const records = join(scratch, 'sockets');

describe('folders for sockets', () => {
  it('are entered by their user alone, and go with their record', async () => {
    const folders = new SocketFolders(records);
    const folder = await folders.make();
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    // unix(7): 107 bytes and a NUL.
    expect(Buffer.byteLength(join(folder, 'worker-1000.sock'))).toBeLessThan(107);
    expect(readdirSync(records)).toHaveLength(1);
    await folders.remove(folder);
    expect(existsSync(folder)).toBe(false);
    expect(readdirSync(records)).toEqual([]);
  });

  it('of a killed owner are removed by the next one, and no others', async () => {
    const left = await new SocketFolders(records).make();
    const living = await new SocketFolders(join(scratch, 'of another')).make();
    writeFileSync(join(left, '0.sock'), '');
    await new SocketFolders(records).removeLeft();
    expect(existsSync(left)).toBe(false);
    expect(existsSync(living)).toBe(true);
    expect(readdirSync(records)).toEqual([]);
    rmSync(living, { recursive: true });
  });

  it('whose record was cut off, or names something else, cost nothing else', async () => {
    const precious = join(scratch, 'precious');
    mkdirSync(precious);
    writeFileSync(join(records, 'catenary-0000000000000000'), '');
    writeFileSync(join(records, 'catenary-1111111111111111'), precious);
    await new SocketFolders(records).removeLeft();
    expect(existsSync(precious)).toBe(true);
    expect(readdirSync(records)).toEqual([]);
  });

  it('are not recorded without a place for records', async () => {
    const folders = new SocketFolders();
    const folder = await folders.make();
    await folders.removeLeft();
    expect(existsSync(folder)).toBe(true);
    await folders.remove(folder);
    expect(existsSync(folder)).toBe(false);
  });
});
