import { existsSync, readFileSync } from 'node:fs';

/** The example's files: beside `dist` in the package, at the root of a checkout. */
const folder = [new URL('../../../../', import.meta.url), new URL('../../../../../../', import.meta.url)]
  .map((root) => new URL('examples/diamonds/', root))
  .find((url) => existsSync(url));

export const exampleFile = (path: string) => new URL(path, folder);

export const readExample = (path: string) => readFileSync(exampleFile(path));

export const bucket = 'catenary-demo';
export const endpointName = 'diamonds';

/** The chain: name of the part, image, environment. */
export const containers = [
  {
    part: 'sparkml',
    image: 'sagemaker-sparkml-serving:3.3',
    environment: () => ({ SAGEMAKER_SPARKML_SCHEMA: readExample('sparkml/schema.json').toString() }),
  },
  { part: 'xgboost', image: 'sagemaker-xgboost:3.2-0', environment: () => ({}) },
  {
    part: 'sklearn',
    image: 'sagemaker-scikit-learn:1.9-1-cpu-py3',
    environment: () => ({ SAGEMAKER_PROGRAM: 'inference.py' }),
  },
] as const;
