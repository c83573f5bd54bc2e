import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { readEnvironment } from '../packages/server/src/entry/options/environment.ts';

const packaging = resolve(import.meta.dirname, '../packaging');
const read = (path: string) => readFileSync(join(packaging, path), 'utf8');

describe('the systemd unit', () => {
  const unit = join(packaging, 'systemd/catenary.service');
  const hasAnalyze = spawnSync('systemd-analyze', ['--version']).status === 0;

  it.skipIf(!hasAnalyze)('is one that systemd understands', () => {
    expect(spawnSync('systemd-analyze', ['verify', unit], { encoding: 'utf8' })).toMatchObject({
      status: 0,
      stderr: '',
    });
  });

  it.skipIf(!hasAnalyze)(
    'is counted among the closed ones by systemd: an exposure below 3.5, where 9.6 is open',
    () => {
      const said = execFileSync('systemd-analyze', ['security', '--offline=true', '--no-pager', unit], {
        encoding: 'utf8',
      });
      expect(Number(/exposure level for catenary\.service: ([\d.]+)/.exec(said)?.[1])).toBeLessThan(3.5);
    },
  );

  it('forbids nothing that bubblewrap or Node need', () => {
    const settings = [...read('systemd/catenary.service').matchAll(/^(\w+)=/gm)].map(([, name]) => name);
    for (const name of ['RestrictNamespaces', 'MemoryDenyWriteExecute', 'ProtectKernelTunables', 'ProtectKernelLogs'])
      expect(settings).not.toContain(name);
    for (const name of ['ProtectHostname', 'ProtectProc', 'ProcSubset']) expect(settings).not.toContain(name);
  });
});

describe('the Compose file', () => {
  const given = Object.fromEntries(
    [...read('compose/example.env').matchAll(/^([A-Z_]+)=$/gm)].map(([, name = '']) => [name, `a-${name}`]),
  );
  const text = read('compose/compose.yaml').replaceAll(/\$\{(\w+):\?[^}]*\}/g, (_, name: string) => given[name] ?? '');
  const { services, volumes } = parse(text) as {
    services: Record<string, { environment: Record<string, string>; volumes: string[]; depends_on?: object }>;
    volumes: object;
  };

  it('sets options that there are, to services that there are', () => {
    const environment = services['catenary']?.environment ?? {};
    const { store, s3 } = readEnvironment(environment);
    expect(new URL(store ?? '').hostname).toBe('database');
    expect(s3).toMatchObject([{ buckets: ['*'], endpoint: 'http://objects:8333', pathStyle: true }]);
    expect(Object.keys(services['catenary']?.depends_on ?? {})).toEqual(['database', 'objects']);
    expect(Object.keys(services)).toEqual(['catenary', 'database', 'objects']);
  });

  it('takes every secret from its .env, and gives both sides the same', () => {
    const used = [...read('compose/compose.yaml').matchAll(/\$\{(\w+):\?/g)].map(([, name]) => name);
    expect(new Set(used)).toEqual(new Set(Object.keys(given)));
    const { environment = {} } = services['catenary'] ?? {};
    expect(new URL(environment['CATENARY_STORE_URL'] ?? '').password).toBe(
      services['database']?.environment['POSTGRES_PASSWORD'],
    );
    expect(environment['CATENARY_S3_SECRET_ACCESS_KEY']).toBe(services['objects']?.environment['SECRET']);
  });

  it('keeps what is kept in volumes that it declares', () => {
    const used = Object.values(services).flatMap((service) => service.volumes.map((volume) => volume.split(':')[0]));
    expect(used).toEqual(Object.keys(volumes));
  });
});
