import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readFrame } from '@catenary/scoring/internal/model-inputs';
import { answerCells } from '@catenary/scoring/internal/models';
import { describe, expect, it } from 'vitest';
import { openOnnx } from '../../../../src/serving/container/onnx/onnx-model.ts';
import { launchOnnxStage } from '../../../../src/serving/container/onnx/onnx-stage.ts';
import { findOnnxRuntime } from '../../../support/find-onnx-runtime.ts';

const runtime = findOnnxRuntime();

interface Case {
  readonly model: string;
  readonly type: string;
  readonly body: string;
  readonly predict: unknown[];
  readonly second: unknown[] | null;
}

const folder = resolve(import.meta.dirname, '../../../../../../test/golden/reports/onnx');
const lines = readFileSync(join(folder, 'cases.jsonl'), 'utf8').trimEnd().split('\n');
const cases = lines.map((line) => JSON.parse(line) as Case);
const bytes = (name: string) => readFileSync(join(folder, `${name}.onnx`));

/** Releases of the runtime may differ in the last places of a float32. */
function near(expected: unknown): unknown {
  if (Array.isArray(expected)) return expected.map(near);
  return typeof expected === 'number' ? expect.closeTo(expected, expected > 1e3 ? 0 : 5) : expected;
}

describe.skipIf(runtime === undefined)('ONNX models after public reports', () => {
  it.each(cases)('$model answers as ONNX Runtime for Python', async ({ model, type, body, predict }) => {
    const definition = { hostname: 'onnx', image: 'i', environment: {}, model: bytes(model) };
    const stage = await launchOnnxStage(definition, runtime);
    const request = { body: Buffer.from(body), contentType: type, accept: 'application/json' };
    const answer = await stage.invoke(request, new AbortController().signal);
    await stage.close();
    expect([answer.status, JSON.parse(answer.body.toString())]).toEqual([200, near(predict)]);
  });

  const withSecond = cases.filter(({ second, type }) => second !== null && type === 'application/json');
  it.each(withSecond)('$model has its second output', async ({ model: name, body, second }) => {
    const model = await openOnnx(bytes(name), runtime);
    const jsonl = (JSON.parse(body) as unknown[]).map((row) => `${JSON.stringify(row)}\n`).join('');
    const rows = readFrame(jsonl, { format: 'jsonl', hasHeader: false }, model);
    const method = model.methods.find((each) => each !== 'predict');
    if (name === 'two-targets-apart') {
      // A sequence of tensors, one for each target.
      expect(method).toBe(undefined);
    } else if (name === 'two-targets' && rows.rowCount > 1) {
      // Two targets, then rows, then classes: no row of it is an answer, also where there are two rows.
      await expect(model.call('predict_proba', rows)).rejects.toThrow(
        `a tensor of 2 x ${rows.rowCount} x 3 for ${rows.rowCount} rows`,
      );
    } else {
      const columns = answerCells(await model.call(method ?? 'predict_proba', rows));
      const answers = Array.from({ length: rows.rowCount }, (_none, row) => columns.map((column) => column[row]));
      expect(answers.flat()).toEqual(near((second ?? []).flat(2)));
    }
    await model.close();
  });
});
