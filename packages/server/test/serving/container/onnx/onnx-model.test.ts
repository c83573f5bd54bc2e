import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readFrame } from '@catenary/scoring/internal/model-inputs';
import { type ModelMethod, writeFrame } from '@catenary/scoring/internal/models';
import { parsePythonFloat, readCsvCells } from '@catenary/scoring/internal/text';
import { describe, expect, it } from 'vitest';
import { compareAnswers } from '../../../../src/entry/cli/certify/compare-answers.ts';
import { openOnnx } from '../../../../src/serving/container/onnx/onnx-model.ts';
import { launchOnnxStage } from '../../../../src/serving/container/onnx/onnx-stage.ts';
import { findOnnxRuntime } from '../../../support/find-onnx-runtime.ts';

const runtime = findOnnxRuntime();

const folder = resolve(import.meta.dirname, '../../../../../../test/golden/onnx');
const names = readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
  entry.isDirectory() ? [entry.name] : [],
);
const read = (...path: string[]) => readFileSync(join(folder, ...path), 'utf8');
const rowsOf = (csv: string) =>
  readCsvCells(csv).map((record) =>
    Object.fromEntries(record.map((cell, at) => [String(at), parsePythonFloat(cell.text) ?? cell.text])),
  );
const open = (name: string) => openOnnx(readFileSync(join(folder, name, 'model.onnx')), runtime);

describe.skipIf(runtime === undefined)('OnnxModel', () => {
  it.each(names)('answers as ONNX Runtime does from Python (%s)', async (name) => {
    const told = JSON.parse(read(name, 'case.json')) as { methods: ModelMethod[]; header: boolean };
    const model = await open(name);
    for (const method of told.methods) {
      const rows = readFrame(read(name, 'input.csv'), { format: 'csv', hasHeader: told.header }, model);
      const answer = rowsOf(writeFrame(await model.call(method, rows)));
      // float32: the releases of the runtime may differ in the last place, and near 0 by the rounding of larger terms.
      const { columns } = compareAnswers(answer, rowsOf(read(name, `expected-${method}.csv`)), 1e-4);
      expect({ method, differing: columns.filter(({ differingRows }) => differingRows > 0) }).toEqual({
        method,
        differing: [],
      });
    }
    await model.close();
  });

  it('says which columns are missing, and which rows do not fit', async () => {
    const model = await open('columns');
    const named = readFrame('size,colour\n1,red\n', { format: 'csv', hasHeader: true }, model);
    await expect(model.call('predict', named)).rejects.toMatchObject({ code: 'missing_column' });
    const half = readFrame('1,red,1.5\n', { format: 'csv', hasHeader: false }, model);
    await expect(model.call('predict', half)).rejects.toThrow('1.5 is no whole number');
    const narrow = readFrame('1,red\n', { format: 'csv', hasHeader: false }, model);
    await expect(model.call('predict', narrow)).rejects.toMatchObject({ code: 'wrong_size' });
    await expect(model.call('leaf', named)).rejects.toThrow('has no method leaf');
  });

  it('refuses a model that the runtime cannot load, with its words', async () => {
    // A model without a graph: ir_version 9 and nothing else.
    await expect(openOnnx(Uint8Array.of(0x08, 0x09), runtime)).rejects.toMatchObject({ code: 'unsupported_model' });
  });

  it('serves a link of a chain: JSON and CSV in, JSON out', async () => {
    const model = readFileSync(join(folder, 'doubles', 'model.onnx'));
    const definition = { hostname: 'onnx', image: 'sagemaker-scikit-learn', environment: {}, model };
    const stage = await launchOnnxStage(definition, runtime);
    const answer = await stage.invoke(
      { body: Buffer.from('[[-1, 0.5, 2, 0]]'), contentType: 'application/json' },
      new AbortController().signal,
    );
    // y = relu(x) * 2
    expect(answer.body.toString()).toBe('[[0.0, 1.0, 4.0, 0.0]]');
    const refused = await stage.invoke(
      { body: Buffer.from('1,2\n'), contentType: 'text/csv' },
      new AbortController().signal,
    );
    expect(refused).toMatchObject({ status: 400 });
    await stage.close();
  });
});
