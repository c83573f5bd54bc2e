import { execFileSync } from 'node:child_process';
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Payload } from '../../../../src/serving/container/payload.ts';
import { frameworks } from '../../../../src/serving/container/python/frameworks.ts';
import { openPythonEnvironment } from '../../../../src/serving/container/python/python-environment.ts';
import { defaultPython, findPython } from '../../../../src/serving/container/python/python-interpreter.ts';
import { launchPythonStage } from '../../../../src/serving/container/python/python-stage.ts';
import { readRequirements } from '../../../../src/serving/container/python/requirements.ts';
import type { Stage } from '../../../../src/serving/container/stage.ts';
import { pythonDataDirectory } from '../../../support/python-data-directory.ts';
import { modelDirectory } from '../../../support/script-directory.ts';

/** Models that are not read natively: loaded by joblib of the image's own release, but only what models are made of. */
const golden = join(import.meta.dirname, '../../../golden/sklearn');
const host = join(import.meta.dirname, '../../../../src/serving/container/python/host');
const never = new AbortController().signal;
const line = { major: 1, minor: 9 };
const sklearn = frameworks['scikit-learn'];

let python: string;
beforeAll(async () => {
  const codeDirectory = modelDirectory({});
  python = await openPythonEnvironment({
    python: await findPython(defaultPython, sklearn.pythons(line)),
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

const ask = async (stage: Stage, body: string | Buffer, more: Partial<Payload> = {}) => {
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

  /** What loading each of these files says: empty for one that loads. */
  function load(paths: readonly string[]): string[] {
    const program = `
import json, sys
sys.path.insert(0, ${JSON.stringify(host)})
from catenary_host import model_file
answers = []
for path in json.load(sys.stdin):
    try: answers.append("" if model_file._load(path, path, "the reason") else "nothing")
    except Exception as error: answers.append(str(error))
print(json.dumps(answers))
`;
    const answer = execFileSync(python, ['-B', '-W', 'ignore', '-c', program], { input: JSON.stringify(paths) });
    return JSON.parse(answer.toString()) as string[];
  }

  it('loads every kind of model there is a golden file of', () => {
    const paths = globSync(join(golden, '*-1.9/model.{joblib,pkl}')).filter((path) =>
      existsSync(join(dirname(path), 'expected-predict.csv')),
    );
    expect(paths.length).toBeGreaterThan(100);
    const failed = load(paths).filter((answer) => answer !== '');
    expect(failed).toEqual([]);
  });

  // Each names a function that no model holds, in the ways that published bypasses of pickle scanners use.
  const hostile: readonly [string, string, string][] = [
    ['os.system', '\x80\x02cos\nsystem\nU\x04trueq\x00\x85R.', 'os.system'],
    [
      'a name that climbs through a module',
      '\x80\x04\x8c\x0dsklearn.utils\x8c\x09os.system\x93\x8c\x04true\x85R.',
      'sklearn.utils.os.system',
    ],
    ['eval of builtins', '\x80\x02c__builtin__\neval\nU\x011\x85R.', '__builtin__.eval'],
    [
      'numpy that imports by name',
      '\x80\x02cnumpy.core\n_ufunc_reconstruct\nU\x02osU\x06system\x86R.',
      'numpy.core._ufunc_reconstruct',
    ],
    [
      'a download by scikit-learn',
      '\x80\x02csklearn.datasets\nfetch_openml\nU\x01x\x85R.',
      'sklearn.datasets.fetch_openml',
    ],
    ['numpy.load', '\x80\x02cnumpy\nload\nU\x01x\x85R.', 'numpy.load'],
    ['joblib itself', '\x80\x02cjoblib\nload\nU\x01x\x85R.', 'joblib.load'],
    ['getattr', '\x80\x02c__builtin__\ngetattr\nU\x01xU\x01y\x86R.', '__builtin__.getattr'],
    ['operator', '\x80\x02coperator\nattrgetter\nU\x01x\x85R.', 'operator.attrgetter'],
  ];

  it('refuses by name whatever else a pickle wants to call', () => {
    const directory = modelDirectory({});
    const paths = hostile.map(([what, pickle]) => {
      const path = join(directory, `${what}.pkl`);
      writeFileSync(path, pickle, 'latin1');
      return path;
    });
    const answers = load(paths);
    hostile.forEach(([what, , name], at) => {
      expect(answers[at], what).toContain(`names ${name}, which no scikit-learn model is made of`);
      expect(answers[at], what).toContain('It is not read natively: the reason');
    });
  });

  it.each([
    ['what has no predict', '\x80\x02]q\x00.', 'model.pkl holds a list, which has no predict'],
    ['what is cut off', '\x80\x02]q', 'model.pkl cannot be loaded by joblib in this image'],
  ])('refuses %s, and says why it was not read natively', async (_what, pickle, message) => {
    const directory = directoryWith('model.pkl', Buffer.from(pickle, 'latin1'));
    const launched = launch(directory, 'model.pkl');
    await expect(launched).rejects.toThrow(message);
  });
});
