import { createReadStream, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { writeRecordIo } from '@catenary/scoring/internal/formats';
import { type Frame, scalar, type VectorColumn, vector, vectorFrame } from '@catenary/scoring/internal/frame';
import { present } from '@catenary/scoring/internal/values';
import { describe, expect, it } from 'vitest';
import {
  denseRows,
  goldenFolder,
  readGolden,
  readNumbers,
} from '../../../../../../scoring/test/boosters/xgboost/golden-rows.ts';
import { readArchive } from '../../../../../src/platform/artifact/read-archive.ts';
import type { FileFacts } from '../../../../../src/serving/container/file-facts.ts';
import type { ContainerAnswer } from '../../../../../src/serving/container/payload.ts';
import type { NativeContainer } from '../../../../../src/serving/container/surfaces/native-container.ts';
import { loadXgboostContainer } from '../../../../../src/serving/container/surfaces/xgboost/xgboost-container.ts';

interface Options {
  readonly tag?: string;
  readonly environment?: Record<string, string>;
}

/** A container with files of the golden cases, `CASE/FILE`, as xgboost-model, xgboost-model-1 ... */
async function container(
  paths: string | string[],
  { tag = '3.2-0', environment = {} }: Options = {},
): Promise<NativeContainer> {
  const files = [paths].flat().map((path, at): [string, Uint8Array] => {
    const [name, file] = path.split('/') as [string, string];
    return [at === 0 ? 'xgboost-model' : `xgboost-model-${at}`, readGolden(name, file)];
  });
  return loadXgboostContainer({ files: new Map(files), environment, imageTag: tag });
}

interface Request {
  readonly body: string | Uint8Array;
  readonly contentType?: string | undefined;
  readonly accept?: string;
  readonly file?: FileFacts;
}

function invoke(served: NativeContainer, { body, contentType = 'text/csv', accept, file }: Request): ContainerAnswer {
  const type = contentType === '' ? undefined : contentType;
  const frame = served.decode({ body: Buffer.from(body), ...present({ contentType: type, file }) });
  if ('status' in frame) return frame;
  const scored = served.score(frame);
  return 'status' in scored ? scored : served.encode(scored, accept);
}

const textOf = (answer: ContainerAnswer) => answer.body.toString();
const input = (name: string) => readGolden(name, 'input.csv').toString();
/** Expected float32 predictions widened to double; none of these cases has one that Python would write otherwise. */
const expected = (name: string) => readNumbers(name, 'expected.csv').map((value) => `${Math.fround(value)}`);

const binary = 'binary-logistic-3.2/model.ubj';
const multi = 'multi-softprob-3.2/model.ubj';
const row = '0.1,0.2,0.3,0.4,0.5,0.6,0.7,0.8';

const denseVectors = (values: Float64Array, rowCount: number, columnCount: number) =>
  vectorFrame({ values, rowCount, columnCount }).columns[0] as VectorColumn;

describe('answers', () => {
  it('text/csv: one prediction a line, each line ended', async () => {
    const answer = invoke(await container(binary), { body: input('binary-logistic-3.2') });
    expect(answer).toMatchObject({ status: 200, contentType: 'text/csv; charset=utf-8' });
    expect(textOf(answer)).toBe(`${expected('binary-logistic-3.2').join('\n')}\n`);
  });

  it('text/csv: several outputs are parted by commas', async () => {
    const lines = textOf(invoke(await container(multi), { body: input('multi-softprob-3.2') }))
      .trimEnd()
      .split('\n');
    expect(lines.flatMap((line) => line.split(','))).toEqual(expected('multi-softprob-3.2'));
  });

  it('application/json: scores, as json.dumps spaces them', async () => {
    const [first] = expected('binary-logistic-3.2');
    const body = input('binary-logistic-3.2').split('\n')[0] as string;
    expect(textOf(invoke(await container(binary), { body, accept: 'application/json' }))).toBe(
      `{"predictions": [{"score": ${first}}]}`,
    );
    const several = invoke(await container(multi), { body, accept: 'application/json; charset=utf-8' });
    expect(textOf(several)).toMatch(/^\{"predictions": \[\{"score": \[[\d.e-]+, [\d.e-]+, [\d.e-]+\]\}\]\}$/);
  });

  it('with SAGEMAKER_BATCH: one Python text a line, whatever the Accept', async () => {
    const options = { environment: { SAGEMAKER_BATCH: 'true' } };
    const lines = textOf(
      invoke(await container(multi, options), { body: `${row}\n${row}`, accept: 'application/json' }),
    ).split('\n');
    expect(lines).toHaveLength(3);
    expect(lines[0]).toMatch(/^\[[\d.e-]+, [\d.e-]+, [\d.e-]+\]$/);
    expect(lines[2]).toBe('');
  });

  it('until 1.2-1: CSV on one line, whatever the Accept; several outputs as lists', async () => {
    const served = await container('binary-logistic-0.90/xgboost-model', { tag: '0.90-2' });
    const answer = invoke(served, { body: input('binary-logistic-0.90'), accept: 'application/json' });
    expect(answer.contentType).toBe('text/csv; charset=utf-8');
    expect(textOf(answer)).toBe(expected('binary-logistic-0.90').join(','));
    const several = await container('multi-softprob-0.90/xgboost-model', { tag: '1.2-1' });
    expect(textOf(invoke(several, { body: `${row}\n${row}` }))).toMatch(/^\[[^\]]+\],\[[^\]]+\]$/);
  });

  it('no Accept or any: SAGEMAKER_DEFAULT_INVOCATIONS_ACCEPT', async () => {
    const served = await container(binary, {
      environment: { SAGEMAKER_DEFAULT_INVOCATIONS_ACCEPT: 'application/json' },
    });
    expect(invoke(served, { body: row }).contentType).toBe('application/json');
    expect(invoke(served, { body: row, accept: '*/*' }).contentType).toBe('application/json');
    expect(served.mediaTypeFor(undefined)).toBe('application/json');
  });

  it('406 for another Accept, 500 for JSON Lines and RecordIO without selectable output', async () => {
    const answer = invoke(await container(binary), { body: row, accept: 'text/html' });
    expect(answer.status).toBe(406);
    expect(textOf(answer)).toBe(
      "Accept type text/html is not supported. Please use supported accept types: ['application/json', 'application/jsonlines', 'application/x-recordio-protobuf', 'text/csv'].",
    );
    expect(invoke(await container(binary), { body: row, accept: 'application/jsonlines' }).status).toBe(500);
    expect((await container(binary)).mediaTypeFor('application/jsonlines')).toBe(undefined);
  });
});

describe('requests', async () => {
  const served = await container(binary);
  const plain = textOf(invoke(served, { body: row }));

  it.each([
    ['tabs', row.replaceAll(',', '\t'), 'text/csv'],
    ['semicolons', row.replaceAll(',', ';'), 'csv'],
    ['blanks and a carriage return', ` ${row.replaceAll(',', ', ')}\r\n`, 'text/csv;label_size=1'],
    ['libsvm', '0 0:0.1 1:0.2 2:0.3 3:0.4 4:0.5 5:0.6 6:0.7 7:0.8', 'text/libsvm'],
    ['libsvm in any order', '1:0.2 0:0.1 7:0.8 3:0.4 4:0.5 5:0.6 6:0.7 2:0.3\n\n1', 'text/x-libsvm'],
    ['libsvm as the default', '0:0.1 1:0.2 2:0.3 3:0.4 4:0.5 5:0.6 6:0.7 7:0.8', ''],
  ])('reads %s', (_what, body, contentType) => {
    expect(textOf(invoke(served, { body, contentType }))).toBe(plain);
  });

  it('reads whatever delimiter Python would guess', () => {
    const body = '1,2,3,4,5,6,7,8';
    const bars = { body: body.replaceAll(',', '|'), contentType: 'TEXT/CSV; charset=utf-8' };
    expect(textOf(invoke(served, bars))).toBe(textOf(invoke(served, { body })));
  });

  it('takes an empty cell, nan and an absent libsvm index as missing, zero as zero', () => {
    const missing = textOf(invoke(served, { body: '0.1,0.2,nan,0.4,0.5,0.6,0.7,0.8' }));
    expect(textOf(invoke(served, { body: '0.1,0.2,,0.4,0.5,0.6,0.7,0.8' }))).toBe(missing);
    const absent = '0:0.1 1:0.2 3:0.4 4:0.5 5:0.6 6:0.7 7:0.8';
    expect(textOf(invoke(served, { body: absent, contentType: 'libsvm' }))).toBe(missing);
    const zero = textOf(invoke(served, { body: '0.1,0.2,0,0.4,0.5,0.6,0.7,0.8' }));
    expect(textOf(invoke(served, { body: `${absent} 2:0`, contentType: 'libsvm' }))).toBe(zero);
  });

  describe('libsvm whose smallest index is 1', () => {
    const written = '0:0.1 1:0.2 2:0.3 3:0.4 4:0.5 5:0.6 6:0.7';
    const fromOne = '0 1:0.1 2:0.2 3:0.3 4:0.4 5:0.5 6:0.6 7:0.7';
    const ask = async (tag: string, body: string) =>
      textOf(invoke(await container(binary, { tag }), { body, contentType: 'libsvm' }));

    it.each(['3.2-0', '3.2-1', 'ours'])('counts from 1 in the image %s', async (tag) => {
      expect(await ask(tag, fromOne)).toBe(await ask(tag, written));
    });

    it.each(['3.0-5', '1.7-1'])('is missing the first column in the image %s', async (tag) => {
      const csv = textOf(invoke(await container(binary, { tag }), { body: ',0.1,0.2,0.3,0.4,0.5,0.6,0.7' }));
      expect(await ask(tag, fromOne)).toBe(csv);
      expect(csv).not.toBe(await ask(tag, written));
    });

    it('counts from 0 where another row of the request has the index 0', async () => {
      const both = (await ask('3.2-0', `${fromOne}\n0:1`)).split('\n');
      expect(both[0]).toBe(textOf(invoke(served, { body: ',0.1,0.2,0.3,0.4,0.5,0.6,0.7' })).trim());
    });

    it('is decided record by record where each is a request of its own', async () => {
      const request = {
        body: `${fromOne}\n${written}`,
        contentType: 'libsvm',
        file: { isStart: true, isEachAlone: true },
      };
      const [first, second] = textOf(invoke(await container(binary, { tag: '3.2-0' }), request)).split('\n');
      expect(first).toBe(second);
    });
  });

  it('reads the libsvm rows of a golden case, except for the last, which has no cell and so vanishes', async () => {
    const body = readGolden('squarederror-missing-3.2', 'input.libsvm');
    const answer = invoke(await container('squarederror-missing-3.2/model.ubj'), { body, contentType: 'text/libsvm' });
    expect(textOf(answer).trimEnd().split('\n')).toEqual(expected('squarederror-missing-3.2').slice(0, -1));
  });

  it('reads RecordIO-Protobuf, dense and sparse', () => {
    // features{key "values", value{float32_tensor{values: 8 floats}}}, and with keys 0..7 and shape 8.
    const floats = Buffer.from(Float32Array.of(0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8).buffer);
    const field = (number: number, content: Buffer) =>
      Buffer.concat([Buffer.from([(number << 3) | 2, content.length]), content]);
    const record = (tensor: Buffer) =>
      field(1, Buffer.concat([field(1, Buffer.from('values')), field(2, field(2, tensor))]));
    const dense = record(field(1, floats));
    const sparse = record(
      Buffer.concat([field(1, floats), field(2, Buffer.from([0, 1, 2, 3, 4, 5, 6, 7])), field(3, Buffer.from([8]))]),
    );
    for (const bytes of [dense, sparse]) {
      const answer = invoke(served, { body: writeRecordIo([bytes]), contentType: 'application/x-recordio-protobuf' });
      expect(textOf(answer)).toBe(plain);
    }
  });

  it('answers 204 to an empty body', () => {
    expect(invoke(served, { body: '' })).toMatchObject({ status: 204, body: Buffer.alloc(0) });
  });

  it.each([
    [
      'a word',
      `${row}\n0.1,0.2,x,0.4,0.5,0.6,0.7,0.8`,
      'text/csv',
      "could not convert string to float: 'x'",
      { row: 1, column: 2, value: 'x' },
    ],
    ['a ragged line', `${row}\n1,2`, 'text/csv', 'row 2 has 2 cells, the first row has 8', { row: 1 }],
    [
      'a lone number that is split at its minus',
      '-1.5e-3',
      'text/csv',
      'could not convert',
      { row: 0, column: 1, value: '1.5e' },
    ],
    ['two bars between digits', '11|22', 'text/csv', 'could not convert', { row: 0, column: 0, value: '11|22' }],
    [
      'an infinite cell',
      '0.1,0.2,inf',
      'text/csv',
      'Input data contains `inf`',
      { row: 0, column: 2, value: Infinity },
    ],
    ['a cell beyond float32', '0.1,1e39', 'text/csv', 'Input data contains `inf`', { row: 0, column: 1, value: 1e39 }],
    ['a bad libsvm value', '0:1\n1:x', 'libsvm', 'please ensure data is in libsvm format', { row: 1, value: '1:x' }],
    // Python unpacks `item.split(":")` into two.
    ['two colons in libsvm', '0:1:2', 'libsvm', "could not convert '0:1:2'", { row: 0, value: '0:1:2' }],
    ['a negative libsvm index', '-1:1', 'libsvm', 'negative column index', { row: 0, value: '-1:1' }],
    ['libsvm without a feature', '1', 'libsvm', 'zero sized', undefined],
    ['RecordIO that is none', 'abcdefgh', 'recordio-protobuf', 'Loading recordio-protobuf data failed', undefined],
    ['JSON', '{}', 'application/json', 'application/json is not an accepted ContentType', undefined],
    ['Parquet', 'PAR1', 'application/x-parquet', 'is not supported', undefined],
    ['a label size', row, 'text/csv; label_size=0', 'Optional parameter label_size must be equal to 1', undefined],
  ])('answers 415 to %s', (_what, body, contentType, message, place) => {
    const answer = invoke(served, { body, contentType });
    expect(answer.status).toBe(415);
    expect(textOf(answer)).toContain(message);
    expect(answer.place).toEqual(place);
  });

  it('takes infinite cells until 1.3', async () => {
    const old = await container('binary-logistic-1.3/xgboost-model', { tag: '1.3-1' });
    expect(invoke(old, { body: 'inf,0.2,-inf,0.4,0.5,0.6,0.7,0.8' }).status).toBe(200);
  });

  it('answers 400 to rows that are too wide', () => {
    const answer = invoke(served, { body: `${row},9` });
    expect(answer).toMatchObject({ status: 400, place: { column: 8 } });
    expect(textOf(answer)).toMatch(/^Unable to evaluate payload provided: Number of columns does not match/);
  });

  it('checks the width of requests against pickled models', async () => {
    const old = await container('binary-logistic-1.0/model.pkl', { tag: '1.0-1' });
    expect(invoke(old, { body: row.slice(0, -4) }).status).toBe(200);
    expect(textOf(invoke(old, { body: '0.1,0.2' }))).toBe(
      'Unable to evaluate payload provided: Feature size of csv inference data 2 is not consistent with feature size of trained model 8.',
    );
    expect(textOf(invoke(old, { body: '9:1', contentType: 'libsvm' }))).toContain(
      'Feature size of libsvm inference data 10 is larger',
    );
  });
});

describe('ensembles', () => {
  const members = [
    'binary-logistic-3.2/model.ubj',
    'binary-logistic-3.0/model.ubj',
    'binary-logistic-base-score-3.2/model.ubj',
  ];
  const predictionOf = (served: NativeContainer) => Number(textOf(invoke(served, { body: row })));

  it('answer the mean of all files', async () => {
    const [a = 0, b = 0, c = 0] = await Promise.all(
      members.map(async (member) => predictionOf(await container(member))),
    );
    expect(predictionOf(await container(members))).toBe(Math.fround(Math.fround(Math.fround(a + b) + c) / 3));
  });

  it('of labels vote; of equals the smallest wins', async () => {
    const names = ['multi-softmax-1.3/xgboost-model', 'multi-softmax-1.7/xgboost-model'];
    const labels = await Promise.all(names.map(async (name) => predictionOf(await container(name, { tag: '1.7-1' }))));
    expect(predictionOf(await container(names, { tag: '1.7-1' }))).toBe(Math.min(...labels));
  });

  it('are the first file alone if switched off, or before 1.2-2', async () => {
    const off = { environment: { SAGEMAKER_INFERENCE_ENSEMBLE: 'True' } };
    expect(predictionOf(await container(members, off))).toBe(predictionOf(await container(members[0] as string)));
    const pickles = ['binary-logistic-1.0/model.pkl', 'binary-logistic-1.2/model.pkl'];
    const first = predictionOf(await container(pickles[0] as string, { tag: '1.2-1' }));
    expect(predictionOf(await container(pickles, { tag: '1.2-1' }))).toBe(first);
  });

  it('refuse a file that is no model, naming it', async () => {
    const files = new Map([
      ['notes.txt', new Uint8Array(100)],
      ['code/inference.py', new Uint8Array(1)],
    ]);
    await expect(loadXgboostContainer({ files, environment: {}, imageTag: '3.2-0' })).rejects.toThrow(
      'Model notes.txt cannot be loaded:',
    );
    await expect(loadXgboostContainer({ files: new Map(), environment: {}, imageTag: '' })).rejects.toThrow(
      'no model file',
    );
  });
});

describe('selectable output', () => {
  const selected = async (path: string, keys: string, accept: string) =>
    invoke(await container(path, { environment: { SAGEMAKER_INFERENCE_OUTPUT: keys } }), {
      body: `${row}\n${row}`,
      accept,
    });

  it('of a binary classifier, as JSON in the order of the container', async () => {
    const p = Number(textOf(invoke(await container(binary), { body: row })));
    const answer = await selected(
      binary,
      'probabilities, Predicted_Label,labels,raw_score,nonsense',
      'application/json',
    );
    const one = `{"predicted_label": ${p > 0.5 ? 1 : 0}, "labels": [0, 1], "probabilities": [${1 - p}, ${p}], "raw_score": ${p}, "nonsense": NaN}`;
    expect(textOf(answer)).toBe(`{"predictions": [${one}, ${one}]}`);
  });

  it('of several classes, as CSV in the order asked for, without a last newline', async () => {
    const scores = textOf(invoke(await container(multi), { body: row }))
      .trim()
      .split(',')
      .map(Number);
    const best = Math.max(...scores);
    const line = `${best},${scores.indexOf(best)},"[0, 1, 2]","[${scores.join(', ')}]",nan`;
    expect(
      textOf(await selected(multi, 'probability,predicted_label,labels,raw_scores,predicted_score', 'text/csv')),
    ).toBe(`${line}\n${line}`);
  });

  it('as JSON Lines and RecordIO', async () => {
    const p = Number(textOf(invoke(await container(binary), { body: row })));
    expect(textOf(await selected(binary, 'probability', 'application/jsonlines'))).toBe(
      `{"probability": ${p}}\n`.repeat(2),
    );
    const records = await selected(binary, 'probability', 'application/x-recordio-protobuf');
    expect(records.contentType).toBe('application/x-recordio-protobuf');
    // Two frames of 8 bytes and a record of 25 (11 for the key and 14 around one float), padded to 28.
    expect(records.body).toHaveLength(2 * (8 + 28));
    expect(records.body.indexOf(Buffer.from('probability'))).toBeGreaterThan(0);
  });

  /** A float as Python's json writes it, a whole one with its point. */
  const float = (value: number) => (Number.isInteger(value) ? `${value}.0` : `${value}`);

  // `serve_utils` of the container: labels of hinge and softmax stay floats, and raw scores are 1 - p and p whatever p is.
  it.each([
    ['binary-logitraw-3.2', (p: number) => `"predicted_label": ${p > 0 ? 1 : 0}, "labels": [0, 1]`],
    ['binary-hinge-3.2', (p: number) => `"predicted_label": ${float(p)}, "labels": [0, 1]`],
    ['multi-softmax-3.2', (p: number) => `"predicted_label": ${float(p)}, "labels": [0, 1, 2]`],
  ])('of %s: labels and raw scores, but no probabilities', async (name, labels) => {
    const path = `${name}/${readdirSync(join(goldenFolder, name)).find((file) => file.startsWith('model.')) as string}`;
    const p = Number(textOf(invoke(await container(path), { body: row })));
    const answer = await selected(
      path,
      'raw_scores,raw_score,probability,labels,predicted_label',
      'application/jsonlines',
    );
    const scores = `"raw_score": ${float(p)}, "raw_scores": [${float(1 - p)}, ${float(p)}]`;
    expect(textOf(answer)).toBe(`{${labels(p)}, ${scores}, "probability": NaN}\n`.repeat(2));
  });

  it.each(['squarederror-3.2', 'reg-tweedie-3.2', 'reg-gamma-3.2', 'reg-logistic-3.2', 'absoluteerror-3.2'])(
    'of %s: the score alone',
    async (name) => {
      const path = `${name}/${readdirSync(join(goldenFolder, name)).find((file) => file.startsWith('model.')) as string}`;
      const p = Number(textOf(invoke(await container(path), { body: row })));
      const answer = await selected(path, 'predicted_label,predicted_score', 'text/csv');
      expect(textOf(answer)).toBe(`nan,${float(p)}\nnan,${float(p)}`);
    },
  );

  it('answers 500 for objectives that have none', async () => {
    const answer = await selected('rank-ndcg-3.2/model.ubj', 'predicted_score', 'text/csv');
    expect(answer.status).toBe(500);
    expect(textOf(answer)).toBe('Objective `rank:ndcg` unsupported for selectable inference predictions.');
  });

  it('is not there in 0.90', async () => {
    const environment = { SAGEMAKER_INFERENCE_OUTPUT: 'probability' };
    const served = await container('binary-logistic-0.90/xgboost-model', { tag: '0.90-1', environment });
    expect(Number(textOf(invoke(served, { body: row })))).toBeGreaterThan(0);
  });
});

describe('how many trees', () => {
  const bestOf = (name: string) => readNumbers(name, 'expected-best.csv').map((value) => `${Math.fround(value)}`);

  it('best_ntree_limit in 1.5 and 1.7, all in 3.x', async () => {
    const name = 'early-stopping-1.7';
    const file = `${name}/model.pkl`;
    const at = async (tag: string) =>
      textOf(invoke(await container(file, { tag }), { body: input(name) }))
        .trimEnd()
        .split('\n');
    expect(await at('1.7-1')).toEqual(bestOf(name));
    expect(await at('3.0-5')).toEqual(expected(name));
  });
});

describe('adopt()', async () => {
  const name = 'squarederror-3.2';
  const served = await container(`${name}/model.ubj`);
  const rows = denseRows(name);
  const frameOf = (column: VectorColumn): Frame => ({
    schema: { fields: [{ name: 'features', type: vector(rows.columnCount) }] },
    columns: [column],
    rowCount: rows.rowCount,
  });
  const answerOf = (frame: Frame | undefined) => {
    const scored = served.score(frame as Frame);
    return 'status' in scored ? textOf(scored) : textOf(served.encode(scored, undefined));
  };

  it('takes a vector column as the CSV that it would be', () => {
    const dense = frameOf(denseVectors(Float64Array.from(rows.values), rows.rowCount, rows.columnCount));
    expect(answerOf(served.adopt(dense, 'text/csv')).trimEnd().split('\n')).toEqual(expected(name));
  });

  it('takes positions that a sparse vector lacks as zeros', () => {
    const column: VectorColumn = {
      kind: 'vector',
      values: Float64Array.of(0.25),
      starts: Int32Array.of(0, 1),
      sizes: Int32Array.of(8),
      indices: Int32Array.of(1),
      sparse: Uint8Array.of(1),
    };
    const frame = { schema: { fields: [{ name: 'features', type: vector(8) }] }, columns: [column], rowCount: 1 };
    expect(answerOf(served.adopt(frame, 'text/csv'))).toBe(textOf(invoke(served, { body: '0,0.25,0,0,0,0,0,0' })));
  });

  it('takes columns of numbers', () => {
    const columns = Array.from(
      { length: 8 },
      (_, at) => ({ kind: 'number', values: Float64Array.of(at / 10) }) as const,
    );
    const fields = columns.map((_column, at) => ({ name: `x${at}`, type: scalar('double') }));
    const adopted = served.adopt({ schema: { fields }, columns, rowCount: 1 }, 'text/csv');
    expect(answerOf(adopted)).toBe(textOf(invoke(served, { body: '0,0.1,0.2,0.3,0.4,0.5,0.6,0.7' })));
  });

  it('leaves alone whatever reading text could make something else of', () => {
    const one = denseVectors(Float64Array.of(1), 1, 1);
    const infinite = denseVectors(Float64Array.of(1, Number.POSITIVE_INFINITY), 1, 2);
    const two = { ...denseVectors(Float64Array.of(1, 2), 1, 2), nulls: Uint8Array.of(1) };
    for (const column of [one, infinite, two])
      expect(served.adopt({ ...frameOf(column), rowCount: 1 }, 'text/csv')).toBe(undefined);
    const plain = denseVectors(Float64Array.of(1, 2), 1, 2);
    expect(served.adopt({ ...frameOf(plain), rowCount: 1 }, 'application/json')).toBe(undefined);
    const words = { kind: 'string', values: ['a'] } as const;
    const fields = [
      { name: 'a', type: scalar('string') },
      { name: 'b', type: scalar('string') },
    ];
    expect(served.adopt({ schema: { fields }, columns: [words, words], rowCount: 1 }, 'text/csv')).toBe(undefined);
  });
});

describe('the diamonds chain', () => {
  const tests = resolve(import.meta.dirname, '../../../../../../../test');

  it.each([
    ['../examples/diamonds/xgboost', 'xgboost', '3.2-0'],
    ['golden/chains/xgboost-1.3', 'xgboost-1.3', '1.3-1'],
    ['golden/chains/xgboost-0.90', 'xgboost-0.90', '0.90-2'],
  ])('of %s is answered row by row as the library does', async (folder, name, imageTag) => {
    const files = await readArchive(createReadStream(join(tests, folder, 'model.tar.gz')));
    const served = await loadXgboostContainer({ files, environment: { SAGEMAKER_BATCH: 'true' }, imageTag });
    const chain = (file: string) => readFileSync(join(tests, 'golden/chains', file));
    expect(textOf(invoke(served, { body: chain('sparkml.csv') }))).toBe(chain(`${name}.csv`).toString());
  });
});
