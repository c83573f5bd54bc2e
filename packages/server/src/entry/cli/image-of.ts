import type { Recognised } from '@catenary/scoring/internal/open';

const sparkml = 'sagemaker-sparkml-serving:3.3';
const sklearn = 'sagemaker-scikit-learn:1.9-1-cpu-py3';
const xgboost = 'sagemaker-xgboost:3.2-0';
const blazingtext = 'blazingtext:1';

/** The image that an artifact is for, when none is named. The scikit-learn container serves model files of any library. */
export function imageOf(found: Recognised): string {
  switch (found.kind) {
    case 'spark-save':
    case 'mleap-bundle':
      return sparkml;
    case 'xgboost-archive':
      return xgboost;
    case 'aws-algorithm':
      return `${found.algorithm}:1`;
    case 'model-file':
      if (found.library === 'fasttext') return blazingtext;
      // The XGBoost container looks at the top of an archive only.
      return found.library === 'xgboost' && !found.path.includes('/') ? xgboost : sklearn;
    case 'ensemble':
      return 'catenary-ensemble:1';
    case 'rules':
      return 'catenary-rules:1';
    case 'function':
      return 'catenary-function:1';
    case 'script':
    case 'onnx':
      return sklearn;
  }
}

/** Whether what AWS's image makes of an archive counts, and not what a library's method answers for one file in it. */
export function isServedWhole(found: Recognised): boolean {
  return (found.kind !== 'model-file' && found.kind !== 'onnx') || imageOf(found) === xgboost;
}
