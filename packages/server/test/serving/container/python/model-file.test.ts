import { execFileSync } from 'node:child_process';
import { existsSync, globSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { hostilePickles } from '../../../../../scoring/test/support/hostile-pickles.ts';
import type { ContainerRequest } from '../../../../src/serving/container/payload.ts';
import { frameworks } from '../../../../src/serving/container/python/frameworks.ts';
import { openPythonEnvironment } from '../../../../src/serving/container/python/python-environment.ts';
import { defaultPython, findPython } from '../../../../src/serving/container/python/python-interpreter.ts';
import { launchPythonStage } from '../../../../src/serving/container/python/python-stage.ts';
import { readRequirements } from '../../../../src/serving/container/python/requirements.ts';
import type { Stage } from '../../../../src/serving/container/stage.ts';
import { pythonDataDirectory } from '../../../support/python-data-directory.ts';
import { modelDirectory } from '../../../support/script-directory.ts';

/** Models that are not read natively: loaded by joblib of the image's own release, but only what models are made of. */
const golden = join(import.meta.dirname, '../../../../../../test/golden/sklearn');
const host = join(import.meta.dirname, '../../../../src/serving/container/python/host');
const never = new AbortController().signal;
const line = { major: 1, minor: 9 };
const sklearn = frameworks['scikit-learn'];

let python: string;
beforeAll(async () => {
  const codeDirectory = modelDirectory({});
  python = await openPythonEnvironment({
    python: await findPython(defaultPython, sklearn.pythons(line), 'scikit-learn'),
    packages: [...sklearn.requirements(line), sklearn.imagePackages(line).pandas as string],
    requirements: await readRequirements(codeDirectory),
    codeDirectory,
    directory: join(pythonDataDirectory, 'python'),
    onLog: () => undefined,
    signal: never,
  });
});

/** A model directory with one file of these bytes. */
function directoryWith(name: string, bytes: Uint8Array): string {
  const directory = modelDirectory({});
  writeFileSync(join(directory, name), bytes);
  return directory;
}

function launch(directory: string, file: string): Promise<Stage> {
  return launchPythonStage({
    hostname: 'sklearn',
    framework: 'scikit-learn',
    image: 'sagemaker-scikit-learn:1.9-1-cpu-py3',
    imageTag: '1.9-1-cpu-py3',
    environment: { SAGEMAKER_MODEL_SERVER_WORKERS: '1' },
    modelDirectory: directory,
    model: { file, reason: 'xz compression is not read here.' },
    dataDirectory: pythonDataDirectory,
    startupTimeoutMs: 60_000,
    signal: never,
    onLog: () => undefined,
    preparedPython: python,
  });
}

const ask = async (stage: Stage, body: string | Buffer, more: Partial<ContainerRequest> = {}) => {
  const payload = { body: Buffer.from(body), contentType: 'text/csv', accept: 'text/csv', ...more };
  const answer = await stage.invoke(payload, never);
  return { ...answer, text: answer.body.toString() };
};

/** The same model, compressed as joblib would with `compress=("xz", 3)`. */
function compressed(path: string): Buffer {
  const program = 'import lzma,sys; sys.stdout.buffer.write(lzma.compress(sys.stdin.buffer.read()))';
  return execFileSync(python, ['-c', program], { input: readFileSync(path), maxBuffer: 2 ** 26 });
}

describe('a model file without a script, in Python', () => {
  it('predicts as the library does', async () => {
    const directory = directoryWith('model.joblib', compressed(join(golden, 'forest-regressor-1.9/model.joblib')));
    const stage = await launch(directory, 'model.joblib');
    const answer = await ask(stage, readFileSync(join(golden, 'forest-regressor-1.9/input.csv')));
    const short = await ask(stage, '1,2\n');
    const word = await ask(stage, '1,x\n', { contentType: 'text/html' });
    await stage.close();
    expect(answer).toMatchObject({ status: 200, contentType: 'text/csv' });
    expect(answer.text).toBe(readFileSync(join(golden, 'forest-regressor-1.9/expected-predict.csv'), 'utf8'));
    expect(short.status).toBe(500); // the library's own words about two columns
    expect(short.text).toContain('X has 2 features');
    expect(word.status).toBe(415);
  });

  it('transforms where there is nothing to predict, and answers CSV by default', async () => {
    const name = 'additive-chi2-1.9';
    const directory = directoryWith('model.joblib', readFileSync(join(golden, name, 'model.joblib')));
    const stage = await launch(directory, 'model.joblib');
    const answer = await ask(stage, readFileSync(join(golden, name, 'input.csv')), { accept: '*/*' });
    await stage.close();
    expect(answer).toMatchObject({ status: 200, contentType: 'text/csv' });
    const cells = (text: string) => text.trim().split(/[\n,]/).map(Number);
    const expected = cells(readFileSync(join(golden, name, 'expected-transform.csv'), 'utf8'));
    expect(cells(answer.text)).toEqual(expected.map((value) => expect.closeTo(value, 12)));
  });

  interface Loaded {
    readonly error?: string;
    readonly answer?: string;
    readonly events: readonly string[];
  }

  /** What comes of loading each of these files, and of rows given to it, in a process of its own. */
  function load(cases: readonly { readonly path: string; readonly rows?: string }[], directory: string): Loaded[] {
    const program = join(import.meta.dirname, 'load_models.py');
    const answer = execFileSync(python, ['-B', '-W', 'ignore', program, host], {
      input: JSON.stringify(cases),
      cwd: directory,
      maxBuffer: 2 ** 26,
    });
    return JSON.parse(answer.toString()) as Loaded[];
  }

  it('loads every kind of model there is a golden file of, and reaches for nothing outside', () => {
    const paths = globSync(join(golden, '*-1.9/model.{joblib,pkl}')).filter((path) =>
      existsSync(join(dirname(path), 'expected-predict.csv')),
    );
    expect(paths.length).toBeGreaterThan(100);
    const loaded = load(
      paths.map((path) => ({ path })),
      modelDirectory({}),
    );
    expect(loaded.filter(({ error, events }) => error !== undefined || events.length > 0)).toEqual([]);
  }, 600_000);

  it('runs, writes and opens nothing of several hundred hostile files', () => {
    const directory = modelDirectory({});
    const titles = Object.entries(hostilePickles());
    const cases = titles.map(([, content], at) => {
      const path = join(directory, `${at}.joblib`);
      writeFileSync(path, content);
      return { path, rows: '0,1\n2,2\n' };
    });
    const files = readdirSync(directory).length;
    expect(cases.length).toBeGreaterThan(150);
    const loaded = load(cases, directory);
    loaded.forEach(({ error, events }, at) => {
      const title = titles[at]?.[0];
      // The host's own refusal, not one of Python's that happened to come first.
      expect(error, title).toMatch(/^StartError: \d+\.joblib /);
      expect(error, title).toContain('It is not read natively: the reason');
      expect(events, title).toEqual([]);
    });
    expect(readdirSync(directory)).toHaveLength(files);
  }, 600_000);

  it('says what is wrong', () => {
    const messages = {
      'os.system()': 'names os.system, which no scikit-learn model is made of, so it is not loaded',
      'a class gets a method': 'sets attributes of LinearRegression, which is not its own',
      'an object gets a method predict': 'hides LinearRegression.predict, a method, behind an attribute',
      'a pipeline with a cache': "has a Pipeline whose memory is 'canary': that keeps results in files",
      'CountVectorizer of a filename': "has a CountVectorizer whose input is 'filename': that reads the files",
      'FunctionTransformer of a metric': 'only functions of numpy are called with the rows of a request',
    };
    const directory = modelDirectory({});
    const cases = Object.keys(messages).map((title, at) => {
      const path = join(directory, `${at}.joblib`);
      writeFileSync(path, hostilePickles()[title] as Buffer);
      return { path };
    });
    const loaded = load(cases, directory);
    Object.values(messages).forEach((message, at) => expect(loaded[at]?.error).toContain(message));
  });

  it('computes, and does nothing else, once it has a model', () => {
    const path = join(golden, 'forest-regressor-1.9/model.joblib');
    const attempts = [
      "open('canary', 'w')",
      "open('/etc/hostname')",
      "os.listdir('/')",
      "os.mkdir('canary')",
      "subprocess.run(['true'])",
      "eval('1')",
      "exec('1')",
      "socket.socket().connect(('127.0.0.1', 9))",
      "pickle.loads(pickle.dumps(numpy.dtype('f8')))",
      // The compiled reader, which others may have got before it was replaced.
      "loads(pickle.dumps(numpy.dtype('f8')))",
      'numpy.load(io.BytesIO(stored), allow_pickle=True)',
    ];
    const program = `
import io, json, os, pickle, socket, subprocess, sys
from pickle import loads
import numpy, joblib, sklearn.ensemble
sys.path.insert(0, ${JSON.stringify(host)})
from catenary_host import model_file
stream = io.BytesIO(); numpy.save(stream, numpy.array([{}], dtype=object), allow_pickle=True); stored = stream.getvalue()
model_file.load_script(${JSON.stringify(dirname(path))}, "model.joblib", "the reason", "/run/socket")
answers = []
def attempt(do):
    try: do()
    except Exception as error: answers.append(type(error).__name__)
    else: answers.append("done")
${attempts.map((code) => `attempt(lambda: ${code})`).join('\n')}
print(json.dumps(answers))
`;
    const answer = execFileSync(python, ['-B', '-W', 'ignore', '-c', program], { cwd: modelDirectory({}) });
    const told = JSON.parse(answer.toString()) as string[];
    attempts.forEach((code, at) => expect(told[at], code).toMatch(/^(NotAllowed|StartError)$/));
  });

  it.each([
    ['what answers nothing', '\x80\x02]q\x00.', 'model.pkl holds a list, which has neither predict nor transform'],
    ['what is cut off', '\x80\x02]q', 'model.pkl cannot be loaded by joblib in this image'],
  ])('refuses %s, and says why it was not read natively', async (_what, pickle, message) => {
    const directory = directoryWith('model.pkl', Buffer.from(pickle, 'latin1'));
    const launched = launch(directory, 'model.pkl');
    await expect(launched).rejects.toThrow(message);
  });
});
