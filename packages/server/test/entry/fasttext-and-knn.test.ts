import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Outcome, runCatenaryIn } from '../support/run-catenary.ts';
import { credentials, removeData, root, startTestServer, type TestServer } from '../support/start-server.ts';

/** `catenary certify` and `catenary deploy` of model files of fastText and k-NN, against what fastText and Faiss answer. */
const golden = join(root, 'test/golden');
const fasttext = (path: string) => join(golden, 'fasttext', path);
const faiss = (path: string) => join(golden, 'faiss', path);
const folder = mkdtempSync(join(tmpdir(), 'catenary-algorithms-'));
let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
}, 60_000);
afterAll(async () => {
  await server.stop();
  removeData(server);
  rmSync(folder, { recursive: true, force: true });
});

function catenary(...args: string[]): Promise<Outcome> {
  const env = {
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    CATENARY_DATA: server.data,
  };
  return runCatenaryIn({ folder, env }, ...args);
}

const read = (path: string) => JSON.parse(readFileSync(path, 'utf8')) as unknown;

/** A file of lines in this test's folder. */
function put(name: string, lines: readonly string[]): string {
  const path = join(folder, name);
  writeFileSync(path, lines.map((line) => `${line}\n`).join(''));
  return path;
}

interface Labels {
  readonly label: readonly string[];
  readonly prob: readonly number[];
}

interface Classifier {
  readonly labels: readonly string[];
  readonly answers: readonly { readonly text: string; readonly all: Labels; readonly two: Labels }[];
}

const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;

/** Texts of one line with a word that the model knows. */
function classified(name: string) {
  const { labels, answers } = read(fasttext(`${name}/expected.json`)) as Classifier;
  const kept = answers.filter(({ text, all }) => all.label.length > 0 && !/[\n\r\0]/.test(text) && text !== '');
  return {
    labels,
    answers: kept,
    texts: put(
      `${name}.csv`,
      kept.map(({ text }) => quoted(text)),
    ),
  };
}

interface Vectors {
  readonly vectors: Readonly<Record<string, readonly number[]>>;
}

const words = (name: string) =>
  Object.entries((read(fasttext(`${name}/expected.json`)) as Vectors).vectors).filter(([word]) => /^\w+$/.test(word));

/** What k-NN answers of the neighbours that Faiss found: a label of most of them, the nearest one's of equals; or their mean. */
function labelsOf(name: string): number[] {
  const bytes = readFileSync(faiss(`${name}/model_algo-1.labels`));
  const { ids } = read(faiss(`${name}/expected.json`)) as { readonly ids: readonly (readonly number[])[] };
  // Some of the settings are written as Python writes them.
  const isRegressor = readFileSync(faiss(`${name}/model_algo-1.json`), 'utf8').includes('"regressor"');
  return ids.map((neighbours) => {
    const labels = neighbours.map((id) => bytes.readFloatLE(4 * id));
    if (isRegressor) return labels.reduce((sum, label) => sum + label, 0) / labels.length;
    const countOf = (label: number) => labels.filter((other) => other === label).length;
    return labels.reduce((best, label) => (countOf(label) > countOf(best) ? label : best));
  });
}

const passed = (rows: number) => ({ code: 0, stdout: expect.stringMatching(`rows compared: ${rows}\n[^]*PASSED\n$`) });

describe('certify', () => {
  it.each([
    ['softmax', 'model.bin'],
    ['quantized', 'model.ftz'],
  ])('of fastText, %s: labels, and their probabilities in the order of the model', async (name, file) => {
    const { labels, answers, texts } = classified(name);
    const best = put(
      'best.csv',
      answers.map(({ all }) => String(all.label[0])),
    );
    const model = fasttext(`${name}/${file}`);
    expect(await catenary('certify', model, '--input', texts, '--expected', best)).toMatchObject(
      passed(answers.length),
    );
    const line = ({ all }: Classifier['answers'][number]) =>
      labels.map((label) => all.prob[all.label.indexOf(label)]).join(',');
    const probabilities = put('probabilities.csv', answers.map(line));
    const flags = ['--input', texts, '--method', 'predict_proba', '--expected', probabilities];
    expect(await catenary('certify', model, ...flags)).toMatchObject(passed(answers.length));
  });

  it('of fastText finds the one label that is made to differ', async () => {
    const { answers, texts } = classified('softmax');
    const wrong = put(
      'wrong.csv',
      answers.map(({ all }, at) => String(all.label[at === 1 ? 1 : 0])),
    );
    const { code, stdout } = await catenary(
      'certify',
      fasttext('softmax/model.bin'),
      '--input',
      texts,
      '--expected',
      wrong,
    );
    expect([code, stdout]).toEqual([1, expect.stringContaining(`FAILED: 1 of ${answers.length} rows differ`)]);
    expect(stdout).toContain(`expected ${JSON.stringify(answers[1]?.all.label[1])}`);
  });

  it('of fastText, by what BlazingText answers, where that is JSON Lines', async () => {
    const { answers } = classified('softmax');
    const asked = put(
      'asked.jsonl',
      answers.map(({ text }) => JSON.stringify({ source: text, k: 2 })),
    );
    const expected = put(
      'two.jsonl',
      answers.map(({ two }) => JSON.stringify(two)),
    );
    for (const path of ['softmax', 'softmax/model.bin'])
      expect(await catenary('certify', fasttext(path), '--input', asked, '--expected', expected)).toMatchObject(
        passed(answers.length),
      );
    const flags = ['--input', asked, '--expected', expected, '--method', 'predict'];
    expect((await catenary('certify', fasttext('softmax/model.bin'), ...flags)).stderr).toBe(
      `catenary: ${expected}: answers of a method are compared as CSV, not as JSON Lines.\n`,
    );
  });

  it('of vectors of words', async () => {
    const known = words('cbow');
    const asked = put(
      'words.csv',
      known.map(([word]) => word),
    );
    const expected = put(
      'vectors.csv',
      known.map(([, vector]) => vector.join(',')),
    );
    const flags = ['--input', asked, '--expected', expected];
    expect(await catenary('certify', fasttext('cbow/vectors.bin'), ...flags)).toMatchObject(passed(known.length));
  });

  it.each(['flat', 'ivf-flat', 'ivf-pq'])('of k-NN, %s', async (name) => {
    const expected = put(
      `${name}.jsonl`,
      labelsOf(name).map((label) => JSON.stringify({ predicted_label: label })),
    );
    const flags = ['--input', faiss('input.csv'), '--expected', expected];
    // 12 rows of input.csv.
    expect(await catenary('certify', faiss(name), ...flags)).toMatchObject(passed(12));
  });

  it('of an index alone says what has to lie beside it', async () => {
    const flags = ['--input', faiss('input.csv'), '--expected', put('none.jsonl', [])];
    const { code, stderr } = await catenary('certify', faiss('flat/model_algo-1'), ...flags);
    expect([code, stderr]).toEqual([1, expect.stringContaining('model_algo-1.labels')]);
  });
});

describe('deploy', () => {
  it.each([
    ['softmax', 'model.bin'],
    ['quantized', 'model.ftz'],
  ])('of a classifier, %s, whose endpoint answers as fastText', async (name, file) => {
    const { answers } = classified(name);
    const deployed = await catenary('deploy', name, fasttext(`${name}/${file}`));
    expect([deployed.code, deployed.stderr]).toEqual([0, '']);
    expect(deployed.stdout).toContain(`${file} -> blazingtext:1 (${file} `);
    const asked = put(`${name}.json`, [
      JSON.stringify({ instances: answers.map(({ text }) => text), configuration: { k: 2 } }),
    ]);
    const { code, stdout } = await catenary('invoke', name, '--input', asked);
    expect([code, JSON.parse(stdout)]).toEqual([0, answers.map(({ two }) => two)]);
  });

  it('of vectors of words', async () => {
    const known = words('skipgram');
    expect((await catenary('deploy', 'words', fasttext('skipgram/vectors.bin'))).stdout).toContain('blazingtext:1');
    const asked = put(
      'words.jsonl',
      known.map(([word]) => JSON.stringify({ source: word })),
    );
    const { stdout } = await catenary('invoke', 'words', '--input', asked);
    const answers = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown);
    expect(answers).toEqual(known.map(([word, vector]) => ({ word, vector })));
  });

  it('of k-NN: a folder, whose endpoint finds the neighbours that Faiss does', async () => {
    const deployed = await catenary('deploy', 'neighbours', faiss('flat'));
    expect([deployed.code, deployed.stderr]).toEqual([0, '']);
    expect(deployed.stdout).toContain('-> knn:1 (model_algo-1 ');
    const { code, stdout } = await catenary('invoke', 'neighbours', '--input', faiss('input.csv'));
    const { predictions } = JSON.parse(stdout) as {
      readonly predictions: readonly { readonly predicted_label: number }[];
    };
    expect([code, predictions.map((row) => row.predicted_label)]).toEqual([0, labelsOf('flat')]);
    const beside = join(folder, 'alone');
    cpSync(faiss('flat/model_algo-1'), join(beside, 'model_algo-1'));
    const refused = await catenary('deploy', 'alone', beside);
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('model_algo-1.labels')]);
  });
});
