import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeRecordIo } from '@catenary/scoring/internal/formats';
import { afterAll, describe, expect, it } from 'vitest';
import { launchNativeStage } from '../../../../src/serving/container/in-process/launch-native-stage.ts';
import { Chain } from '../../../../src/serving/invocation/chain.ts';
import { example, schema } from '../../../support/diamonds.ts';
import { root } from '../../../support/start-server.ts';

const folder = mkdtempSync(join(tmpdir(), 'catenary-explain-'));
const sklearnFolder = mkdtempSync(join(folder, 'sklearn-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
copyFileSync(join(root, 'test/golden/xgboost/binary-logistic-1.7/xgboost-model'), join(folder, 'xgboost-model'));

const xgboost = () =>
  launchNativeStage({
    kind: 'xgboost',
    hostname: 'x',
    image: 'sagemaker-xgboost:1.7-1',
    archivePath: folder,
    environment: {},
  });
const sparkml = () =>
  launchNativeStage({
    kind: 'sparkml',
    hostname: 's',
    image: 'sagemaker-sparkml-serving:3.3',
    archivePath: example('sparkml/model.tar.gz'),
    environment: { SAGEMAKER_SPARKML_SCHEMA: schema() },
  });

/** Status and text of the refusal, by the container alone and by a chain that begins with it: the same. */
async function refusal(stage: Awaited<ReturnType<typeof xgboost>>, body: Uint8Array | string, contentType: string) {
  const request = { body: Buffer.from(body as string), contentType };
  const { status, body: text } = stage.invoke(request);
  const chain = new Chain([stage, await xgboost()]);
  expect(() => chain.invoke(request)).toThrow(text.toString().slice(0, 100));
  return `${status}: ${text.toString()}`;
}

const row = '1,2,3,4,5,6,7,8';
const frames = Buffer.from(writeRecordIo([Buffer.from(row)]));

describe('advice about cells', () => {
  it.each(['\t', ';'])('is given once: %j between cells', async (mark) => {
    copyFileSync(join(root, 'test/golden/sklearn/linear-1.9/model.joblib'), join(sklearnFolder, 'model.joblib'));
    const stage = await launchNativeStage({
      kind: 'scikit-learn',
      hostname: 'k',
      image: 'sagemaker-scikit-learn:1.9-1',
      archivePath: sklearnFolder,
      environment: {},
    });
    const { status, body } = stage.invoke({ body: Buffer.from(`1${mark}2\n`), contentType: 'text/csv' });
    expect(status).toBe(400);
    expect(body.toString().split('It seems that')).toHaveLength(2);
  });
});

describe('a body that is no text', () => {
  it.each([
    [
      'UTF-16 (it begins with the byte order mark FF FE)',
      Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(row, 'utf16le')]),
    ],
    ['UTF-16 without a byte order mark', Buffer.from(row, 'utf16le')],
    ['RecordIO (it begins with 0A 23 D7 CE)', frames],
  ])('is refused before any of its cells could be taken for text: %s', async (found, body) => {
    for (const stage of [await xgboost(), await sparkml()])
      expect(await refusal(stage, body, 'text/csv')).toContain(
        `400: The body is not text/csv in UTF-8: it is ${found}`,
      );
    expect(await refusal(await sparkml(), body, 'application/jsonlines')).toContain(`it is ${found}`);
  });

  it.each([
    ['text/csv', `${row}\n1,2,3,4,5,6,7,é\n`],
    ['application/json', '{"data":[1,2,3,4,5,6,7,\n"é"]}'],
    ['application/jsonlines', '{"data":[1,2]}\n{"data":["é"]}'],
  ])('is refused with the line whose bytes are no UTF-8: %s', async (type, text) => {
    const body = Buffer.from(text, 'latin1');
    const said = `400: The body is not ${type} in UTF-8: line 2 has other bytes, perhaps those of Latin-1.`;
    expect(await refusal(await sparkml(), body, type)).toContain(said);
  });
});

describe('a refusal says what was found', () => {
  it('for decimal commas, with the cell', async () => {
    const stage = await xgboost();
    expect(await refusal(stage, '1,5;2,5;3,5;4,5;5,5;6,5;7,5\n', 'text/csv')).toContain(
      "could not convert string to float: '5;2'. It seems that cells are separated by semicolons and numbers have decimal commas",
    );
    const quoted = Array.from({ length: 9 }, () => '"1,5"').join(',');
    const { place } = (await sparkml()).invoke({ body: Buffer.from(quoted), contentType: 'text/csv' });
    expect(place).toMatchObject({ row: 0, column: 'carat', value: '1,5' });
    expect(await refusal(await sparkml(), quoted, 'text/csv')).toContain('It has a decimal comma');
  });

  it('for a byte order mark before JSON', async () => {
    for (const type of ['application/json', 'application/jsonlines'])
      expect(await refusal(await sparkml(), '\uFEFF{"data":[]}', type)).toContain(
        'It begins with a byte order mark (EF BB BF)',
      );
  });

  it('for lines, and a record without its framing, that are to be RecordIO', async () => {
    const stage = await xgboost();
    const type = 'application/x-recordio-protobuf';
    expect(await refusal(stage, `${row}\n`, type)).toContain('It looks like text: send it as what it is');
    // aialgs.data.Record { features { "values": float32_tensor { values: [1] } } }
    const tensor = Buffer.from([0x12, 6, 0x0a, 4, 0, 0, 0x80, 0x3f]);
    const entry = Buffer.concat([
      Buffer.from([0x0a, 6]),
      Buffer.from('values'),
      Buffer.from([0x12, tensor.length]),
      tensor,
    ]);
    const bare = Buffer.concat([Buffer.from([0x0a, entry.length]), entry]);
    expect(await refusal(stage, bare, type)).toContain('BatchStrategy SingleRecord: use MultiRecord');
  });

  it('without an explanation where there is none', async () => {
    const refused = await refusal(await xgboost(), 'x,2,3,4,5,6,7,8', 'text/csv');
    expect(refused.endsWith("could not convert string to float: 'x'")).toBe(true);
  });
});
