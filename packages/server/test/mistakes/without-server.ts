import { cpSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { example, linesOf, readExample, schema } from '../support/diamonds.ts';
import { root } from '../support/start-server.ts';
import type { MistakeGroup } from './mistake.ts';

const sparkml = ['--model', example('sparkml/model.tar.gz'), '--env', `SAGEMAKER_SPARKML_SCHEMA=${schema()}`];
const xgboost = ['--model', example('xgboost/model.tar.gz')];
const to = (name: string) => ['--input', 'rows.csv', '--output', name];

const withRows =
  (...args: readonly string[]): MistakeGroup['mistakes'][number]['provoke'] =>
  (place) => {
    writeFileSync(place.path('rows.csv'), `${linesOf(readExample('requests.csv')).slice(0, 50).join('\n')}\n`);
    return place.refusal(args);
  };

/** Commands that need no server. */
export const withoutServer: MistakeGroup = {
  title: 'Commands without a server',
  mistakes: [
    {
      done: '`catenary scroe`',
      provoke: (place) => place.refusal(['scroe']),
    },
    {
      done: '`catenary transform` of a file that is no model',
      own: ['rows.csv'],
      provoke: withRows('transform', '--model', 'rows.csv', ...to('out')),
    },
    {
      done: '`catenary transform --input row.csv`, where there is a rows.csv',
      own: ['rows.csv'],
      provoke: withRows('transform', ...xgboost, '--input', 'row.csv', '--output', 'out'),
    },
    {
      done: '`catenary transform --input s3://none/rows.csv`, of a bucket that no store of catenary.yaml has',
      provoke: (place) => place.refusal(['transform', ...xgboost, '--input', 's3://none/rows.csv', '--output', 'out']),
    },
    {
      done: '`catenary transform --output rows.csv`, which is a file',
      own: ['rows.csv'],
      provoke: withRows('transform', ...xgboost, ...to('rows.csv')),
    },
    {
      done: '`catenary transform --input -`',
      provoke: (place) => place.refusal(['transform', ...xgboost, '--input', '-', '--output', 'out']),
    },
    {
      done: '`catenary score --input "$ROWS"`, where the shell has no `ROWS`',
      provoke: (place) => place.refusal(['score', ...xgboost, '--input', '', '--output', 'answer.csv']),
    },
    {
      done: '`catenary score --input rows.csv`, a link to a file that is gone',
      own: ['rows.csv'],
      provoke(place) {
        symlinkSync('/mnt/rows.csv', place.path('rows.csv'));
        return place.refusal(['score', ...xgboost, ...to('answer.csv')]);
      },
    },
    {
      done: '`catenary score --config none.yaml`, which there is not',
      own: ['rows.csv'],
      provoke: withRows('score', ...xgboost, ...to('answer.csv'), '--config', 'none.yaml'),
    },
    {
      done: '`catenary inspect "$MODEL"`, where the shell has no `MODEL`',
      provoke: (place) => place.refusal(['inspect', '']),
    },
    {
      done: '`catenary inspect https://host/model.joblib`',
      provoke: (place) => place.refusal(['inspect', 'https://host/model.joblib']),
    },
    {
      done: '`catenary certify --expected answers.csv`, which is empty',
      own: ['rows.csv', 'answers.csv'],
      provoke(place) {
        cpSync(join(root, 'test/golden/sklearn/logistic-two-1.9/input.csv'), place.path('rows.csv'));
        writeFileSync(place.path('answers.csv'), '');
        const model = join(root, 'test/golden/sklearn/logistic-two-1.9/model.joblib');
        return place.refusal(['certify', model, '--input', 'rows.csv', '--expected', 'answers.csv']);
      },
    },
    {
      done: '`catenary help scroe`',
      provoke: (place) => place.refusal(['help', 'scroe']),
    },
    {
      done: '`catenary transform --split-type Word`',
      own: ['rows.csv'],
      provoke: withRows('transform', ...xgboost, ...to('out'), '--split-type', 'Word'),
    },
    {
      done: '`catenary transform --job-env CATENARY_BATCH_BAD_RECORD=quarantine`',
      own: ['rows.csv'],
      provoke: withRows('transform', ...xgboost, ...to('out'), '--job-env', 'CATENARY_BATCH_BAD_RECORD=quarantine'),
    },
    {
      done: '`catenary transform` of rows that the first container cannot take',
      own: ['rows.csv'],
      provoke: withRows('transform', ...xgboost, ...to('out')),
    },
    {
      done: '`catenary score --output out/answer.csv`, where there is no folder `out`',
      own: ['rows.csv'],
      provoke: withRows('score', ...sparkml, ...xgboost, ...to('out/answer.csv')),
    },
    {
      done: '`catenary score --method predict_probas`',
      own: ['rows.csv'],
      provoke: withRows('score', ...xgboost, ...to('answer.csv'), '--method', 'predict_probas'),
    },
    {
      done: '`catenary export --format mleap rows.csv`, which is no pipeline',
      own: ['rows.csv'],
      provoke: withRows('export', '--format', 'mleap', 'rows.csv', '--output', 'model.tar.gz'),
    },
    {
      done: '`catenary export --format mleap` of an XGBoost model',
      own: ['model.pkl'],
      provoke(place) {
        cpSync(join(root, 'test/golden/xgboost/approx-3.2/model.pkl'), place.path('model.pkl'));
        return place.refusal(['export', '--format', 'mleap', 'model.pkl', '--output', 'model.tar.gz']);
      },
    },
    {
      done: '`catenary export --format onnx`',
      own: ['rows.csv'],
      provoke: withRows('export', '--format', 'onnx', 'rows.csv', '--output', 'model.onnx'),
    },
    {
      done: '`catenary completion tcsh`',
      provoke: (place) => place.refusal(['completion', 'tcsh']),
    },
    {
      done: '`--image` before any `--model`',
      own: ['rows.csv'],
      provoke: withRows('score', '--image', 'kmeans:1', ...to('answer.csv')),
    },
  ],
};
