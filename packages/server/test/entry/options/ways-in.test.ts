import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterAll, describe, expect, it } from 'vitest';
import { readConfigFile } from '../../../src/entry/options/config-file.ts';
import { readEnvironment } from '../../../src/entry/options/environment.ts';
import { type OptionFlag, optionFlags, readFlags } from '../../../src/entry/options/flags.ts';
import { OptionError } from '../../../src/entry/options/option-error.ts';
import { compileOptions, optionTable, type RawServerOptions } from '../../../src/entry/options/server-options.ts';
import { startServer } from '../../../src/entry/start-server.ts';

const folder = mkdtempSync(join(tmpdir(), 'catenary-ways-in-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const table = Object.entries(optionTable);
const ofFile = table.filter(([, { isForTests = false }]) => !isForTests);
const variables = table.flatMap(([name, row]) => (row.environment ?? []).map((variable) => ({ name, variable, row })));
const flags = table.flatMap(([name, row]) => {
  const [flag] = row.flag?.split(' ') ?? [];
  return flag === undefined ? [] : [{ name, flag, row }];
});

/** What no option of a kind can be, as values and as texts of variables and flags. */
const wrongValues: Readonly<Record<string, readonly unknown[]>> = {
  boolean: ['true', 'no', 0, 1, null, []],
  choice: ['loud', '', 'DEBUG', 1, null, ['info']],
  number: ['8', 'many', '', NaN, Infinity, -Infinity, -1, true, null, [8]],
  text: ['', true, null, ['a'], {}],
  list: ['a', 1, null, {}],
};
const wrongTexts: Readonly<Record<string, readonly string[]>> = {
  boolean: ['maybe', 'no', 'TRUE', '2', ' true'],
  choice: ['loud', 'DEBUG', ' info'],
  number: ['many', '1e3', '0x10', ' 8', '8 ', '8GB', '-1', 'NaN', 'Infinity', '.5'],
  text: [],
};

function fileOf(text: string): Promise<RawServerOptions> {
  const path = join(folder, 'catenary.yaml');
  writeFileSync(path, text);
  return readConfigFile(path);
}

const yamlOf = (value: unknown) =>
  typeof value === 'number' && !Number.isFinite(value)
    ? `${value < 0 ? '-' : ''}${Number.isNaN(value) ? '.nan' : '.inf'}`
    : JSON.stringify(value);

async function messageOf(what: () => unknown): Promise<string> {
  try {
    return `no error, but ${JSON.stringify(await what())}`;
  } catch (error) {
    if (error instanceof OptionError) return error.message;
    throw error;
  }
}

describe('what an option cannot be is refused in one sentence', () => {
  it.each(ofFile)('by catenary.yaml: %s', async (name, { schema }) => {
    for (const value of wrongValues[schema.kind] ?? []) {
      const message = await messageOf(() => fileOf(`# a comment\n${name}: ${yamlOf(value)}\n`));
      expect(message).toContain(`catenary.yaml: line 2: ${name} must be ${schema.must}`);
      expect(message).not.toContain('\n');
    }
  });

  it.each(table)('by startServer: %s', async (name, { schema }) => {
    const data = join(folder, 'never-made');
    for (const value of wrongValues[schema.kind] ?? []) {
      const raw = { data, [name]: value } as RawServerOptions;
      const message = await messageOf(() => startServer(raw, { environment: {} }));
      expect(message).toContain(`${name} must be ${schema.must}`);
      expect(message).not.toContain('\n');
    }
    expect(existsSync(data)).toBe(false);
  });

  it.each(variables)('by the environment: $variable', async ({ variable, row: { schema } }) => {
    for (const text of wrongTexts[schema.kind] ?? [])
      expect(await messageOf(() => readEnvironment({ [variable]: text }))).toBe(
        `${variable} must be ${schema.must}; it is ${/^-1$/.test(text) ? text : JSON.stringify(text)}`,
      );
  });

  it.each(flags)('by flag: $flag', async ({ name, flag, row: { schema } }) => {
    for (const text of [...(wrongTexts[schema.kind] ?? []), '']) {
      const message = await messageOf(() => readFlags({ [name]: text }));
      expect(message).toContain(`${flag} must be ${schema.must}; it is `);
    }
  });

  // The bounds are those of docs/configuration.md before it was made out of the table.
  it.each([
    [{ port: 65_536 }, 'port must be a whole number from 0 to 65535; it is 65536'],
    [{ port: 80.5 }, 'port must be a whole number from 0 to 65535; it is 80.5'],
    [{ maxRunningJobs: 0 }, 'maxRunningJobs must be a whole number from 1 to 64; it is 0'],
    [{ maxRunningJobs: 65 }, 'maxRunningJobs must be a whole number from 1 to 64; it is 65'],
    [{ leaseSeconds: 0.9 }, 'leaseSeconds must be a number from 1 to 3600; it is 0.9'],
    [{ checkpointSeconds: 3601 }, 'checkpointSeconds must be a number from 0 to 3600; it is 3601'],
    [{ maxLoadedModels: 0 }, 'maxLoadedModels must be a whole number from 1 on; it is 0'],
    [{ maxLoadedModelMB: 0 }, 'maxLoadedModelMB must be a number above 0; it is 0'],
    [{ maxConnections: 0 }, 'maxConnections must be a whole number from 1 on; it is 0'],
    [{ maxRequestMemoryMB: 7.9 }, 'maxRequestMemoryMB must be a number from 8 on; it is 7.9'],
    [{ logLevel: 'loud' }, 'logLevel must be one of debug, info, warn, error, silent; it is "loud"'],
    [{ sandbox: 'bwrap' }, 'sandbox must be one of auto, bubblewrap, none; it is "bwrap"'],
    [{ fuse: 'false' }, 'fuse must be true or false; it is "false"'],
    [{ account: '12345678901' }, 'account must be a text of 12 digits; it is "12345678901"'],
    [{ region: 'eu west' }, 'region must be the name of a region; it is "eu west"'],
    [{ host: '' }, 'host must be a text that is not empty; it is ""'],
    [
      { store: 'postgresql//me:secret@db/x' },
      'store must be a postgres:// address; leave it out for a database of this server alone',
    ],
    [{ images: [{ match: 'a' }] }, 'images.0 needs either command, kind or url'],
    [{ images: [{ match: 'a', kind: 'pca', timeout: 3 }] }, 'images.0 has headers, timeout or ca, which go with url'],
    [
      { images: [{ match: 'a', url: 'ftp://a/' }] },
      'images.0.url must be an address http(s)://host/path without user, query and fragment; it is "ftp://a/"',
    ],
    [
      { images: [{ match: 'a', url: 'http://a/', headers: { Host: 'X' } }] },
      'images.0.headers.Host must be named as a header of HTTP that is not one of the contract; it is "Host"',
    ],
    [{ images: [{ kind: 'sparkml' }] }, 'images.0 needs match'],
    [{ images: [{ match: 'a', comand: ['b'] }] }, 'images.0.comand is not an option; use command'],
    [{ images: [{ match: 'a', command: [] }] }, 'images.0.command must be a list that is not empty; it is a list'],
    [
      { images: [{ match: 'a', command: ['b'], readable: ['/x', 'y'] }] },
      'images.0.readable.1 must be an absolute path; it is "y"',
    ],
    [{ s3: [{ buckets: ['a'], pathStyle: 'no' }] }, 's3.0.pathStyle must be true or false; it is "no"'],
    [{ maxRuningJobs: 2 }, 'maxRuningJobs is not an option; use maxRunningJobs'],
    [{ constructor: 2 }, expect.stringMatching(/^constructor is not an option; there are host, port, /)],
  ])('by startServer and catenary.yaml: %j', async (raw, message) => {
    const stated = (await messageOf(() => fileOf(JSON.stringify(raw)))).replace(/^\S+: line 1: /, '');
    expect(await messageOf(() => startServer(raw as never))).toEqual(message);
    expect(await messageOf(() => startServer(raw as never, { environment: {} }))).toEqual(message);
    expect(stated).toEqual(message);
  });

  it.each([
    ['CATENARY_S3_PATH_STYLE', 'no', 'CATENARY_S3_PATH_STYLE must be true or false; it is "no"'],
    [
      'CATENARY_S3_BUCKETS',
      'a,B/c',
      'CATENARY_S3_BUCKETS.1 must be the name of a bucket, with * for any characters; it is "B/c"',
    ],
    [
      'CATENARY_S3_ENDPOINT',
      'http://x/',
      'CATENARY_S3_BUCKETS is not set, and the other variables describe the store of those buckets',
    ],
  ])('by the store of the environment: %s=%s', async (name, value, message) => {
    expect(await messageOf(() => readEnvironment({ [name]: value }))).toBe(message);
  });
});

describe('what an option may be is taken alike', () => {
  /** A value of an option whose default follows from others, or is none that can be given. */
  const examples: Readonly<Record<string, unknown>> = {
    otlpEndpoint: 'http://127.0.0.1:4318',
    otlpHeaders: 'a=b',
    data: '/somewhere',
    environments: '/somewhere',
    store: 'postgres://db/x',
    keysFile: '/somewhere/keys.yaml',
    tlsCert: '/somewhere/server.crt',
    tlsKey: '/somewhere/server.key',
    faults: 'kill@before-checkpoint:1',
  };
  const exampleOf = (name: string) => examples[name] ?? optionTable[name]?.default;

  it.each(ofFile)('by catenary.yaml: %s', async (name) => {
    expect(await fileOf(`${name}: ${yamlOf(exampleOf(name))}\n`)).toEqual({ [name]: exampleOf(name) });
  });

  it.each(variables)('by the environment: $variable', ({ name, variable }) => {
    expect(readEnvironment({ [variable]: String(exampleOf(name)) })).toEqual({ [name]: exampleOf(name) });
  });

  it.each(flags)('by flag: $flag', ({ name, flag, row }) => {
    const command = new Command();
    for (const each of Object.values<OptionFlag>(optionFlags())) command.option(each.flag, each.doc);
    const isSwitch = row.schema.kind === 'boolean';
    command.parse(isSwitch ? [flag] : [flag, String(exampleOf(name))], { from: 'user' });
    expect(readFlags(command.opts())).toEqual({ [name]: isSwitch ? true : exampleOf(name) });
  });

  it('true and false of the environment', () => {
    const fuseOf = (text: string) => readEnvironment({ CATENARY_FUSE: text }).fuse;
    expect(['true', '1', 'false', '0', ''].map(fuseOf)).toEqual([true, true, false, false, undefined]);
    const pathStyleOf = (text: string) =>
      readEnvironment({ CATENARY_S3_BUCKETS: 'a', CATENARY_S3_PATH_STYLE: text }).s3?.[0]?.pathStyle;
    expect(['true', '1', 'false', '0', ''].map(pathStyleOf)).toEqual([true, true, false, false, undefined]);
  });

  it('digits of texts in catenary.yaml are kept', async () => {
    expect(await fileOf('account: 000000000001\n')).toEqual({ account: '000000000001' });
  });

  it('an empty catenary.yaml sets nothing, and a list is none', async () => {
    expect(await fileOf('# nothing\n')).toEqual({});
    await expect(fileOf('- port\n')).rejects.toThrow(/catenary\.yaml: holds options by name, such as port: 4747$/);
  });

  it('~/ is the home folder, and folders are absolute', () => {
    const { HOME = '' } = process.env;
    expect(compileOptions({ data: '~/kept', environments: 'here' })).toMatchObject({
      data: `${HOME}/kept`,
      environments: join(process.cwd(), 'here'),
      store: `${HOME}/kept/catenary.sqlite`,
    });
  });
});
