import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasNpmNetwork } from './support/installed-command.ts';
import { packPackages } from './support/installed-packages.ts';
import { findPodman } from './support/podman.ts';

const root = resolve(import.meta.dirname, '..');
const podman = (await hasNpmNetwork()) ? findPodman() : undefined;
const image = 'localhost/catenary-test';
const name = `catenary-test-${process.pid}`;
const port = '45747';

describe.skipIf(podman === undefined)('the container image', () => {
  const run = (...words: string[]) => podman?.run(...words).trim() ?? '';
  const start = (...words: string[]) => run(...(podman?.runWords ?? []), ...words);
  const folder = mkdtempSync(join(tmpdir(), 'catenary-image-'));

  beforeAll(() => {
    cpSync(join(root, 'packaging/image'), folder, { recursive: true });
    packPackages(folder, ['@catenary/scoring', 'catenary']);
    podman?.build(folder, '--tag', image);
  }, 600_000);
  afterAll(() => {
    run('rm', '--force', '--volumes', name);
    run('rmi', '--force', '--ignore', image, `${image}-python`);
    rmSync(folder, { recursive: true, force: true });
  });

  it('has less than 200 MB, runs as no root, and declares volume, port and health check', () => {
    const [{ Size, Config, HealthCheck, Healthcheck }] = JSON.parse(run('image', 'inspect', image)) as [Inspected];
    expect(Size).toBeLessThan(200_000_000);
    expect(Config).toMatchObject({ User: '10001', Volumes: { '/data': {} }, ExposedPorts: { '4747/tcp': {} } });
    expect((Healthcheck ?? HealthCheck)?.Test).toEqual(['CMD-SHELL', 'catenary env >/dev/null']);
    expect(start('--rm', '--entrypoint', 'id', image, '--user')).toBe('10001');
  });

  it('serves an own model with nothing writable but its volume, and stops when it is asked to', {
    timeout: 120_000,
  }, async () => {
    const example = `${join(root, 'examples/sklearn-pipeline')}:/example:ro`;
    const volumes = ['--volume', example, '--volume', '/data'];
    start(
      '--detach',
      '--name',
      name,
      '--read-only',
      '--tmpfs',
      '/tmp',
      ...volumes,
      '--env',
      `CATENARY_PORT=${port}`,
      image,
    );
    for (let tries = 0; !run('logs', name).includes('catenary ready on'); tries++) {
      expect(tries).toBeLessThan(300);
      await sleep(100);
    }
    run('healthcheck', 'run', name);
    const inside = (...words: string[]) => run('exec', name, 'catenary', ...words);
    expect(inside('deploy', 'churn', '/example/model.joblib')).toContain('endpoint churn: created, in service');
    const expected = run('exec', name, 'cat', '/example/expected.csv');
    expect(inside('invoke', 'churn', '--input', '/example/rows.csv', '--accept', 'text/csv')).toBe(expected);
    run('stop', '--time', '60', name);
    expect(run('inspect', '--format', '{{.State.ExitCode}}', name)).toBe('0');
  });

  it('runs scripts too, built with Python', { timeout: 300_000 }, () => {
    podman?.build(folder, '--tag', `${image}-python`, '--build-arg', 'WITH=python3 python3-venv bubblewrap');
    const said = start(
      '--rm',
      '--entrypoint',
      'sh',
      `${image}-python`,
      '-c',
      'python3 -m venv /tmp/v && bwrap --version && id -u',
    );
    expect(said).toMatch(/^bubblewrap [\d.]+\n10001$/);
  });
});

interface Inspected {
  readonly Size: number;
  readonly Config: object;
  readonly HealthCheck?: { readonly Test: readonly string[] };
  readonly Healthcheck?: { readonly Test: readonly string[] };
}
