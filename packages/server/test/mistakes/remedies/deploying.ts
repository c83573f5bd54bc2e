import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { example, schema, uploadDiamonds } from '../../support/diamonds.ts';
import { root, startTestServer } from '../../support/start-server.ts';
import type { Place } from '../place.ts';
import type { Remedy } from '../remedy.ts';
import { sharedServer, userOf } from '../shared-server.ts';

const sparkml = example('sparkml/model.tar.gz');
const xgboost = example('xgboost/model.tar.gz');
const joblib = join(root, 'examples/sklearn-pipeline/model.joblib');

/** `catenary deploy NAME ...` that ends in service. */
const deploys =
  (...args: readonly string[]) =>
  async (place: Place) =>
    place.success(['deploy', place.name, ...args], { env: userOf(await sharedServer()) });

const withSchema = ['--env', `SAGEMAKER_SPARKML_SCHEMA=${schema()}`];

/** A folder `model` with these files, deployed. */
const deploysFiles = (files: Readonly<Record<string, string>>) => (place: Place) => {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(place.path(`model/${path}`)), { recursive: true });
    writeFileSync(place.path(`model/${path}`), text);
  }
  return deploys('model')(place);
};

const loading = (...lines: readonly string[]) => ({
  'code/inference.py': ['import os', '', 'def model_fn(model_dir):', ...lines, ''].join('\n'),
});

export const deployingRemedies: readonly Remedy[] = [
  {
    done: '`catenary deploy prices model.joblb`, where there is a model.joblib',
    words: 'did you mean model.joblib?',
    follow(place) {
      cpSync(joblib, place.path('model.joblib'));
      return deploys('model.joblib')(place);
    },
  },
  {
    done: '`catenary deploy prices notes.txt`, which is no model',
    words: 'name the image that serves it with --image',
    follow(place) {
      cpSync(example('xgboost/model.tar.gz'), place.path('notes.txt'));
      return deploys('notes.txt', '--image', 'sagemaker-xgboost:3.2-0')(place);
    },
  },
  {
    done: '`catenary deploy prices s3://models/model.tar.gz`, where there is nothing',
    words: 'upload it first',
    async follow(place) {
      await uploadDiamonds((await sharedServer()).client, ['xgboost']);
      await deploys('s3://diamonds/xgboost.tar.gz')(place);
    },
  },
  {
    done: '`catenary deploy prices s3://models/notes.txt`, which is no model',
    words: 'name the image that serves it with --image',
    async follow(place) {
      await uploadDiamonds((await sharedServer()).client, ['xgboost']);
      await deploys('s3://diamonds/xgboost.tar.gz', '--image', 'sagemaker-xgboost:3.2-0')(place);
    },
  },
  {
    done: '`catenary deploy prices`, without a model',
    words: 'catenary deploy prices model.joblib',
    follow: deploys(joblib),
  },
  {
    done: '`catenary deploy prices features.tar.gz model.tar.gz --env K=V`',
    words: 'name each by --model, and its --image, --schema and --env behind it',
    follow: deploys('--model', sparkml, ...withSchema, '--model', xgboost),
  },
  {
    done: '`catenary deploy "my prices" model.tar.gz`, a name with a space',
    words: 'letters, digits and hyphens',
    follow: deploys(xgboost),
  },
  {
    done: '`catenary deploy prices model.tar.gz --image sagemaker-xgbost:1.7-1`',
    words: 'Did you mean sagemaker-xgboost?',
    follow: deploys(xgboost, '--image', 'sagemaker-xgboost:1.7-1'),
  },
  {
    done: '`catenary deploy prices model.tar.gz --image sagemaker-xgboost:17-1`',
    words: 'as in sagemaker-xgboost:3.2-1',
    follow: deploys(xgboost, '--image', 'sagemaker-xgboost:3.2-1'),
  },
  {
    done: '`catenary deploy prices model.tar.gz --image my-rules:latest`, which no rule of catenary.yaml fits',
    words: 'images: [{ match: "*/my-rules:*", command: ["python", "serve.py"] }]',
    async follow(place) {
      writeFileSync(place.path('catenary.yaml'), this.words.replace('python', 'python3'));
      const server = await startTestServer({ args: ['--config', place.path('catenary.yaml')] });
      try {
        // The command runs in the folder of its archive, so that serve.py may lie in it.
        mkdirSync(place.path('model'));
        const source = readFileSync(join(root, 'examples/own-command/python/serve.py'), 'utf8');
        writeFileSync(place.path('model/serve.py'), source);
        writeFileSync(place.path('model/prices.json'), '{}');
        const args = ['deploy', place.name, 'model', '--image', 'my-rules:latest'];
        await place.success(args, { env: userOf(server) });
      } finally {
        await server.stop();
      }
    },
  },
  {
    done: '`--env CATENARY_MLEAP_SEMATICS=spark`',
    words: 'use CATENARY_MLEAP_SEMANTICS',
    follow: deploys(sparkml, '--env', 'CATENARY_MLEAP_SEMANTICS=spark', ...withSchema),
  },
  {
    done: 'a `SAGEMAKER_SPARKML_SCHEMA` that is no JSON',
    words: 'The schema is not JSON',
    follow: deploys(sparkml, ...withSchema),
  },
  {
    done: 'a `SAGEMAKER_SPARKML_SCHEMA` that lacks a column',
    words: 'needs the column "carat", which the schema lacks',
    follow: deploys(sparkml, ...withSchema),
  },
  {
    done: 'a `SAGEMAKER_SPARKML_SCHEMA` with an output that the pipeline does not make',
    words: 'did you mean "features"?',
    follow: deploys(sparkml, ...withSchema),
  },
  {
    done: 'a chain in the wrong order: the booster before its features',
    words: 'the order of the containers may be wrong',
    follow: deploys('--model', sparkml, ...withSchema, '--model', xgboost),
  },
  {
    done: 'a script with a syntax error',
    words: "expected ':' (inference.py, line 1: def model_fn(model_dir))",
    follow: deploysFiles(loading('    return None')),
  },
  {
    done: 'a script without `model_fn`',
    words: 'define model_fn(model_dir), which loads and returns the model',
    follow: deploysFiles(loading('    return None')),
  },
  {
    done: 'a script that opens a file that is not in the archive',
    words: 'the model archive has code, model.joblib',
    follow: deploysFiles({
      ...loading('    return open(os.path.join(model_dir, "model.joblib")).read()'),
      'model.joblib': 'x',
    }),
  },
  {
    done: 'a script that reads `/opt/ml/input`',
    words: 'of /opt/ml there is only the model here',
    follow: deploysFiles({
      ...loading('    return open(os.path.join(model_dir, "hyperparameters.json")).read()'),
      'hyperparameters.json': '{}',
    }),
  },
  {
    done: 'a script, on a machine without Python (`CATENARY_PYTHON=python4`)',
    words: 'or name one with CATENARY_PYTHON',
    async follow(place) {
      const server = await startTestServer({ env: { CATENARY_PYTHON: 'python3' } });
      try {
        cpSync(example('sklearn/model.tar.gz'), place.path('model.tar.gz'));
        await place.success(['deploy', place.name, 'model.tar.gz'], { env: userOf(server) });
      } finally {
        await server.stop();
      }
    },
  },
];
