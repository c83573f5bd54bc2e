import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Finding, Surroundings } from '../../src/entry/cli/doctor/check.ts';
import { describeClock } from '../../src/entry/cli/doctor/checks/clock.ts';
import { describeGlibc } from '../../src/entry/cli/doctor/checks/glibc.ts';
import { describeLines } from '../../src/entry/cli/doctor/checks/image-lines.ts';
import { checks } from '../../src/entry/cli/doctor/checks.ts';
import { compileOptions, type RawServerOptions } from '../../src/entry/options/server-options.ts';
import { findProgram } from '../../src/serving/container/process/find-program.ts';
import { runCatenary, runCatenaryIn } from '../support/run-catenary.ts';

const folder = mkdtempSync(join(tmpdir(), 'catenary-doctor-'));

async function look(name: string, raw: RawServerOptions, server?: Surroundings['server']): Promise<Finding> {
  const options = compileOptions({ data: folder, environments: folder, ...raw });
  const check = checks.find((each) => each.name === name);
  if (check === undefined) throw new Error(`there is no check ${name}`);
  return check.run({ options, environment: {}, server, pythons: [] });
}

describe('catenary doctor', () => {
  it('says that a server can run, and looks at everything', async () => {
    const { code, stdout } = await runCatenary(folder, 'doctor', '--port', '0', '--json');
    const report = JSON.parse(stdout) as { readonly isReady: boolean; readonly checks: { readonly check: string }[] };
    expect(report.checks.map(({ check }) => check)).toEqual(checks.map(({ name }) => name));
    expect([code, report.isReady]).toEqual([0, true]);
  });

  it('says what is missing and how to get it, and ends with status 1', async () => {
    const env = { PATH: join(folder, 'nowhere') };
    const { code, stdout } = await runCatenaryIn({ folder, env }, 'doctor', '--port', '0');
    expect(stdout).toMatch(
      /^missing {2}Python +The Python interpreter python3 does not run: there is no such program$/m,
    );
    expect(stdout).toMatch(/^ +-> install Python 3\.7 or newer with venv \(apt-get install python3 python3-venv\)/m);
    expect(stdout).toMatch(/^note {5}bubblewrap .*\n +-> install bubblewrap/m);
    expect(stdout).toContain('\n1 missing: see the lines with ->.\n');
    expect(code).toBe(1);
  });

  it('knows which releases a Python serves, and which Python serves the others', () => {
    // scikit-learn 1.0 was published for 3.7 to 3.10 and 1.1 for 3.8 to 3.11 (PyPI).
    const { state, says, remedy } = describeLines([11]);
    expect(state).toBe('note');
    expect(says).toContain('sagemaker-scikit-learn: 1.1 1.2');
    expect(remedy).toContain('python3.10 on PATH for sagemaker-scikit-learn 1.0');
    expect(describeLines([]).says).toBe('sagemaker-scikit-learn: none; sagemaker-xgboost: none');
    expect(describeLines([7, 8, 9, 10, 11, 12, 13])).toEqual({ state: 'ok', says: expect.any(String) as string });
  });

  it('finds a data folder that is a file, or is not writable', async () => {
    writeFileSync(join(folder, 'file'), '');
    expect(await look('data folder', { data: join(folder, 'file') })).toEqual({
      state: 'missing',
      says: `data cannot be ${join(folder, 'file')}: it is a file, and not a folder (ENOTDIR)`,
      remedy: 'name another folder with --data or CATENARY_DATA',
    });
    expect((await look('data folder', { data: '/proc/1/x' })).state).toBe('missing');
    const inside = join(folder, 'new', 'data');
    expect(await look('data folder', { data: inside })).toEqual({
      state: 'ok',
      says: `${inside} will be made; no server runs`,
    });
  });

  it('finds who has the port, unless it is the server of the folder', async () => {
    const other = createServer();
    const port = await new Promise<number>((resolve) =>
      other.listen(0, '127.0.0.1', () => resolve((other.address() as { port: number }).port)),
    );
    const found = await look('port', { port });
    expect(found).toMatchObject({
      state: 'missing',
      says: expect.stringContaining(`process ${process.pid}`) as string,
    });
    expect(found.remedy).toContain('choose another port with --port');
    const server = { url: `http://127.0.0.1:${port}`, pid: 1, version: '0' };
    expect(await look('port', { port }, server)).toEqual({ state: 'ok', says: `${port} is this server's` });
    other.close();
  });

  it('counts environments, and refuses a folder for them that cannot be written to', async () => {
    const kept = join(folder, 'python');
    mkdirSync(join(kept, '616ae278114b1032ebf34cf0.95197677'), { recursive: true });
    symlinkSync('616ae278114b1032ebf34cf0.95197677', join(kept, '616ae278114b1032ebf34cf0'));
    expect(await look('environments', {})).toEqual({ state: 'ok', says: `1 in ${kept}` });
    expect((await look('environments', { environments: '/proc/1/x' })).state).toBe('missing');
  });

  it('finds the engine that a server would use for images', async () => {
    const socket = join(folder, 'engine.sock');
    expect(await look('container engine', { containers: { socket } })).toMatchObject({
      state: 'note',
      says: expect.stringMatching(/^none: /) as string,
      remedy: expect.stringContaining('install Docker or Podman') as string,
    });
    writeFileSync(socket, '');
    expect(await look('container engine', { containers: { socket } })).toEqual({
      state: 'ok',
      says: `unix://${socket}`,
    });
    expect((await look('container engine', { containers: { engine: 'none', socket } })).says).toMatch(/^none is used/);
  });

  it('knows a server of another version', async () => {
    const server = { url: 'http://127.0.0.1:1', pid: 7, version: '0.0.1' };
    expect(await look('versions', {}, server)).toMatchObject({
      state: 'note',
      remedy: 'stop it (kill 7) and start it again',
    });
  });

  it.skipIf(findProgram('bwrap') === undefined)('tells without a sandbox what that means', async () => {
    expect((await look('bubblewrap', { sandbox: 'none' })).says).toContain('EnableNetworkIsolation is refused');
  });

  it('judges clock and C library', () => {
    const now = Date.UTC(2026, 0, 10);
    const day = 86_400_000;
    const judge = (installed: number, isSynchronised?: boolean) =>
      describeClock({ now, installed, isSynchronised }).state;
    expect([judge(now), judge(now, true), judge(now, false), judge(now + 2 * day)]).toEqual([
      'ok',
      'ok',
      'note',
      'missing',
    ]);
    // As S3 has it: the developer guide of S3, "Authenticating requests".
    expect(describeClock({ now, installed: now, isSynchronised: false }).remedy).toContain('differ by 15 minutes');
    expect(['2.28', '2.36', '2.27', '1.99', undefined].map((version) => describeGlibc(version).state)).toEqual([
      'ok',
      'ok',
      'note',
      'note',
      'note',
    ]);
  });
});
