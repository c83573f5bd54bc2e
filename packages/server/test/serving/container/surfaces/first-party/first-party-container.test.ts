import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Algorithm } from '@catenary/scoring/internal/aws';
import { readRecordIo, writeRecordIo } from '@catenary/scoring/internal/formats';
import { describe, expect, it } from 'vitest';
import { InProcessStage } from '../../../../../src/serving/container/in-process/in-process-stage.ts';
import type { ContainerRequest } from '../../../../../src/serving/container/payload.ts';
import { firstPartyLoader } from '../../../../../src/serving/container/surfaces/first-party/first-party-loader.ts';

const golden = join(import.meta.dirname, '../../../../../../../test/golden/first-party');
const read = (path: string) => readFileSync(join(golden, path));
const csv = read('input.csv').toString();
const rows = csv
  .trimEnd()
  .split('\n')
  .map((line) => line.split(',').map(Number));

async function container(algorithm: Algorithm, name: string): Promise<InProcessStage> {
  // Two hosts trained it; what resumes a training is no model.
  const files = new Map([
    ['state_1b2c', Buffer.from('resume')],
    ['model_algo-2', Buffer.from('another host')],
    ['model_algo-1', read(`${name}/model_algo-1`)],
  ]);
  const load = firstPartyLoader(algorithm);
  return new InProcessStage(
    { hostname: 'c', image: `${algorithm}:1` },
    await load({ files, environment: {}, imageTag: '1' }),
  );
}

function ask(stage: InProcessStage, body: string | Buffer, more: Partial<ContainerRequest> = {}) {
  const answer = stage.invoke({ body: Buffer.from(body), contentType: 'text/csv', ...more });
  return { ...answer, text: answer.body.toString() };
}

const expectedOf = (name: string) => JSON.parse(read(`${name}/expected.json`).toString()) as Record<string, number[]>;
const near = (value: number) => expect.closeTo(value, 4) as number;

const linear = await container('linear-learner', 'linear-binary');
const kmeans = await container('kmeans', 'kmeans');
const pca = await container('pca', 'pca');
const machines = await container('factorization-machines', 'factorization-sparse');

describe('answers', () => {
  it('linear learner: score and label, whole labels, JSON by default', () => {
    const answer = ask(linear, csv);
    const { score, predicted_label: labels } = expectedOf('linear-binary') as Record<
      'score' | 'predicted_label',
      number[]
    >;
    expect(answer).toMatchObject({ status: 200, contentType: 'application/json' });
    expect(JSON.parse(answer.text)).toEqual({
      predictions: score.map((value, row) => ({ score: near(value), predicted_label: labels[row] })),
    });
    expect(answer.text).toMatch(/^\{"predictions": \[\{"score": [\d.e-]+, "predicted_label": [01]\}, /);
  });

  it('linear learner: a list of scores for several classes, JSON Lines', async () => {
    const stage = await container('linear-learner', 'linear-multiclass');
    const lines = ask(stage, csv, { accept: 'application/jsonlines' }).text.split('\n');
    expect(lines).toHaveLength(rows.length + 1);
    const { score, predicted_label: labels } = expectedOf('linear-multiclass') as unknown as {
      score: number[][];
      predicted_label: number[];
    };
    expect(JSON.parse(lines[0] as string)).toEqual({ score: score[0]?.map(near), predicted_label: labels[0] });
  });

  it('k-means: floats, CSV too', () => {
    const { closest_cluster: closest = [], distance_to_cluster: distances = [] } = expectedOf('kmeans');
    const [first] = (JSON.parse(ask(kmeans, csv).text) as { predictions: object[] }).predictions;
    expect(first).toEqual({ closest_cluster: closest[0], distance_to_cluster: near(distances[0] as number) });
    expect(ask(kmeans, csv).text).toMatch(/"closest_cluster": \d\.0, /);
    const lines = ask(kmeans, csv, { accept: 'text/csv' }).text.trimEnd().split('\n');
    expect(lines.map((line) => line.split(',').map(Number))).toEqual(
      closest.map((cluster, row) => [cluster, near(distances[row] as number)]),
    );
  });

  it('PCA: projections', () => {
    const { projection } = expectedOf('pca') as unknown as { projection: number[][] };
    expect(JSON.parse(ask(pca, csv).text)).toEqual({
      projections: projection.map((cells) => ({ projection: cells.map(near) })),
    });
  });

  it('RecordIO-Protobuf: a record a row', () => {
    const answer = ask(linear, csv, { accept: 'application/x-recordio-protobuf' });
    const records = readRecordIo(answer.body);
    expect(records).toHaveLength(rows.length);
    // label{key "score", value{float32_tensor{values: packed}}}: the float stands behind the key and three lengths.
    const text = Buffer.from(records[0] as Uint8Array);
    const at = text.indexOf('score') + 'score'.length;
    expect([...text.subarray(at, at + 6)]).toEqual([0x12, 8, 0x12, 6, 0x0a, 4]);
    expect(text.readFloatLE(at + 6)).toBeCloseTo(expectedOf('linear-binary')['score']?.[0] as number, 5);
  });
});

describe('k-NN', () => {
  const faiss = join(golden, '../faiss/flat');
  const of = (name: string): [string, Buffer] => [name, readFileSync(join(faiss, name))];
  const files = new Map(['model_algo-1', 'model_algo-1.labels', 'model_algo-1.json'].map(of));
  const labels = of('model_algo-1.labels')[1];
  const { ids, distances } = JSON.parse(of('expected.json')[1].toString()) as Record<'ids' | 'distances', number[][]>;
  const input = readFileSync(join(golden, '../faiss/input.csv')).toString();
  const stage = async () =>
    new InProcessStage(
      { hostname: 'c', image: 'knn:1' },
      await firstPartyLoader('knn')({ files, environment: {}, imageTag: '1' }),
    );

  it('answers a label alone, as a float', async () => {
    const answer = ask(await stage(), input);
    expect(answer.text).toMatch(/^\{"predictions": \[\{"predicted_label": [012]\.0\}, /);
    expect(JSON.parse(answer.text)).toEqual({
      predictions: ids.map(() => ({ predicted_label: expect.any(Number) as number })),
    });
  });

  it.each(['application/json; verbose=true', 'application/jsonlines;verbose=true'])(
    'answers neighbours, nearest first, to %s',
    async (accept) => {
      const answer = ask(await stage(), input, { accept });
      const records = answer.text.startsWith('{"predictions"')
        ? (JSON.parse(answer.text) as { predictions: object[] }).predictions
        : answer.text
            .trimEnd()
            .split('\n')
            .map((line) => JSON.parse(line) as object);
      expect(records).toEqual(
        ids.map((found, row) => ({
          predicted_label: expect.any(Number) as number,
          distances: distances[row]?.map(near),
          labels: found.map((id) => labels.readFloatLE(id * 4)),
        })),
      );
    },
  );

  it('does not answer CSV', async () => {
    expect(ask(await stage(), input, { accept: 'text/csv' }).status).toBe(406);
  });
});

describe('requests', () => {
  const plain = ask(machines, JSON.stringify({ instances: rows.map((features) => ({ features })) }), {
    contentType: 'application/json',
  }).text;

  it('JSON: the score of the formula', () => {
    const { score = [] } = expectedOf('factorization-sparse');
    expect(JSON.parse(plain)).toEqual({ predictions: score.map((value) => ({ score: near(value) })) });
  });

  it.each([
    ['nested', rows.map((values) => ({ data: { features: { values } } }))],
    [
      'sparse',
      rows.map((values) => ({
        data: { features: { keys: [3, 0, 1, 2], shape: [4], values: [values[3], ...values.slice(0, 3)] } },
      })),
    ],
  ])('JSON, %s, with or without a shape, and JSON Lines', (_what, instances) => {
    expect(ask(machines, JSON.stringify({ instances }), { contentType: 'application/json' }).text).toBe(plain);
    const lines = instances.map((instance) => `${JSON.stringify(instance)}\n`).join('');
    const accept = 'application/json';
    expect(ask(machines, lines, { contentType: 'application/jsonlines', accept }).text).toBe(plain);
  });

  it('takes a sparse record that has nothing but its shape for zeros', () => {
    // Record { features { key: "values", value { float32_tensor { shape: 4 } } } }
    const value = [0x12, 3, 0x1a, 1, 4];
    const entry = [0x0a, 6, ...Buffer.from('values'), 0x12, value.length, ...value];
    const body = Buffer.from(writeRecordIo([Uint8Array.from([0x0a, entry.length, ...entry])]));
    const zeros = ask(machines, '{"instances":[{"features":[0,0,0,0]}]}', { contentType: 'application/json' });
    const accept = 'application/json';
    expect(ask(machines, body, { contentType: 'application/x-recordio-protobuf', accept })).toMatchObject({
      status: 200,
      text: zeros.text,
    });
  });

  it('takes what a sparse row lacks for zero', () => {
    const json = (instance: object) =>
      ask(machines, JSON.stringify({ instances: [instance] }), { contentType: 'application/json' }).text;
    const sparse = { data: { features: { keys: [2], values: [1.5] } } };
    expect(json(sparse)).toBe(json({ features: [0, 0, 1.5, 0] }));
  });

  it('RecordIO-Protobuf', () => {
    const field = (number: number, content: Buffer) =>
      Buffer.concat([Buffer.from([(number << 3) | 2, content.length]), content]);
    const records = rows.map((row) => {
      const tensor = field(2, field(1, Buffer.from(Float32Array.from(row).buffer)));
      return field(1, Buffer.concat([field(1, Buffer.from('values')), field(2, tensor)]));
    });
    const body = Buffer.from(writeRecordIo(records));
    expect(ask(machines, body, { contentType: 'application/x-recordio-protobuf', accept: '*/*' }).text).toBe(plain);
  });

  it.each([
    ['CSV for factorization machines', machines, '1,2,3,4', {}, 415, 'text/csv is not supported'],
    ['CSV answers of the linear learner', linear, '1,2,3,4', { accept: 'text/csv' }, 406, 'text/csv is not supported'],
    ['another type', linear, '1', { contentType: 'image/png' }, 415, 'image/png'],
    ['a word', linear, '1,2,x,4', {}, 400, 'Row 1, column 2 is no number: "x".'],
    ['rows of another width', linear, '1,2', {}, 400, 'Rows have 2 features, the model has 4.'],
    ['no JSON', linear, '{', { contentType: 'application/json' }, 400, 'The body is no JSON.'],
    ['no instances', linear, '{}', { contentType: 'application/json' }, 400, 'no list "instances"'],
    ['no features', linear, '{"instances":[{}]}', { contentType: 'application/json' }, 400, 'Instance 1 has no list'],
    [
      'a key outside of the row',
      machines,
      '{"instances":[{"data":{"features":{"keys":[4],"shape":[4],"values":[1]}}}]}',
      { contentType: 'application/json' },
      400,
      'Row 1 does not have 4 features, or keys outside of them, or one of them twice.',
    ],
    [
      'a key that stands twice',
      machines,
      '{"instances":[{"data":{"features":{"keys":[1,1],"shape":[4],"values":[1,2]}}}]}',
      { contentType: 'application/json' },
      400,
      'one of them twice',
    ],
    [
      'a shape that is not that of the values',
      linear,
      '{"instances":[{"data":{"features":{"shape":[5],"values":[1,2,3,4]}}}]}',
      { contentType: 'application/json' },
      400,
      'Row 1 does not have 4 features',
    ],
    [
      'a shape of more dimensions',
      machines,
      '{"instances":[{"data":{"features":{"keys":[1],"shape":[4,4],"values":[1]}}}]}',
      { contentType: 'application/json' },
      400,
      'Rows have 16 features, the model has 4.',
    ],
    [
      'a row that would fill the memory',
      machines,
      '{"instances":[{"data":{"features":{"keys":[0],"shape":[1e12],"values":[1]}}}]}',
      { contentType: 'application/json' },
      400,
      'too many at once',
    ],
  ])('refuses %s', (_what, stage, body, more, status, message) => {
    const answer = ask(stage, body, more);
    expect(answer.status).toBe(status);
    expect(answer.text).toContain(message);
  });

  it('needs model_algo-1', () => {
    const load = () => firstPartyLoader('pca')({ files: new Map(), environment: {}, imageTag: '1' });
    expect(load).toThrow('no file model_algo-1');
  });
});
