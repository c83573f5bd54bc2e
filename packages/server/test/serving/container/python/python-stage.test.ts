import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import type { ContainerRequest } from '../../../../src/serving/container/payload.ts';
import {
  launchPythonStage,
  type PythonStageDefinition,
} from '../../../../src/serving/container/python/python-stage.ts';
import type { Stage } from '../../../../src/serving/container/stage.ts';
import { modelDirectory } from '../../../support/script-directory.ts';

const never = new AbortController().signal;
const stages: Stage[] = [];
const logged: string[] = [];

afterEach(async () => {
  await Promise.all(stages.splice(0).map((stage) => stage.close()));
  logged.length = 0;
});

/** Starts a script of the standard library alone, so that no environment is needed. */
async function launch(
  script: string,
  environment: Record<string, string> = {},
  more: Partial<PythonStageDefinition> = {},
): Promise<Stage> {
  const stage = await launchPythonStage({
    hostname: 'script',
    framework: 'scikit-learn',
    image: 'sagemaker-scikit-learn:1.9-1-cpu-py3',
    imageTag: '1.9-1-cpu-py3',
    environment: { SAGEMAKER_MODEL_SERVER_WORKERS: '1', ...environment },
    modelDirectory: modelDirectory({ 'code/inference.py': script }),
    dataDirectory: '/nonexistent',
    startupTimeoutMs: 20_000,
    signal: never,
    onLog: (line) => logged.push(line),
    preparedPython: 'python3',
    ...more,
  });
  stages.push(stage);
  return stage;
}

async function ask(stage: Stage, body: string | Buffer, more: Partial<ContainerRequest> = {}, signal = never) {
  const answer = await stage.invoke({ body: Buffer.from(body), contentType: 'text/csv', ...more }, signal);
  return { ...answer, text: answer.body.toString() };
}

const model = 'def model_fn(model_dir): return 3\n';
/** The three functions pass text through; a test replaces one by defining it after them. */
const echo = `${model}
def input_fn(body, content_type): return body
def predict_fn(data, model): return data
def output_fn(prediction, accept): return prediction
`;

describe('launchPythonStage()', () => {
  it('calls the functions in order, with what the container gives them', async () => {
    const stage = await launch(`
import os
def model_fn(model_dir): return os.listdir(model_dir)
def input_fn(body, content_type): return [type(body).__name__, body, content_type]
def predict_fn(data, model): return data + model
def output_fn(prediction, accept): return ",".join(prediction + [accept]), "text/x-own"
`);
    expect(await ask(stage, 'a', { accept: 'application/json' })).toMatchObject({
      status: 200,
      contentType: 'text/x-own',
      text: 'str,a,text/csv,code,application/json',
    });
  });

  it('gives bytes to the script unless the type is literally text/csv or application/json', async () => {
    const stage = await launch(`${echo}
def predict_fn(data, model): return type(data).__name__
`);
    const types = ['text/csv', 'application/json', 'text/csv; charset=utf-8', 'application/x-npy'];
    const seen = await Promise.all(types.map(async (contentType) => (await ask(stage, 'a', { contentType })).text));
    expect(seen).toEqual(['str', 'str', 'bytes', 'bytes']);
  });

  it('takes application/json where there is no Content-Type, and the default where there is no Accept', async () => {
    const types = `${echo}
def input_fn(body, content_type): return content_type
def output_fn(prediction, accept): return prediction + " " + accept
`;
    const plain = await launch(types);
    const request = { body: Buffer.from('') };
    expect((await plain.invoke(request, never)).body.toString()).toBe('application/json application/json');
    const set = await launch(types, { SAGEMAKER_DEFAULT_INVOCATIONS_ACCEPT: 'text/csv' });
    expect((await set.invoke({ ...request, accept: '*/*' }, never)).body.toString()).toBe('application/json text/csv');
  });

  it('answers text and bytes in the type that was asked for', async () => {
    const stage = await launch(echo);
    expect(await ask(stage, 'a,b\n', { accept: 'text/csv' })).toMatchObject({ contentType: 'text/csv', text: 'a,b\n' });
    const bytes = Buffer.from([0, 255, 10, 13]);
    const answer = await ask(stage, bytes, {
      contentType: 'application/octet-stream',
      accept: 'application/octet-stream',
    });
    expect(answer.body).toEqual(bytes);
  });

  it('runs transform_fn in place of the three', async () => {
    const stage = await launch(`${model}
def transform_fn(model, body, content_type, accept): return "%s %s %s %s" % (model, body, content_type, accept), accept
`);
    expect((await ask(stage, 'a', { accept: 'text/plain' })).text).toBe('3 a text/csv text/plain');
  });

  it('takes response objects, with their status and type', async () => {
    const stage = await launch(`${echo}
from sagemaker_containers import entry_point
from sagemaker_containers.beta.framework import content_types, encoders, env, modules, transformer, worker
def output_fn(prediction, accept): return worker.Response(encoders.encode([1, 2.5], accept), accept, mimetype=accept)
`);
    expect(await ask(stage, 'a', { accept: 'application/json' })).toMatchObject({
      contentType: 'application/json',
      text: '[1, 2.5]',
    });
  });

  it('answers execution_parameters_fn, and has none without', async () => {
    const stage = await launch(`${echo}
def execution_parameters_fn(): return {"MaxConcurrentTransforms": 4, "BatchStrategy": "SINGLE_RECORD"}
`);
    expect(await stage.executionParameters(never)).toEqual({
      maxConcurrentTransforms: 4,
      batchStrategy: 'SINGLE_RECORD',
    });
    expect(await (await launch(echo)).executionParameters(never)).toBeUndefined();
  });

  it('carries bodies of many megabytes both ways', async () => {
    const stage = await launch(`${echo}
def output_fn(prediction, accept): return prediction * 4
`);
    const body = Buffer.alloc(6 * 1024 * 1024, 'x');
    const answer = await ask(stage, body, { contentType: 'application/octet-stream' });
    expect(answer.body.length).toBe(4 * body.length);
  });

  it('lets a script run an event loop, import its neighbours and exit handlers of its own', async () => {
    const directory = modelDirectory({
      'code/inference.py': `${echo}
import asyncio
import server
async def work(data): return data + server.suffix
def predict_fn(data, model): return asyncio.run(work(data))
`,
      'code/server.py': 'suffix = "!"\n',
    });
    const stage = await launch('', {}, { modelDirectory: directory });
    expect((await ask(stage, 'hello')).text).toBe('hello!');
  });

  it('survives a script that prints a lot: each line is in the log, or counted there', async () => {
    const stage = await launch(`${echo}
def predict_fn(data, model):
    for i in range(50000 if data != "once" else 1): print("line", i, "é")
    return data
`);
    expect((await ask(stage, 'a')).status).toBe(200);
    expect((await ask(stage, 'b')).text).toBe('b');
    let printed = 100_000;
    const missing = async () => {
      const kept = logged.filter((line) => /^line \d+ é$/.test(line)).length;
      const counted = logged.map((line) => Number(/^\((\d+) lines left out/.exec(line)?.[1] ?? 0));
      const lost = printed - kept - counted.reduce((sum, count) => sum + count, 0);
      // What was left out of a second is counted in the next one that has a line.
      if (lost > 0) await ask(stage, 'once').then(() => printed++);
      return lost;
    };
    await expect.poll(missing, { timeout: 60_000, interval: 300 }).toBe(0);
    expect(logged[0]).toBe('line 0 é');
  });
});

describe('a failing function', () => {
  const errorOf = async (script: string, more: Partial<ContainerRequest> = {}, body: string | Buffer = 'x') => {
    const answer = await ask(await launch(script), body, more);
    return { status: answer.status, contentType: answer.contentType, ...(JSON.parse(answer.text) as object) };
  };

  it('is named, with the exception and the line of the script, but without a trace', async () => {
    const error = await errorOf(`${echo}
def predict_fn(data, model):
    return float(data)
`);
    expect(error).toEqual({
      status: 500,
      contentType: 'application/json',
      error: 'ValueError',
      'error-message': "could not convert string to float: 'x'",
      function: 'predict_fn',
      source: 'inference.py, line 8: return float(data)',
    });
    // The log comes through a pipe of its own: it may be behind the answer.
    await expect.poll(() => logged.join('\n')).toContain('Traceback (most recent call last)');
  });

  it('is logged as one text, which names the request', async () => {
    logged.length = 0;
    await errorOf(`${echo}\ndef predict_fn(data, model): return float(data)\n`, { requestId: 'id-1' });
    await expect.poll(() => logged).toHaveLength(1);
    const [first, ...frames] = logged[0]?.split('\n') ?? [];
    expect(first).toBe('request id-1 failed in predict_fn: Traceback (most recent call last):');
    expect(frames.at(-1)).toBe("ValueError: could not convert string to float: 'x'");
  });

  it.each(['input_fn', 'predict_fn', 'output_fn'])('%s', async (name) => {
    const error = await errorOf(`${echo}\ndef ${name}(a, b): return {}["missing"]\n`);
    expect(error).toMatchObject({ status: 500, error: 'KeyError', function: name });
  });

  it('that calls exit does not end the worker', async () => {
    const stage = await launch(`${echo}
import sys
def predict_fn(data, model):
    if data == "exit": sys.exit(4)
    return data
`);
    expect(await ask(stage, 'exit')).toMatchObject({
      status: 500,
      text: expect.stringContaining('the script called exit with 4'),
    });
    expect((await ask(stage, 'on')).text).toBe('on');
  });

  it('chooses its status with the error classes of the inference toolkit', async () => {
    const error = await errorOf(`${echo}
from sagemaker_inference import errors
def input_fn(body, content_type): raise errors.BaseInferenceToolkitError(422, "too young", "phrase")
`);
    expect(error).toMatchObject({ status: 422, 'error-message': 'too young' });
  });

  it('is 415 without an input_fn for the type, 406 without an output_fn for it', async () => {
    const defaults = `${model}def predict_fn(data, model): return data\n`;
    expect(await errorOf(defaults, { contentType: 'text/libsvm' })).toMatchObject({
      status: 415,
      error: 'UnsupportedFormatError',
    });
    const noOutput = `${defaults}def input_fn(body, content_type): return [1]\n`;
    expect(await errorOf(noOutput, { accept: 'text/html' })).toMatchObject({ status: 406, function: 'output_fn' });
  });

  it('returns nothing: says what is needed', async () => {
    expect(await errorOf(`${echo}\ndef output_fn(prediction, accept): pass\n`)).toMatchObject({
      status: 500,
      'error-message': 'returned NoneType where a str, bytes or (body, content type) is needed',
    });
  });

  it('text that is not UTF-8 is refused with the place', async () => {
    const error = await errorOf(echo, {}, Buffer.from([0x61, 0xe9, 0x62]));
    expect(error).toMatchObject({ status: 400, 'error-message': 'the body is not UTF-8: byte 1 is 0xe9' });
  });

  it('cannot put headers of its own into the answer', async () => {
    const stage = await launch(
      `${echo}\ndef output_fn(p, accept): return p, "text/csv\\r\\nX-Amzn-SageMaker-Custom-Attributes: x"\n`,
    );
    const answer = await ask(stage, 'a');
    expect(answer.customAttributes).toBeUndefined();
    expect(answer.contentType).toBe('text/csv X-Amzn-SageMaker-Custom-Attributes: x');
  });
});

describe('a script that cannot start', () => {
  it.each([
    ['no model_fn', 'x = 1\n', /inference\.py has no model_fn: define model_fn\(model_dir\)/],
    [
      'a syntax error',
      'def model_fn(:\n',
      /importing inference\.py failed: SyntaxError: [^()]+ \(inference\.py, line 1: def model_fn\(:\)\.$/,
    ],
    [
      'an import error',
      'import no_such_module\n',
      /ModuleNotFoundError: No module named 'no_such_module' \(inference\.py, line 1: import no_such_module\): name the package that has no_such_module in requirements\.txt beside the script\.$/,
    ],
    [
      'a failing model_fn',
      'def model_fn(d):\n    return open(d + "/model.joblib")\n',
      /model_fn failed: FileNotFoundError: .*inference\.py, line 2.*: the model archive has code\.$/,
    ],
    [
      'a file that is elsewhere on AWS',
      'def model_fn(d):\n    return open("/opt/ml/input/config/hyperparameters.json")\n',
      /hyperparameters\.json.*line 2.*: of \/opt\/ml there is only the model here\.$/,
    ],
    [
      'transform_fn beside predict_fn',
      `${echo}\ndef transform_fn(m, b, c, a): return b\n`,
      /transform_fn together with input_fn, predict_fn, output_fn/,
    ],
    ['a model_fn that exits', 'import sys\ndef model_fn(d): sys.exit(2)\n', /the script called exit with 2/],
    ['something else of that name', 'model_fn = 3\n', /model_fn in inference\.py is not a function/],
  ])('%s', async (_what, script, expected) => {
    const error = await launch(script).then(
      () => undefined,
      (error: Error) => error,
    );
    expect(error?.message).toMatch(/^It does not start: .*\.$/);
    expect(error?.message).toMatch(expected);
  });

  it('is logged with the frames of the script alone', async () => {
    const lines: string[] = [];
    const onLog = (text: string) => lines.push(...text.split('\n'));
    await launch('def model_fn(d):\n    return d.nosuch\n', { SAGEMAKER_MODEL_SERVER_WORKERS: '1' }, { onLog }).catch(
      () => undefined,
    );
    expect(lines.filter((line) => line.includes(', line '))).toEqual([
      expect.stringMatching(/^ {2}File ".*code\/inference\.py", line 2, in model_fn$/),
      expect.stringMatching(
        /^start failed: model_fn failed: AttributeError: .*inference\.py, line 2: return d\.nosuch/,
      ),
    ]);
    lines.length = 0;
    await launch('def model_fn(:\n', { SAGEMAKER_MODEL_SERVER_WORKERS: '1' }, { onLog }).catch(() => undefined);
    expect(lines.filter((line) => line.includes('importlib'))).toEqual([]);
    expect(lines.filter((line) => line.startsWith('SyntaxError'))).toHaveLength(1);
  });

  it('is given up when model_fn takes too long', async () => {
    const slow = 'import time\ndef model_fn(d): time.sleep(60)\n';
    await expect(launch(slow, {}, { startupTimeoutMs: 700 })).rejects.toThrow(
      '/ping did not answer 200 within 0.7 seconds',
    );
  });

  it('names a setting that makes no sense, and a tag without version', async () => {
    await expect(launch(echo, { SAGEMAKER_MODEL_SERVER_WORKERS: 'many' })).rejects.toThrow(
      'SAGEMAKER_MODEL_SERVER_WORKERS is "many"',
    );
    const { preparedPython: _none, ...unprepared } = { preparedPython: '', imageTag: 'latest' };
    await expect(launchPythonStage({ ...definitionOf(echo), ...unprepared })).rejects.toThrow(
      'does not say which scikit-learn',
    );
  });
});

function definitionOf(script: string): PythonStageDefinition {
  return {
    hostname: 'script',
    framework: 'scikit-learn',
    image: 'sagemaker-scikit-learn:latest',
    imageTag: 'latest',
    environment: {},
    modelDirectory: modelDirectory({ 'code/inference.py': script }),
    dataDirectory: '/nonexistent',
    startupTimeoutMs: 1000,
    signal: never,
    onLog: () => undefined,
  };
}

describe('faults', () => {
  const acting = `${echo}
import os, signal, time
def predict_fn(data, model):
    if data == "kill": os.kill(os.getpid(), signal.SIGKILL)
    if data == "sleep": time.sleep(60)
    if data == "nap": time.sleep(0.3)
    return str(os.getpid())
`;
  const pidOf = async (stage: Stage) => Number((await ask(stage, 'pid')).text);

  it('a killed worker fails its own request at once, and is replaced', async () => {
    const stage = await launch(acting, { SAGEMAKER_MODEL_SERVER_WORKERS: '2' });
    const naps = Array.from({ length: 6 }, () => ask(stage, 'nap'));
    await expect(ask(stage, 'kill')).rejects.toMatchObject({
      reason: 'connection',
      message: expect.stringContaining('SIGKILL'),
    });
    expect((await Promise.all(naps)).map((answer) => answer.status)).toEqual([200, 200, 200, 200, 200, 200]);
    const pids = new Set<number>();
    while (pids.size < 2) {
      for (const answer of await Promise.all([ask(stage, 'nap'), ask(stage, 'nap')])) pids.add(Number(answer.text));
    }
  });

  it('kills under load cost one request each at most, and no answer is mixed up', async () => {
    const stage = await launch(
      `${echo}
import time
def predict_fn(data, model):
    time.sleep(0.002)
    return data + " " + str(__import__("os").getpid())
`,
      { SAGEMAKER_MODEL_SERVER_WORKERS: '3' },
    );
    const failures: unknown[] = [];
    const seen = new Set<string>();
    let isOver = false;
    const callers = Array.from({ length: 8 }, async (_, caller) => {
      for (let call = 0; !isOver; call++) {
        const body = `${caller}-${call}`;
        const text = await ask(stage, body).then(
          (answer) => answer.text,
          (error: unknown) => failures.push(error),
        );
        if (typeof text !== 'string') continue;
        expect(text.split(' ')[0]).toBe(body);
        seen.add(text.split(' ')[1] as string);
      }
    });
    let kills = 0;
    for (; kills < 6; kills++) {
      await delay(300);
      const [pid] = [...seen].slice(-1);
      seen.clear();
      if (pid !== undefined && existsSync(`/proc/${pid}`)) process.kill(Number(pid), 'SIGKILL');
    }
    await delay(300);
    isOver = true;
    await Promise.all(callers);
    expect(failures.length).toBeLessThanOrEqual(kills);
    for (const failure of failures) expect(failure).toMatchObject({ message: expect.stringContaining('SIGKILL') });
  });

  it('requests that come while the only worker is replaced wait for the next one', async () => {
    const stage = await launch(acting);
    const before = await pidOf(stage);
    await expect(ask(stage, 'kill')).rejects.toThrow('SIGKILL');
    expect(await pidOf(stage)).not.toBe(before);
  });

  it('a stopped worker: the deadline holds, others continue, and it is replaced', async () => {
    const stage = await launch(acting, { SAGEMAKER_MODEL_SERVER_WORKERS: '2' });
    const stopped = await pidOf(stage);
    process.kill(stopped, 'SIGSTOP');
    const hung = ask(stage, 'pid', {}, AbortSignal.timeout(500));
    const other = await pidOf(stage);
    expect(other).not.toBe(stopped);
    await expect(hung).rejects.toMatchObject({ reason: 'timeout' });
    await delay(100);
    expect(logged).toContain('a request was not answered in time: the process is replaced');
    expect(() => process.kill(stopped, 0)).toThrow('ESRCH');
    expect(await stage.ping(never)).toBe(true);
  });

  it('an idle stopped worker is found by its pings', async () => {
    const stage = await launch(acting);
    const stopped = await pidOf(stage);
    process.kill(stopped, 'SIGSTOP');
    while (!logged.some((line) => line.includes('/ping is no longer answered'))) await delay(50);
    expect(await pidOf(stage)).not.toBe(stopped);
  });

  it('a request that waits for a worker ends at its own deadline', async () => {
    const stage = await launch(acting);
    const nap = ask(stage, 'nap');
    await expect(ask(stage, 'pid', {}, AbortSignal.timeout(50))).rejects.toMatchObject({ reason: 'timeout' });
    expect((await nap).status).toBe(200);
    expect(logged).toEqual([]);
  });

  it('a worker whose caller has left ends its work and takes the next request', async () => {
    const stage = await launch(acting);
    const before = await pidOf(stage);
    const controller = new AbortController();
    const left = ask(stage, 'nap', {}, controller.signal);
    setTimeout(() => controller.abort(), 30);
    await expect(left).rejects.toMatchObject({ reason: 'connection' });
    expect(await pidOf(stage)).toBe(before);
  });

  it('a busy worker counts as healthy', async () => {
    const stage = await launch(acting);
    const nap = ask(stage, 'nap');
    expect(await stage.ping(never)).toBe(true);
    await nap;
  });

  it('a script that no longer starts: requests are refused with the reason', async () => {
    const stage = await launch(`${acting}
def model_fn(d):
    marker = os.path.join(d, "started")
    if os.path.exists(marker): raise RuntimeError("licence expired")
    open(marker, "w").close()
`);
    await expect(ask(stage, 'kill')).rejects.toThrow('SIGKILL');
    await expect(ask(stage, 'pid')).rejects.toThrow('licence expired');
    expect(await stage.ping(never)).toBe(false);
  });

  it('workers end with the server, even if that is killed', async () => {
    const stageModule = JSON.stringify(
      new URL('../../../../src/serving/container/python/python-stage.ts', import.meta.url).href,
    );
    const definition = JSON.stringify({ ...definitionOf(acting), startupTimeoutMs: 20_000, preparedPython: 'python3' });
    const program = `
      import { launchPythonStage } from ${stageModule};
      const signal = new AbortController().signal;
      const stage = await launchPythonStage({ ...${definition}, signal, onLog() {} });
      const answer = await stage.invoke({ body: Buffer.from('pid') }, signal);
      console.log(answer.body.toString());`;
    const server = spawn(process.execPath, ['--conditions=source', '--input-type=module', '-e', program], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = (await once(server.stdout, 'data')) as [Buffer];
    const pid = Number(line.toString());
    expect(process.kill(pid, 0)).toBe(true);
    server.kill('SIGKILL');
    await expect.poll(() => existsSync(`/proc/${pid}/exe`), { timeout: 5_000 }).toBe(false);
  });
});
