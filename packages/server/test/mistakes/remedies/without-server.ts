import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { example, linesOf, readExample, schema } from '../../support/diamonds.ts';
import { root } from '../../support/start-server.ts';
import type { Place } from '../place.ts';
import type { Remedy } from '../remedy.ts';

const sparkml = ['--model', example('sparkml/model.tar.gz'), '--env', `SAGEMAKER_SPARKML_SCHEMA=${schema()}`];
const chain = [...sparkml, '--model', example('xgboost/model.tar.gz')];
const to = (name: string) => ['--input', 'rows.csv', '--output', name];

const done =
  (...args: readonly string[]) =>
  (place: Place) => {
    writeFileSync(place.path('rows.csv'), `${linesOf(readExample('requests.csv')).slice(0, 50).join('\n')}\n`);
    return place.success(args);
  };

const exports = (place: Place) => {
  const golden = join(root, 'test/golden/spark/4.1/one-hot-keep-true');
  const flags = ['--schema', join(golden, 'schema.json'), '--output', 'm.tar.gz'];
  return place.success(['export', '--format', 'mleap', join(golden, 'model.tar.gz'), ...flags]);
};

export const withoutServerRemedies: readonly Remedy[] = [
  { done: '`catenary scroe`', words: 'Did you mean score?', follow: done('score', ...chain, ...to('answer.csv')) },
  {
    done: '`catenary transform` of a file that is no model',
    words: 'name the image that serves it with --image',
    follow: done(
      'transform',
      ...chain.slice(0, -1),
      example('xgboost/model.tar.gz'),
      '--image',
      'sagemaker-xgboost:3.2-0',
      ...to('out'),
    ),
  },
  {
    done: '`catenary transform --input row.csv`, where there is a rows.csv',
    words: 'did you mean rows.csv?',
    follow: done('transform', ...chain, ...to('out')),
  },
  {
    done: '`catenary transform --output rows.csv`, which is a file',
    words: '--output names a folder',
    follow: done('transform', ...chain, ...to('out')),
  },
  {
    done: '`catenary transform --input -`',
    words: 'score takes - for standard input and output',
    async follow(place) {
      const answers = await done('score', ...chain, ...to('-'))(place);
      if (linesOf(Buffer.from(answers)).length !== 50) throw new Error(answers);
    },
  },
  {
    done: '`catenary score --input "$ROWS"`, where the shell has no `ROWS`',
    words: '--input must be a text that is not empty',
    follow: done('score', ...chain, ...to('answer.csv')),
  },
  {
    done: '`catenary score --input rows.csv`, a link to a file that is gone',
    words: 'it is a link to /mnt/rows.csv, which is not there',
    follow: done('score', ...chain, ...to('answer.csv')),
  },
  {
    done: '`catenary score --config none.yaml`, which there is not',
    words: '--config names the file',
    follow(place) {
      writeFileSync(place.path('my.yaml'), 'logLevel: warn\n');
      return done('score', ...chain, ...to('answer.csv'), '--config', 'my.yaml')(place);
    },
  },
  {
    done: '`catenary inspect "$MODEL"`, where the shell has no `MODEL`',
    words: 'MODEL must be a text that is not empty',
    follow: done('inspect', example('xgboost/model.tar.gz')),
  },
  {
    done: '`catenary inspect https://host/model.joblib`',
    words: 'fetch it to a file first',
    follow: done('inspect', join(root, 'examples/sklearn-pipeline/model.joblib')),
  },
  {
    done: '`catenary certify --expected answers.csv`, which is empty',
    words: '--expected names the file that has them',
    follow(place) {
      const golden = join(root, 'test/golden/sklearn/logistic-two-1.9');
      const files = ['--input', join(golden, 'input.csv'), '--expected', join(golden, 'expected-predict.csv')];
      return place.success(['certify', join(golden, 'model.joblib'), ...files]);
    },
  },
  { done: '`catenary help scroe`', words: 'Did you mean score?', follow: done('help', 'score') },
  {
    done: '`catenary transform --split-type Word`',
    words: '--split-type must be one of None, Line, RecordIO, TFRecord',
    follow: done('transform', ...chain, ...to('out'), '--split-type', 'Line'),
  },
  {
    done: '`catenary transform --job-env CATENARY_BATCH_BAD_RECORD=quarantine`',
    words: 'use CATENARY_BATCH_BAD_RECORDS',
    follow: done('transform', ...chain, ...to('out'), '--job-env', 'CATENARY_BATCH_BAD_RECORDS=quarantine'),
  },
  {
    done: '`catenary transform` of rows that the first container cannot take',
    words: 'column 1, value "Fair"',
    // The container that takes texts stands before it.
    follow: done('transform', ...chain, ...to('out')),
  },
  {
    done: '`catenary score --output out/answer.csv`, where there is no folder `out`',
    words: 'there is no folder out',
    follow(place) {
      mkdirSync(place.path('out'));
      return done('score', ...chain, ...to('out/answer.csv'))(place);
    },
  },
  {
    done: '`catenary score --method predict_probas`',
    words: '--method may be predict, predict_proba',
    follow(place) {
      writeFileSync(place.path('rows.csv'), '1,2,3,4,5,6,7,8,9\n');
      return place.success([
        'score',
        '--model',
        example('xgboost/model.tar.gz'),
        ...to('answer.csv'),
        '--method',
        'predict',
      ]);
    },
  },
  {
    done: '`catenary export --format mleap rows.csv`, which is no pipeline',
    words: 'name the folder, or an archive of it, that save() of a PipelineModel has written',
    follow: exports,
  },
  {
    done: '`catenary export --format mleap` of an XGBoost model',
    words: 'name the folder, or an archive of it, that save() of a PipelineModel has written',
    follow: exports,
  },
  { done: '`catenary export --format onnx`', words: '--format must be mleap', follow: exports },
  {
    done: '`catenary completion tcsh`',
    words: 'Allowed choices are bash, zsh, fish',
    follow: (place) => place.success(['completion', 'bash']),
  },
  {
    done: '`--image` before any `--model`',
    words: '--image belongs to the --model before it',
    follow(place) {
      writeFileSync(place.path('rows.csv'), '1,2,3,4,5,6,7,8,9\n');
      const model = ['--model', example('xgboost/model.tar.gz'), '--image', 'sagemaker-xgboost:3.2-0'];
      return place.success(['score', ...model, ...to('answer.csv')]);
    },
  },
];
