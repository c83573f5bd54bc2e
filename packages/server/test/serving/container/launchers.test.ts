import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { afterAll, describe } from 'vitest';
import { readGolden } from '../../../../scoring/test/boosters/xgboost/golden-rows.ts';
import { ArtifactCache } from '../../../src/platform/artifact/artifact-cache.ts';
import type { ObjectPlace, ObjectStore } from '../../../src/platform/storage/object-store.ts';
import { commandLauncher } from '../../../src/serving/container/launchers/command.ts';
import { functionLauncher } from '../../../src/serving/container/launchers/function.ts';
import { nativeLauncher } from '../../../src/serving/container/launchers/native.ts';
import { onnxLauncher } from '../../../src/serving/container/launchers/onnx.ts';
import { pythonLauncher } from '../../../src/serving/container/launchers/python.ts';
import { remoteLauncher } from '../../../src/serving/container/launchers/remote.ts';
import { launchers } from '../../../src/serving/container/launchers.ts';
import { ModelBudget } from '../../../src/serving/container/multi-model/model-budget.ts';
import { openNativeThreads } from '../../../src/serving/container/native-threads/open-native-threads.ts';
import { importOnnxRuntime } from '../../../src/serving/container/onnx/onnx-runtime.ts';
import { findFreePort } from '../../../src/serving/container/process/free-port.ts';
import { makeTar, type TarEntry } from '../../platform/artifact/make-tar.ts';
import { type LauncherCase, testLauncher } from '../../suites/launcher-suite.ts';
import { nativeSurroundings } from '../../support/native-surroundings.ts';

const folder = mkdtempSync(join(tmpdir(), 'catenary-launchers-'));
const server = openNativeThreads();
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

const [multiModelLauncher] = launchers as [(typeof launchers)[number]];

/** An archive as a file; its address in these tests is its path. */
function archive(name: string, ...entries: TarEntry[]) {
  const uri = join(folder, name);
  writeFileSync(uri, gzipSync(makeTar(entries)));
  return { uri, etag: name };
}

const csv = (body: string) => ({ body: Buffer.from(body), contentType: 'text/csv' });
const refusedType = { request: { body: Buffer.from('x'), contentType: 'image/png' }, status: 415 };

const booster: TarEntry = { name: 'xgboost-model', content: readGolden('binary-logistic-3.2', 'model.ubj') };
/** More than what is loaded in the thread of the event loop. */
const noise: TarEntry = { name: 'code/noise', content: readFileSync(process.execPath).subarray(0, 4_000_000) };
const firstLine = (file: string) => readGolden('binary-logistic-3.2', file).toString().split('\n')[0] as string;

/** The first answer that the library itself gave. */
const ofEngine: LauncherCase = {
  launcher: nativeLauncher,
  definition: { image: 'xgboost:3.2-0', modelData: archive('small', booster), environment: {} },
  answered: { request: csv(firstLine('input.csv')), numbers: [Math.fround(Number(firstLine('expected.csv')))] },
  refused: refusedType,
  broken: {
    change: { modelData: archive('broken', { name: 'xgboost-model', content: 'no model' }) },
    reason: /model/i,
  },
};

const doubled = { request: csv('21'), numbers: [42] };

const script = `
import os, time
def model_fn(model_dir): return 2
def input_fn(body, content_type): return body
def predict_fn(data, model):
    if data == "hang": time.sleep(600)
    if data == "die": os._exit(7)
    if data == "bad": raise ValueError("will not double bad")
    return float(data) * model
def output_fn(prediction, accept): return str(prediction), "text/csv"
`;
const ofPython: LauncherCase = {
  launcher: pythonLauncher,
  definition: {
    image: 'sagemaker-scikit-learn:1.9-1-cpu-py3',
    modelData: archive('script', { name: 'code/inference.py', content: script }),
    environment: { SAGEMAKER_PROGRAM: 'inference.py', SAGEMAKER_MODEL_SERVER_WORKERS: '1' },
  },
  answered: doubled,
  refused: { request: csv('bad'), status: 500 },
  outside: { endless: csv('hang'), fatal: csv('die'), hasReplicas: true },
  broken: {
    change: {
      modelData: archive('raising', {
        name: 'code/inference.py',
        content: `${script}raise OSError("no model here")\n`,
      }),
    },
    reason: /no model here/,
  },
};

const program = resolve(import.meta.dirname, '../../suites/doubling-container.mjs');
const command = (mode: string) => ({ match: mode, command: [process.execPath, program, mode] });
const ofCommand: LauncherCase = {
  launcher: commandLauncher,
  definition: { image: 'single', environment: {} },
  context: { images: ['single', 'models', 'fail'].map(command) },
  answered: doubled,
  refused: { request: csv('bad'), status: 422 },
  outside: { endless: csv('hang'), fatal: csv('die'), hasReplicas: true },
  broken: { change: { image: 'fail' }, reason: /cannot read the model/ },
};

const doubling = `
export const input = 'bytes';
export const load = (folder: string): number => 2;
export function invoke(body: Uint8Array, { model }: { model: number }): string {
  const text = String(body);
  if (text === 'hang') for (;;);
  if (text === 'die') process.exit(7);
  if (text === 'bad') throw new Error('will not double bad');
  return String(Number(text) * model);
}
`;
const ofFunction: LauncherCase = {
  launcher: functionLauncher,
  definition: {
    image: 'catenary-function:1',
    modelData: archive('function', { name: 'handler.ts', content: doubling }),
    environment: { SAGEMAKER_MODEL_SERVER_WORKERS: '1' },
  },
  answered: doubled,
  refused: { request: csv('bad'), status: 500 },
  outside: { endless: csv('hang'), fatal: csv('die'), hasReplicas: true },
  broken: {
    change: {
      modelData: archive('throwing', { name: 'handler.ts', content: `${doubling}throw new Error("no model here")\n` }),
    },
    reason: /no model here/,
  },
};

/** A service that is there before its stage, and comes back when it ends. */
const port = String(await findFreePort());
let service: ChildProcess | undefined;
function startService() {
  service = spawn(process.execPath, [program], { env: { SAGEMAKER_BIND_TO_PORT: port } });
  service.once('exit', (code) => code === 7 && startService());
}
startService();
afterAll(() => service?.kill());

const ofRemote: LauncherCase = {
  launcher: remoteLauncher,
  definition: { image: 'away', environment: {} },
  context: { images: [{ match: 'away', url: `http://127.0.0.1:${port}` }] },
  answered: doubled,
  refused: { request: csv('bad'), status: 422 },
  outside: { endless: csv('hang'), fatal: csv('die'), hasReplicas: false },
  broken: { change: { isIsolated: true }, reason: /is a service that is reached over the network/ },
};

/** Models below a prefix: the archives of these files. */
function modelsOf(paths: readonly string[]) {
  const read = ({ key }: ObjectPlace) =>
    Promise.resolve(paths.includes(key) ? { etag: key, path: join(folder, key) } : undefined);
  const store = {
    headObject: read,
    getObject: async (place: ObjectPlace) => {
      const object = await read(place);
      return object && { object, body: Readable.from([readFileSync(object.path)]) };
    },
  };
  const artifacts = new ArtifactCache(join(folder, 'cache'), store as unknown as ObjectStore);
  return { artifacts, budget: new ModelBudget({ maxModels: 4, maxBytes: 1e9 }) };
}

const multiModel = { prefix: 's3://bucket/', isCached: true };
const ofModel = (targetModel: string, { request, ...rest }: LauncherCase['answered']) => ({
  ...rest,
  request: { ...request, targetModel },
});

describe('launchers', () => {
  testLauncher('native', ofEngine);
  testLauncher('native, in threads', {
    ...ofEngine,
    definition: { ...ofEngine.definition, modelData: archive('large', booster, noise) },
    context: { native: nativeSurroundings(server) },
  });
  testLauncher('Python', ofPython);
  testLauncher('command', ofCommand);
  testLauncher('function', ofFunction);
  testLauncher('remote', ofRemote);
  testLauncher('multi-model, a native container for each', {
    launcher: multiModelLauncher,
    definition: { image: 'xgboost:3.2-0', multiModel, environment: {} },
    context: { multiModel: modelsOf(['small', 'broken']) },
    answered: ofModel('small', ofEngine.answered),
    refused: { request: { ...csv('1'), targetModel: 'broken' }, status: 500 },
  });
  testLauncher('multi-model, a command for all', {
    launcher: multiModelLauncher,
    definition: { image: 'models', multiModel, environment: {} },
    context: { ...ofCommand.context, multiModel: modelsOf(['small']) },
    answered: ofModel('small', doubled),
    refused: { request: { ...csv('bad'), targetModel: 'small' }, status: 422 },
    outside: {
      endless: { ...csv('hang'), targetModel: 'small' },
      fatal: { ...csv('die'), targetModel: 'small' },
      hasReplicas: false,
    },
    broken: { change: { image: 'single' }, reason: /does not keep the contract of multi-model containers/ },
  });
});

describe.skipIf(!isOnnxThere())('launchers of ONNX models', () => {
  const content = readFileSync(resolve(import.meta.dirname, '../../../../../test/golden/onnx/doubles/model.onnx'));
  testLauncher('ONNX', {
    launcher: onnxLauncher,
    definition: {
      image: 'sagemaker-scikit-learn:1.9-1-cpu-py3',
      modelData: archive('onnx', { name: 'model.onnx', content }),
      environment: {},
    },
    // y = relu(x) * 2
    answered: {
      request: { body: Buffer.from('[[-1, 0.5, 2, 0]]'), contentType: 'application/json' },
      numbers: [0, 1, 4, 0],
    },
    refused: refusedType,
  });
});

function isOnnxThere(): boolean {
  try {
    importOnnxRuntime();
    return true;
  } catch {
    return false;
  }
}
