import { describe, expect, it } from 'vitest';
import { readGolden, readNumbers } from '../../../../../../scoring/test/boosters/xgboost/golden-rows.ts';
import type { ContainerAnswer, ContainerRequest } from '../../../../../src/serving/container/payload.ts';
import { loadXgboostContainer } from '../../../../../src/serving/container/surfaces/xgboost/xgboost-container.ts';

/** The container in MultiModel mode, which answers in another way than alone. */
interface Request {
  readonly golden?: string;
  readonly file?: string;
  readonly body?: string;
  readonly contentType?: string;
  readonly accept?: string;
  readonly tag?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

async function ask({
  golden = 'binary-logistic-3.2',
  file = 'model.ubj',
  tag = '3.2-0',
  ...request
}: Request): Promise<ContainerAnswer> {
  const served = await loadXgboostContainer({
    files: new Map([['xgboost-model', readGolden(golden, file)]]),
    environment: { SAGEMAKER_MULTI_MODEL: 'true', ...request.environment },
    imageTag: tag,
  });
  const body = Buffer.from(request.body ?? readGolden(golden, 'input.csv'));
  const payload: ContainerRequest = { body, contentType: request.contentType ?? 'text/csv' };
  const frame = served.decode(payload);
  if ('status' in frame) return frame;
  const scored = served.score(frame);
  return 'status' in scored ? scored : served.encode(scored, request.accept);
}

const textOf = (answer: ContainerAnswer) => answer.body.toString();
/** Expected float32 predictions widened to double; none of these has one that Python would write otherwise. */
const expected = (name: string) => readNumbers(name, 'expected.csv').map((value) => `${Math.fround(value)}`);
const rowsOf = (name: string, width: number) =>
  Array.from({ length: expected(name).length / width }, (_, row) =>
    expected(name).slice(row * width, (row + 1) * width),
  );

describe('an XGBoost container in MultiModel mode', () => {
  it.each(['text/csv', 'csv', 'TEXT/CSV'])('%s: all predictions on one line, which is not ended', async (accept) => {
    const answer = await ask({ accept });
    expect(answer).toMatchObject({ status: 200, contentType: accept });
    expect(textOf(answer)).toBe(expected('binary-logistic-3.2').join(','));
  });

  it('text/csv: several outputs are lists, as Python prints them', async () => {
    const lists = rowsOf('multi-softprob-3.2', 3).map((row) => `[${row.join(', ')}]`);
    expect(textOf(await ask({ golden: 'multi-softprob-3.2', accept: 'text/csv' }))).toBe(lists.join(','));
  });

  it.each([undefined, '*/*', 'application/json', 'json'])('%s: the bare list of predictions', async (accept) => {
    const answer = await ask(accept === undefined ? {} : { accept });
    expect(answer.contentType).toBe(accept === 'json' ? 'json' : 'application/json');
    expect(textOf(answer)).toBe(`[${expected('binary-logistic-3.2').join(', ')}]`);
  });

  it('application/json: several outputs are lists', async () => {
    const lists = rowsOf('multi-softprob-3.2', 3).map((row) => `[${row.join(', ')}]`);
    expect(textOf(await ask({ golden: 'multi-softprob-3.2' }))).toBe(`[${lists.join(', ')}]`);
  });

  it('without Accept answers as SAGEMAKER_DEFAULT_INVOCATIONS_ACCEPT says', async () => {
    const environment = { SAGEMAKER_DEFAULT_INVOCATIONS_ACCEPT: 'text/csv' };
    expect(textOf(await ask({ environment }))).toBe(expected('binary-logistic-3.2').join(','));
  });

  it.each(['application/jsonlines', 'application/x-recordio-protobuf', 'text/csv; charset=utf-8'])(
    '%s: refused with 415',
    async (accept) => {
      const answer = await ask({ accept });
      expect(answer.status).toBe(415);
      expect(textOf(answer)).toBe(
        `Encoding to accept type ${accept} failed with exception: ${accept} is not an accepted Accept type. Please choose one of the following: ['text/csv', 'application/json'].`,
      );
    },
  );

  it.each(['0.90-2', '1.2-1', '1.7-1'])('has no selectable output and no form of its own in %s', async (tag) => {
    const environment = { SAGEMAKER_INFERENCE_OUTPUT: 'predicted_label' };
    const answer = await ask({ golden: 'binary-logistic-1.7', file: 'xgboost-model', tag, environment });
    expect(textOf(answer)).toBe(`[${expected('binary-logistic-1.7').join(', ')}]`);
  });

  it('hands no columns on: its CSV is one line, whatever the number of rows', async () => {
    const files = new Map([['xgboost-model', readGolden('binary-logistic-3.2', 'model.ubj')]]);
    const environment = { SAGEMAKER_MULTI_MODEL: 'true', SAGEMAKER_DEFAULT_INVOCATIONS_ACCEPT: 'text/csv' };
    expect((await loadXgboostContainer({ files, environment, imageTag: '3.2-0' })).mediaTypeFor(undefined)).toBe(
      undefined,
    );
  });

  it('refuses bodies as the container alone does', async () => {
    expect(await ask({ body: '' })).toMatchObject({ status: 204 });
    expect(textOf(await ask({ body: 'a,b' }))).toMatch(
      /^Loading csv data failed with Exception, please ensure data is in csv/,
    );
    expect(await ask({ body: 'a,b' })).toMatchObject({ status: 415, place: { row: 0, column: 0, value: 'a' } });
    expect(await ask({ contentType: 'application/json', body: '[]' })).toMatchObject({ status: 415 });
    const wide = await ask({ body: Array.from({ length: 99 }, () => '1').join(',') });
    expect(wide.status).toBe(400);
    expect(textOf(wide)).toMatch(/^Unable to evaluate payload provided: /);
  });
});
