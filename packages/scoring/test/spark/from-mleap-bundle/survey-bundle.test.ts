import { describe, expect, it } from 'vitest';
import { surveyBundle } from '../../../src/spark/from-mleap-bundle/survey-bundle.ts';
import { handBundle, strings } from './hand-bundle.ts';

const indexer = {
  op: 'string_indexer',
  attributes: { labels: strings(['a', 'b']) },
  inputs: { input: 's' },
  outputs: { output: 'i' },
};

describe('surveyBundle()', () => {
  it('lists stages, and the types of all columns, of a bundle that loads', async () => {
    const survey = await surveyBundle(handBundle([indexer]));
    expect(survey.problems).toEqual([]);
    expect(survey.stages).toEqual([{ path: 'root', op: 'string_indexer', inputs: ['s'], outputs: ['i'] }]);
    expect([survey.types.get('s')?.base, survey.types.get('i')?.base]).toEqual(['string', 'double']);
  });

  it('names every op that is not read, with its node, and still lists the others', async () => {
    const unknown = { op: 'sql_transformer', inputs: { input: 'i' }, outputs: { output: 'o' } };
    const refused = { op: 'tensorflow', inputs: { input: 'o' }, outputs: { output: 't' } };
    const { stages, problems, scorer } = await surveyBundle(handBundle([indexer, unknown, refused]));
    expect(scorer).toBeUndefined();
    expect(stages.map((stage) => stage.problem !== undefined)).toEqual([false, true, true]);
    expect(problems).toHaveLength(2);
    expect(problems[0]).toContain('root/n1.node: the op "sql_transformer" is not supported');
    expect(problems[1]).toContain('root/n2.node: the op "tensorflow" is not supported: it runs a TensorFlow graph');
  });

  it('says what keeps a bundle of known ops from loading', async () => {
    const scaler = { op: 'standard_scaler', inputs: { input: 'v' }, outputs: { output: 'w' } };
    const { stages, problems } = await surveyBundle(handBundle([indexer, scaler]));
    expect(stages).toHaveLength(2);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain('root/n1.node');
  });

  it('rejects where there is no bundle at all', async () => {
    await expect(surveyBundle(new Map())).rejects.toThrow(expect.objectContaining({ code: 'bad_model' }) as Error);
  });
});
