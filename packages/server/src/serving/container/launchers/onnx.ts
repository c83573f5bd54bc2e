import type { Launcher } from '../launcher.ts';
import { hostOf } from '../surfaces/sklearn/host-of.ts';

/** An ONNX model in a scikit-learn container, by ONNX Runtime in this process. */
export const onnxLauncher: Launcher = {
  async canRun(candidate) {
    return candidate.kind.kind === 'scikit-learn' && (await hostOf(candidate)).kind === 'onnx';
  },

  async launch(candidate) {
    const { launchOnnxStage } = await import('../onnx/onnx-stage.ts');
    const host = await hostOf(candidate);
    if (host.kind !== 'onnx') throw new Error(`${candidate.definition.hostname} has no ONNX model`);
    const { hostname, image, environment } = candidate.definition;
    return launchOnnxStage({ hostname, image, environment, model: host.model });
  },
};
