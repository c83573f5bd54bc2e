import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Box } from '../../../../src/serving/container/process/box.ts';
import { type Enclosure, openEnclosure } from '../../../../src/serving/container/process/enclosure.ts';
import { openPythonEnvironment } from '../../../../src/serving/container/python/python-environment.ts';
import { findPython } from '../../../../src/serving/container/python/python-interpreter.ts';
import { launchPythonStage } from '../../../../src/serving/container/python/python-stage.ts';
import { readRequirements } from '../../../../src/serving/container/python/requirements.ts';
import { knownBoxes } from '../../../support/boxes.ts';
import { lastingProcesses, markedProcesses } from '../../../support/marked-processes.ts';
import { modelDirectory } from '../../../support/script-directory.ts';

const never = new AbortController().signal;
const boxes = await knownBoxes();

const script = `
import os, socket
def model_fn(model_dir): return open(os.path.join(model_dir, "model.txt")).read()
def input_fn(body, content_type): return body
def output_fn(prediction, accept): return prediction
def predict_fn(data, model):
    try:
        socket.create_connection(("127.0.0.1", int(data)), 2).close()
        return model + " reached"
    except OSError as error:
        return model + " " + type(error).__name__
`;

/** A script with the Python of the machine, in an enclosure. */
const launchScript = (files: Parameters<typeof modelDirectory>[0], enclosure: Enclosure) =>
  launchPythonStage({
    hostname: 'script',
    framework: 'scikit-learn',
    image: 'sagemaker-scikit-learn:1.9-1-cpu-py3',
    imageTag: '1.9-1-cpu-py3',
    environment: { SAGEMAKER_MODEL_SERVER_WORKERS: '1' },
    modelDirectory: modelDirectory(files),
    dataDirectory: '/nonexistent',
    startupTimeoutMs: 60_000,
    signal: never,
    onLog: () => undefined,
    preparedPython: 'python3',
    enclosure,
  });

describe.each(boxes)('a script in a box of kind $name', ({ box }) => {
  it.skipIf(box === undefined)('that asks for more than its memory gets none, and goes on', async () => {
    const hungry = `
def model_fn(model_dir): return None
def input_fn(body, content_type): return body
def output_fn(prediction, accept): return prediction
def predict_fn(data, model): return str(len(bytearray(int(data) << 20)))
`;
    const stage = await launchScript(
      { 'code/inference.py': hungry },
      { ...openEnclosure, box: box as Box, memoryMB: 1024 },
    );
    const ask = (megabytes: string) =>
      stage.invoke({ body: Buffer.from(megabytes), contentType: 'text/csv', accept: 'text/csv' }, never);
    const tooMuch = await ask('2048');
    expect(tooMuch.status).toBe(500);
    expect(tooMuch.body.toString()).toContain('MemoryError');
    expect((await ask('1')).body.toString()).toBe('1048576');
    await stage.close();
  });

  it.skipIf(box === undefined)('finds its model in /opt/ml/model, or by a variable', async () => {
    const written = `
def model_fn(model_dir): return open("/opt/ml/model/model.txt").read()
def input_fn(body, content_type): return body
def predict_fn(data, model): return model
def output_fn(prediction, accept): return prediction
`;
    const { isClosed } = box as Box;
    const started = launchScript(
      { 'code/inference.py': written, 'model.txt': 'loaded' },
      { ...openEnclosure, box: box as Box },
    );
    if (!isClosed)
      return expect(started).rejects.toThrow(
        'here the model is in the model_dir that model_fn gets, which is also in SM_MODEL_DIR',
      );
    const stage = await started;
    const answer = await stage.invoke({ body: Buffer.from(''), contentType: 'text/csv', accept: 'text/csv' }, never);
    expect(answer.body.toString()).toBe('loaded');
    await stage.close();
  });

  it.skipIf(box === undefined)('answers, also without a network where the box can do that', async () => {
    const { createServer } = await import('node:net');
    const listener = createServer((socket) => socket.end()).listen(0, '127.0.0.1');
    const { port } = await new Promise<{ port: number }>((resolve) =>
      listener.once('listening', () => resolve(listener.address() as { port: number })),
    );
    const own = box as Box;
    for (const isOffline of own.isClosed ? [false, true] : [false]) {
      const stage = await launchScript(
        { 'code/inference.py': script, 'model.txt': 'loaded' },
        { ...openEnclosure, box: own, isOffline },
      );
      const request = { body: Buffer.from(String(port)), contentType: 'text/csv', accept: 'text/csv' };
      const answer = await stage.invoke(request, never);
      expect(answer.body.toString()).toBe(isOffline ? 'loaded ConnectionRefusedError' : 'loaded reached');
      await stage.close();
    }
    listener.close();
  });
});

/** A package whose build never ends, leaves its process group, and does not listen. */
const endless = (mark: string) => ({
  'requirements.txt': './pkg\n',
  'pkg/pyproject.toml': '[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n',
  'pkg/backend.py': `
import subprocess, time
def get_requires_for_build_wheel(config_settings=None):
    subprocess.Popen(["sh", "-c", "trap '' TERM; while :; do sleep 0.1; done", "${mark}"], start_new_session=True)
    time.sleep(1000)
`,
});

describe.each(boxes.slice(0, 3))('a build in a box of kind $name', ({ box }) => {
  it.skipIf(box === undefined)('is given up with all that it started', async () => {
    const mark = `mark-${randomUUID()}`;
    const codeDirectory = modelDirectory(endless(mark));
    const control = new AbortController();
    const directory = modelDirectory({});
    const environment = openPythonEnvironment({
      python: await findPython('python3', { oldest: 9, newest: 20 }, 'pip'),
      packages: ['pip'],
      requirements: await readRequirements(codeDirectory),
      codeDirectory,
      enclosure: { ...openEnclosure, box: box as Box },
      directory,
      onLog: () => undefined,
      signal: control.signal,
    });
    const outcome = environment.catch((error: Error) => error.message);
    await expect.poll(() => markedProcesses(mark), { timeout: 100_000 }).not.toEqual([]);
    control.abort();
    expect(await outcome).toBe('pip cannot install requirements.txt: the start was given up');
    expect(await lastingProcesses(mark)).toEqual([]);
    expect(existsSync(join(directory, 'catenary-complete'))).toBe(false);
  });
});
