import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { example, schema } from '../support/diamonds.ts';
import { mountSmallDisk } from '../support/small-disk.ts';
import { startTestServer, type TestServer } from '../support/start-server.ts';
import type { Mistake, MistakeGroup } from './mistake.ts';
import type { Place } from './place.ts';
import { sharedServer, userOf } from './shared-server.ts';
import { lacksMount } from './someone.ts';

const sparkml = example('sparkml/model.tar.gz');
const xgboost = example('xgboost/model.tar.gz');

/** What `catenary deploy prices ...` says; the server is to have nothing unpacked afterwards. */
async function deploy(place: Place, server: TestServer, ...args: readonly string[]): Promise<string> {
  const said = await place.refusal(['deploy', place.name, ...args], { env: userOf(server) });
  const unpacked = join(server.data, 'containers');
  if (existsSync(unpacked) && readdirSync(unpacked).length > 0) throw new Error(`${unpacked} is not empty`);
  return said
    .replaceAll(place.name, 'prices')
    .replaceAll(server.data, '/home/me/.catenary')
    .replaceAll(/containers\/container-1-\w+/g, 'containers/container-1-a1b2c3');
}

const deployed =
  (...args: readonly string[]) =>
  async (place: Place) =>
    deploy(place, await sharedServer(), ...args);

/** A folder `model` with these files, deployed as a scikit-learn container. */
const deployedFiles =
  (files: Readonly<Record<string, string>>, ...args: readonly string[]) =>
  async (place: Place) => {
    writeFiles(place.path('model'), files);
    return deploy(place, await sharedServer(), 'model', ...args);
  };

function writeFiles(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

const script = (...lines: readonly string[]) => ({ 'code/inference.py': `${lines.join('\n')}\n` });
const withSchema = (text: string) => ['--env', `SAGEMAKER_SPARKML_SCHEMA=${text}`];
const { input, output } = JSON.parse(schema()) as { readonly input: readonly object[]; readonly output: object };

const names: readonly Mistake[] = [
  {
    done: '`catenary deploy prices model.joblb`, where there is a model.joblib',
    own: ['model.joblib'],
    provoke(place) {
      writeFileSync(place.path('model.joblib'), '');
      return deployed('model.joblb')(place);
    },
  },
  {
    done: '`catenary deploy prices notes.txt`, which is no model',
    own: ['notes.txt'],
    provoke(place) {
      writeFileSync(place.path('notes.txt'), 'my notes\n');
      return deployed('notes.txt')(place);
    },
  },
  {
    done: '`catenary deploy prices s3://models/model.tar.gz`, where there is nothing',
    provoke: deployed('s3://models/model.tar.gz'),
  },
  {
    done: '`catenary deploy prices s3://models/notes.txt`, which is no model',
    async provoke(place) {
      const { client } = await sharedServer();
      await client.send({ method: 'PUT', path: '/models', service: 's3' });
      await client.send({ method: 'PUT', path: '/models/notes.txt', service: 's3', body: 'my notes' });
      try {
        return await deployed('s3://models/notes.txt')(place);
      } finally {
        for (const path of ['/models/notes.txt', '/models'])
          await client.send({ method: 'DELETE', path, service: 's3' });
      }
    },
  },
  { done: '`catenary deploy prices`, without a model', provoke: deployed() },
  {
    done: '`catenary deploy prices features.tar.gz model.tar.gz --env K=V`',
    provoke: deployed(sparkml, xgboost, '--env', 'K=V'),
  },
  {
    done: '`catenary deploy "my prices" model.tar.gz`, a name with a space',
    async provoke(place) {
      return place.refusal(['deploy', 'my prices', xgboost], { env: userOf(await sharedServer()) });
    },
  },
  {
    done: '`catenary deploy prices model.tar.gz --image sagemaker-xgbost:1.7-1`',
    provoke: deployed(xgboost, '--image', 'sagemaker-xgbost:1.7-1'),
  },
  {
    done: '`catenary deploy prices model.tar.gz --image sagemaker-xgboost:17-1`',
    provoke: deployed(xgboost, '--image', 'sagemaker-xgboost:17-1'),
  },
  {
    done: '`catenary deploy prices model.tar.gz --image my-rules:latest`, which no rule of catenary.yaml fits',
    provoke: deployed(xgboost, '--image', 'my-rules:latest'),
  },
  {
    done: '`--env CATENARY_MLEAP_SEMATICS=spark`',
    provoke: deployed(sparkml, '--env', 'CATENARY_MLEAP_SEMATICS=spark'),
  },
];

const chains: readonly Mistake[] = [
  {
    done: 'a `SAGEMAKER_SPARKML_SCHEMA` that is no JSON',
    provoke: deployed(sparkml, ...withSchema('{"input": [')),
  },
  {
    done: 'a `SAGEMAKER_SPARKML_SCHEMA` that lacks a column',
    provoke: deployed(sparkml, ...withSchema(JSON.stringify({ input: input.slice(1), output }))),
  },
  {
    done: 'a `SAGEMAKER_SPARKML_SCHEMA` with an output that the pipeline does not make',
    provoke: deployed(sparkml, ...withSchema(JSON.stringify({ input, output: { ...output, name: 'featurez' } }))),
  },
  {
    done: 'a chain in the wrong order: the booster before its features',
    provoke: deployed('--model', xgboost, '--model', sparkml, ...withSchema(schema())),
  },
];

const scripts: readonly Mistake[] = [
  {
    done: 'a script with a syntax error',
    own: ['model'],
    provoke: deployedFiles(script('def model_fn(model_dir)', '    return None')),
  },
  {
    done: 'a script without `model_fn`',
    own: ['model'],
    provoke: deployedFiles(script('def predict_fn(data, model):', '    return data')),
  },
  {
    done: 'a script that imports a package that is not there',
    own: ['model'],
    provoke: deployedFiles(script('import fastai', '', 'def model_fn(model_dir):', '    return None')),
  },
  {
    done: 'a script that opens a file that is not in the archive',
    own: ['model'],
    provoke: deployedFiles({
      ...script('import os', 'def model_fn(model_dir):', '    return open(os.path.join(model_dir, "model.pkl"))'),
      'model.joblib': 'x',
    }),
  },
  {
    done: 'a script that reads `/opt/ml/input`',
    own: ['model'],
    provoke: deployedFiles(
      script('def model_fn(model_dir):', '    return open("/opt/ml/input/config/hyperparameters.json")'),
    ),
  },
  {
    done: '`requirements.txt` that names a file outside of the code folder',
    own: ['model'],
    provoke: deployedFiles({
      ...script('def model_fn(model_dir):', '    return None'),
      'code/requirements.txt': '-r /etc/requirements.txt\n',
    }),
  },
  {
    done: 'an image of scikit-learn 0.20, on a machine without a Python of that time',
    own: ['model'],
    async provoke(place) {
      const image = 'sagemaker-scikit-learn:0.20.0-cpu-py3';
      const files = script('def model_fn(model_dir):', '    return None');
      const said = await deployedFiles(files, '--image', image)(place);
      return said.replace(/this machine has [\d., ]+:/, 'this machine has 3.13.1, 3.11.7:');
    },
  },
];

/** A server of its own, in whose environment something is amiss. */
const onServer = (env: NodeJS.ProcessEnv) => async (place: Place) => {
  const environments = place.path('environments');
  const server = await startTestServer({
    data: place.path('data'),
    env: { CATENARY_ENVIRONMENTS: environments, ...env },
  });
  try {
    writeFiles(place.path('model'), script('def model_fn(model_dir):', '    return None'));
    return (await deploy(place, server, 'model')).replace(/for Python [\d.]+/, 'for Python 3.11.7');
  } finally {
    await server.stop();
  }
};

const surroundings: readonly Mistake[] = [
  {
    done: 'a script, on a machine without Python (`CATENARY_PYTHON=python4`)',
    own: ['data', 'model'],
    provoke: onServer({ CATENARY_PYTHON: 'python4' }),
  },
  {
    done: 'a script, on a machine that reaches no package index',
    own: ['data', 'model', 'environments'],
    provoke: onServer({ PIP_INDEX_URL: 'http://127.0.0.1:1/simple', PIP_RETRIES: '1', PIP_FIND_LINKS: '' }),
  },
  {
    done: 'a script, with no room for its Python environment',
    lacks: lacksMount,
    own: ['data', 'model'],
    async provoke(place) {
      const disk = mountSmallDisk(4 << 20);
      if (disk === undefined) throw new Error('no disk could be mounted');
      try {
        const said = await onServer({ CATENARY_ENVIRONMENTS: `${disk.path}/python` })(place);
        return said.replaceAll(disk.path, '/mnt');
      } finally {
        disk.close();
      }
    },
  },
];

/** `catenary deploy` of what cannot be served. */
export const deploying: MistakeGroup = {
  title: 'Deploying a model',
  mistakes: [...names, ...chains, ...scripts, ...surroundings],
};
