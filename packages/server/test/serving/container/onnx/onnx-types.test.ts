import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { launchOnnxStage } from '../../../../src/serving/container/onnx/onnx-stage.ts';
import { findOnnxRuntime } from '../../../support/find-onnx-runtime.ts';

const runtime = findOnnxRuntime();

const folder = resolve(import.meta.dirname, '../../../../../../test/golden/onnx-types');
const lines = readFileSync(join(folder, 'cases.jsonl'), 'utf8').trimEnd().split('\n');
/** A line as it stands: its numbers may be beyond doubles. */
const cases = lines.map((line) => {
  const [, model = '', rows = '', answer = ''] =
    /^\{"model": "([^"]+)", "rows": (.*), "answer": (.*)\}$/.exec(line) ?? [];
  return { model, rows, answer };
});

const launch = (name: string) =>
  launchOnnxStage(
    { hostname: 'onnx', image: 'i', environment: {}, model: readFileSync(join(folder, `${name}.onnx`)) },
    runtime,
  );

async function ask(name: string, rows: string, accept = 'application/json') {
  const stage = await launch(name);
  try {
    return await stage.invoke(
      { body: Buffer.from(rows), contentType: 'application/json', accept },
      new AbortController().signal,
    );
  } finally {
    await stage.close();
  }
}

describe.skipIf(runtime === undefined)('tensors of every type', () => {
  it.each(cases)('$model of $rows is $answer', async ({ model, rows, answer }) => {
    const { status, body } = await ask(model, rows);
    expect([status, body.toString()]).toEqual(answer === 'null' ? [400, expect.any(String)] : [200, answer]);
  });

  it('names the cell that its type does not hold', async () => {
    const { body } = await ask('int64', '[[1, 2], [3, 9223372036854775808]]');
    expect(body.toString()).toBe(
      'Row 2, column 1: 9223372036854775808 is not from -9223372036854775808 to 9223372036854775807, as the ONNX model takes it.',
    );
    expect((await ask('bool', '[[true, null]]')).body.toString()).toBe(
      'Row 1, column 1: the cell is missing, where the ONNX model takes a boolean.',
    );
  });

  it('has integers of 64 bits in npy too', async () => {
    const { body } = await ask('label', '[[9007199254740992]]', 'application/x-npy');
    expect(body.subarray(-8).readBigInt64LE()).toBe(9007199254740993n);
  });

  it('refuses an input that no row has', async () => {
    await expect(launch('optional')).rejects.toThrow('input x is no tensor (but optional, a sequence or a map)');
  });
});
