import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { present } from '@catenary/scoring/internal/values';
import { describe, expect, it } from 'vitest';
import { parseCsv } from '../../../../../scoring/test/support/parse-csv.ts';
import { InProcessStage } from '../../../../src/serving/container/in-process/in-process-stage.ts';
import type { LoadNativeContainer } from '../../../../src/serving/container/surfaces/native-container.ts';
import { loadSklearnContainer } from '../../../../src/serving/container/surfaces/sklearn/sklearn-container.ts';
import { loadXgboostContainer } from '../../../../src/serving/container/surfaces/xgboost/xgboost-container.ts';

const folder = join(import.meta.dirname, '../../../../../../test/golden/reports/containers');

interface Reported {
  readonly report: string;
  readonly about: string;
  readonly container: 'xgboost' | 'sklearn';
  readonly model: string;
  readonly contentType: string | null;
  readonly accept?: string;
  readonly environment?: Record<string, string>;
  readonly body: string;
  readonly status: number;
  readonly answer?: readonly (readonly (number | string)[])[];
}

const requests = readFileSync(join(folder, 'requests.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Reported);

const loaders: Readonly<Record<Reported['container'], LoadNativeContainer>> = {
  xgboost: loadXgboostContainer,
  sklearn: loadSklearnContainer,
};

async function ask({ container, model, contentType, accept = 'text/csv', environment = {}, body }: Reported) {
  const name = container === 'xgboost' ? 'xgboost-model' : model;
  const files = new Map([[name, readFileSync(join(folder, model))]]);
  const loaded = await loaders[container]({
    files,
    environment,
    imageTag: container === 'xgboost' ? '3.2-0' : '1.9-1',
  });
  const type = present({ contentType: contentType ?? undefined });
  return new InProcessStage({ hostname: 'c', image: 'c' }, loaded).invoke({ body: Buffer.from(body), accept, ...type });
}

/** The wanted cell: labels as they are, numbers as far as float32 goes. */
const wanted = (cell: number | string) => (typeof cell === 'number' ? (expect.closeTo(cell, 6) as number) : cell);

const given = (cell: string) => (/^-?\d/.test(cell) ? Number(cell) : cell);

describe("requests after public reports about AWS's containers", () => {
  it.each(requests)('$report: $about, to the $container container', async (request) => {
    const answer = await ask(request);
    const text = answer.body.toString();
    expect({ status: answer.status, text: answer.status === 200 ? '' : text }).toMatchObject({
      status: request.status,
    });
    if (request.answer === undefined) return;
    expect(parseCsv(`${text.trimEnd()}\n`).map((row) => row.map(given))).toEqual(
      request.answer.map((row) => row.map(wanted)),
    );
  });
});
