import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { createLogger } from '../../../../src/platform/observe/logger.ts';
import { candidateFor } from '../../../../src/serving/container/find-launcher.ts';
import { ociLauncher } from '../../../../src/serving/container/launchers/oci.ts';
import type { FetchedTarget } from '../../../../src/serving/container/multi-model/fetch-target.ts';
import type { ModelLoad } from '../../../../src/serving/container/multi-model/model-host.ts';
import { EngineSource } from '../../../../src/serving/container/oci/engine-source.ts';
import type { OciSettings } from '../../../../src/serving/container/oci/oci-settings.ts';
import { boxSource } from '../../../../src/serving/container/process/box-source.ts';
import { SocketFolders } from '../../../../src/serving/container/process/socket-folders.ts';
import type { Stage } from '../../../../src/serving/container/stage.ts';
import type { StageDefinition } from '../../../../src/serving/container/stage-definition.ts';
import { makeFolder } from '../../../../src/util/make-folder.ts';
import { makeTar } from '../../../platform/artifact/make-tar.ts';
import { type LauncherCase, testLauncher } from '../../../suites/launcher-suite.ts';
import { hasPodman, TestEngine, testLimits } from '../../../support/test-engine.ts';

const never = new AbortController().signal;
const folder = mkdtempSync(join(tmpdir(), 'catenary-oci-'));
const log = createLogger({ level: 'silent', pretty: false });
const engine = hasPodman ? await TestEngine.start() : undefined;
const sources: EngineSource[] = [];
afterAll(async () => {
  await Promise.all(sources.map((source) => source.close()));
  engine?.stop();
  rmSync(folder, { recursive: true, force: true });
});

function source(settings: OciSettings = {}, data = folder): EngineSource {
  const given = { engine: 'podman' as const, socket: engine?.socket ?? '/none', ...testLimits, ...settings };
  const opened = new EngineSource(given, data, log);
  sources.push(opened);
  return opened;
}

const uri = join(folder, 'model.tar.gz');
writeFileSync(uri, gzipSync(makeTar([{ name: 'model.txt', content: 'two' }])));
const csv = (text: string) => ({ body: Buffer.from(text), contentType: 'text/csv' });
const images = [{ match: '*', kind: 'oci' as const }];
const image = engine?.image ?? 'none';

function placed(change: Partial<StageDefinition>, from: EngineSource) {
  const context = {
    images,
    artifacts: { fetch: ({ uri: path }: { uri: string }) => Promise.resolve(path) },
    dataDirectory: folder,
    environments: folder,
    log,
    box: boxSource('none', []),
    sockets: new SocketFolders(join(folder, 'sockets')),
    engine: from,
  };
  const definition = { hostname: 'c', image, environment: {}, modelData: { uri, etag: '' }, ...change };
  const options = { owner: 'test', startupTimeoutMs: 20_000, signal: never, instanceType: 'ml.m5.large' };
  return { candidate: candidateFor(definition, context, never), options };
}

async function start(settings: OciSettings = {}, change: Partial<StageDefinition> = {}, from = source(settings)) {
  const { candidate, options } = placed(change, from);
  return ociLauncher.launch(candidate, options);
}

/** What loads models in the container of an image. */
async function openHost(name: string, environment: Record<string, string>, onLost = () => undefined as void) {
  const { candidate, options } = placed({ image: name, environment }, source());
  const modelsDirectory = join(mkdtempSync(join(folder, 'm-')), 'models');
  return ociLauncher.openModelHost?.(candidate, options, { modelsDirectory, onLost });
}

function loadOf(name: string, files: Readonly<Record<string, string>>): ModelLoad {
  const target: FetchedTarget = {
    artifact: { uri, etag: '' },
    path: uri,
    bytes: 1,
    async extract(directory) {
      await makeFolder(directory, 0o700);
      for (const [file, content] of Object.entries(files))
        writeFileSync(join(directory, file), content, { mode: 0o600 });
    },
    remove: () => Promise.resolve(),
  };
  return { name, target, signal: never, makeRoom: () => Promise.resolve(false) };
}

describe.skipIf(!hasPodman)('images', () => {
  const ofImage: LauncherCase = {
    launcher: ociLauncher,
    definition: { image, environment: {} },
    context: { images, engine: source() },
    answered: { request: csv('21'), numbers: [42] },
    refused: { request: csv('bad'), status: 422 },
    outside: { endless: csv('hang'), fatal: csv('die'), hasReplicas: true },
    broken: {
      change: { environment: { MODE: 'fail' } },
      reason: /exit code 3 before it answered \/ping[^]*cannot read the model/,
    },
  };
  testLauncher('an image', ofImage);

  it('is started as the contract says, with no more rights than it was given', async () => {
    const stage = await start({}, { environment: { OWN: 'mine' } });
    const env = JSON.parse((await stage.invoke(csv('env'), never)).body.toString());
    expect(env).toMatchObject({ OWN: 'mine', SAGEMAKER_BIND_TO_PORT: '8080', SAGEMAKER_SAFE_PORT_RANGE: '9000-9999' });
    const files = JSON.parse((await stage.invoke(csv('files'), never)).body.toString());
    await stage.close();
    expect(files).toEqual({
      model: 'two',
      writeModel: 'EROFS',
      writeRoot: 'written',
      writeTmp: 'written',
      // No bit of a capability is set.
      status: ['CapEff:\t0000000000000000', 'NoNewPrivs:\t1'],
      argument: ['serve'],
    });
  });

  it('has a root folder that is read-only if it is hardened, and the capabilities that are named', async () => {
    const stage = await start({ hardened: true, capabilities: ['SETUID'] });
    const files = JSON.parse((await stage.invoke(csv('files'), never)).body.toString());
    await stage.close();
    // CAP_SETUID is number 7 of linux/capability.h: 1 << 7.
    expect(files).toMatchObject({
      writeRoot: 'EROFS',
      writeTmp: 'written',
      status: ['CapEff:\t0000000000000080', 'NoNewPrivs:\t1'],
    });
  });

  it('has no network in a model with EnableNetworkIsolation, and answers all the same', async () => {
    const stage = await start({}, { isIsolated: true });
    expect((await stage.invoke(csv('21'), never)).body.toString()).toBe('42');
    await stage.close();
  });

  it('may take what the instance has that was asked for, unless settings say it', async () => {
    const stage = await start({ cpus: 0.5 });
    const label = (await sources.at(-1)?.open())?.label.join('=') ?? '';
    const [id = ''] = engine?.containers(label) ?? [];
    // ml.m5.large has 8 GiB.
    expect(engine?.limits(id)).toEqual({ memory: 8 * 1024 ** 3, cpus: 0.5, pids: 4096 });
    await stage.close();
  });

  it('says why it does not start: memory, no program, not to be had', async () => {
    await expect(start({ memoryMB: 128 }, { environment: { MODE: 'eat' } })).rejects.toThrow(
      /killed.* reached its limit of memory of 128 MiB/,
    );
    const bare = engine?.bareImage ?? '';
    await expect(start({}, { image: bare, hostname: 'primary' })).rejects.toThrow(/has no program serve/);
    await expect(start({}, { image: bare })).rejects.toThrow(/lacks the label .*accept-bind-to-port=true/);
    await expect(start({ pull: 'never' }, { image: 'localhost/none:1' })).rejects.toThrow(
      'The image localhost/none:1 is not on the engine, and containers.pull is never.',
    );
    await expect(start({}, { image: 'localhost:1/none:1' })).rejects.toThrow(
      /^The image localhost:1\/none:1 cannot be pulled: /,
    );
    await expect(start({}, {}, source({ socket: '/none.sock' }))).rejects.toThrow(/install Docker or Podman/);
  });

  it('loads all models of a multi-model container in one container, if it says that it can', async () => {
    const isLost = Promise.withResolvers<void>();
    const host = await openHost(engine?.hostImage ?? '', { MODE: 'models', OWN: 'mine' }, () => isLost.resolve());
    const five = await host?.load(loadOf('five', { 'factor.txt': '5' }));
    const seven = await host?.load(loadOf('seven', { 'factor.txt': '7' }));
    const answer = async (stage: Stage | undefined, text: string) =>
      (await stage?.invoke(csv(text), never))?.body.toString();
    expect([await answer(five, '3'), await answer(seven, '3')]).toEqual(['15', '21']);
    expect(JSON.parse((await answer(five, 'env')) ?? '')).toMatchObject({ OWN: 'mine', SAGEMAKER_MULTI_MODEL: 'true' });
    await expect(host?.load(loadOf('none', {}))).rejects.toThrow(
      'Unable to load model: the container answered 422: ENOENT',
    );
    await expect(answer(five, 'die')).rejects.toMatchObject({ reason: 'connection' });
    await isLost.promise;
    // The container that comes next has no model of the one before.
    await expect(answer(seven, '3')).rejects.toThrow('the process that had loaded the model is gone');
    const again = await host?.load(loadOf('seven', { 'factor.txt': '7' }));
    expect(await answer(again, '4')).toBe('28');
    await host?.close();
  });

  it('that does not say that it loads models runs a container for each, and must keep its word if it does', async () => {
    expect(await openHost(image, {})).toBeUndefined();
    const name = engine?.hostImage ?? '';
    await expect(openHost(name, {})).rejects.toThrow(
      `The image ${name} does not keep the contract of multi-model containers: GET /models answered 404.`,
    );
  });

  it('of a killed server is removed by its next run', async () => {
    const first = source({}, '/data/of/one');
    const stage = await start({}, {}, first);
    const label = (await first.open()).label.join('=');
    const [left, ...others] = engine?.containers(label) ?? [];
    expect([typeof left, others]).toEqual(['string', []]);
    // Another server's are left alone.
    await source({}, '/data/of/another').open();
    expect(engine?.containers(label)).toEqual([left]);
    await source({}, '/data/of/one').open();
    // The first server lives on here, and starts another one.
    expect(engine?.containers(label)).not.toContain(left);
    await stage.close();
  });
});
