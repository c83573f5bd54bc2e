import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { membersOf } from '../../../../scripts/api-coverage/page.ts';
import { describedCommands } from '../../../../scripts/man-page/described-commands.ts';
import { sagemakerModel } from '../../src/contract/models.ts';
import { checkFlags } from '../../src/entry/cli/flags/check-flags.ts';
import { type TransformFlags, transformFlags } from '../../src/entry/cli/flags/transform-flags.ts';
import { toRequest as requestOf } from '../../src/entry/cli/transform/to-request.ts';
import { root } from '../support/start-server.ts';

const page = readFileSync(join(root, 'docs/batch.md'), 'utf8');
const [, table = ''] = /^\| member of CreateTransformJob .*\n\|.*\n((?:\|.*\n)+)/m.exec(page) ?? [];
const rows = table
  .trim()
  .split('\n')
  .map((line) => {
    const [, members = '', flags = ''] = line.split('|');
    return {
      members: [...members.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name),
      flags: [...flags.matchAll(/--[a-z-]+/g)].map(([flag]) => flag),
      reason: /none: (.+)/.exec(flags)?.[1],
    };
  });
const flags = { models: [], input: 'rows.csv', output: 'out' };

/** The job of flags as they are typed. */
const toRequest = (typed: object, input: string, output: string) =>
  requestOf(checkFlags(transformFlags, typed) as TransformFlags, input, output);

describe('the table of flags of docs/batch.md', () => {
  it('has every member of CreateTransformJob once', () => {
    const leaves = membersOf(sagemakerModel, 'CreateTransformJobRequest').filter(({ isStructure }) => !isStructure);
    const within = (path: string) =>
      rows
        .flatMap(({ members }) => members)
        .filter((row) => `${path}.`.startsWith(`${row}.`) || path.startsWith(`${row}[`));
    expect(leaves.filter(({ path }) => within(path).length !== 1).map(({ path }) => path)).toEqual([]);
    const known = leaves.map(({ path }) => path);
    const named = rows.flatMap(({ members }) => members);
    expect(
      named.filter((name) => !known.some((path) => path === name || /^[.[]/.test(path.slice(name.length)))),
    ).toEqual([]);
  });

  it('names flags that there are, or why there is none', async () => {
    const transform = (await describedCommands()).find(({ name }) => name === 'transform');
    const described = transform?.flags.map(({ long }) => long);
    for (const { flags: named, reason } of rows) {
      expect(named.length > 0).toBe(reason === undefined);
      expect(named.filter((flag) => !described?.includes(flag))).toEqual([]);
    }
  });
});

/** A value of each flag that is a member of the job, as it is typed, and what the job then has. */
const typed: Readonly<Record<string, readonly [given: object, member: object]>> = {
  '--job-env': [{ jobEnv: { A: 'b' } }, { Environment: { A: 'b' } }],
  '--strategy': [{ strategy: 'SingleRecord' }, { BatchStrategy: 'SingleRecord' }],
  '--max-concurrent': [{ maxConcurrent: '3' }, { MaxConcurrentTransforms: 3 }],
  '--max-payload-mb': [{ maxPayloadMb: '2' }, { MaxPayloadInMB: 2 }],
  '--timeout': [{ timeout: '30' }, { ModelClientConfig: { InvocationsTimeoutInSeconds: 30 } }],
  '--retries': [{ retries: '1' }, { ModelClientConfig: { InvocationsMaxRetries: 1 } }],
  '--content-type': [{ contentType: 'application/json' }, { TransformInput: { ContentType: 'application/json' } }],
  '--compression': [{ compression: 'Gzip' }, { TransformInput: { CompressionType: 'Gzip' } }],
  '--split-type': [{ splitType: 'None' }, { TransformInput: { SplitType: 'None' } }],
  '--assemble-with': [{ assembleWith: 'None' }, { TransformOutput: { AssembleWith: 'None' } }],
  '--accept': [{ accept: 'application/json' }, { TransformOutput: { Accept: 'application/json' } }],
  '--instances': [{ instances: '2' }, { TransformResources: { InstanceCount: 2 } }],
  '--input-filter': [{ inputFilter: '$[1:]' }, { DataProcessing: { InputFilter: '$[1:]' } }],
  '--output-filter': [{ outputFilter: '$[0]' }, { DataProcessing: { OutputFilter: '$[0]' } }],
  '--join': [{ join: 'Input' }, { DataProcessing: { JoinSource: 'Input' } }],
};

describe('each flag of the table', () => {
  it('has a row below, or says where the data is', () => {
    const places = ['--input', '--output', '--model', '--image', '--env', '--input-type'];
    const named = new Set(rows.flatMap(({ flags: own }) => own));
    expect([...named].filter((flag) => !places.includes(flag)).toSorted()).toEqual(Object.keys(typed).toSorted());
  });

  it.each(Object.entries(typed))('%s is its member of the job', (_flag, [given, member]) => {
    expect(toRequest({ ...flags, ...given }, 's3://in/', 's3://out/')).toMatchObject(member);
  });
});

describe('flags of how containers are asked', () => {
  it('are the members of the job', () => {
    const request = toRequest({ ...flags, timeout: '30', retries: '0' }, 's3://in/', 's3://out/');
    expect(request.ModelClientConfig).toEqual({ InvocationsTimeoutInSeconds: 30, InvocationsMaxRetries: 0 });
    expect(toRequest(flags, 's3://in/', 's3://out/').ModelClientConfig).toBeUndefined();
    expect(toRequest({ ...flags, retries: '2' }, 's3://in/', 's3://out/').ModelClientConfig).toEqual({
      InvocationsMaxRetries: 2,
    });
  });

  it.each([
    [{ timeout: '3601' }, '--timeout must be a whole number from 1 to 3600; it is 3601'],
    [{ retries: '4' }, '--retries must be a whole number from 0 to 3; it is 4'],
    [{ inputType: 'ManifestFile' }, '--input-type ManifestFile takes an s3:// address as --input; it is "rows.csv".'],
    [
      { inputType: 'AugmentedManifestFile' },
      '--input-type must be one of S3Prefix, ManifestFile; it is "AugmentedManifestFile"',
    ],
  ])('refuse %o', (given, message) => {
    expect(() => toRequest({ ...flags, ...given }, 's3://in/', 's3://out/')).toThrow(message);
  });

  it('take a manifest in a bucket', () => {
    const input = 's3://in/manifest.json';
    const request = toRequest({ ...flags, input, inputType: 'ManifestFile' }, input, 's3://out/');
    expect(request.TransformInput.DataSource.S3DataSource).toEqual({ S3DataType: 'ManifestFile', S3Uri: input });
  });
});
