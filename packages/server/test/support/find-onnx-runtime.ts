import { importOnnxRuntime, type OnnxRuntime } from '../../src/serving/container/onnx/onnx-runtime.ts';

/** 290 MB, installed by the command that CONTRIBUTING.md gives; without it tests are skipped. */
export function findOnnxRuntime(): OnnxRuntime | undefined {
  try {
    return importOnnxRuntime();
  } catch {
    return undefined;
  }
}
