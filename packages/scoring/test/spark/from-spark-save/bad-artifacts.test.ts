import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ModelFiles } from '../../../src/model-files.ts';
import { ScoringError } from '../../../src/scoring-error.ts';
import { openSavedPipeline } from '../../../src/spark/from-spark-save/load-saved-pipeline.ts';
import { readSavedCase, type SavedCase, savedCases } from './saved-case.ts';

const golden = savedCases().find(({ name }) => name === 'pipeline') as SavedCase;
const whole = await readSavedCase(golden);

/** The pipeline with one file changed, or left out. */
function changed(pattern: RegExp, change: (bytes: Uint8Array) => Uint8Array | undefined): ModelFiles {
  const files = new Map(whole);
  const path = [...files.keys()].find((name) => pattern.test(name)) as string;
  const bytes = change(files.get(path) as Uint8Array);
  if (bytes === undefined) files.delete(path);
  else files.set(path, bytes);
  return files;
}

async function refusal(files: ModelFiles): Promise<ScoringError> {
  try {
    (await openSavedPipeline(files)).compile();
  } catch (error) {
    if (error instanceof ScoringError) return error;
    throw error;
  }
  throw new Error('it was taken');
}

const text = (change: (json: string) => string) => (bytes: Uint8Array) =>
  new TextEncoder().encode(change(new TextDecoder().decode(bytes)));

const firstIndexer = /^stages\/0_[^/]*\/metadata\/part-/;
const firstData = /^stages\/0_[^/]*\/data\/part-.*parquet$/;

describe('a saved pipeline that is broken', () => {
  it('names stage, class and uid of data that are no Parquet', async () => {
    const { code, message } = await refusal(changed(firstData, (bytes) => bytes.subarray(0, bytes.length - 10)));
    expect(code).toBe('bad_model');
    expect(message).toMatch(
      /^stage 0 \(StringIndexerModel, uid StringIndexer_\w+\): data\/: part-\S+ cannot be read as Parquet/,
    );
  });

  it('names a stage without data', async () => {
    const files = new Map([...whole].filter(([path]) => !/^stages\/0_[^/]*\/data\//.test(path)));
    expect((await refusal(files)).message).toMatch(
      /^stage 0 \(StringIndexerModel, .*\): there are no Parquet part files in data\//,
    );
  });

  it('names a stage that is missing', async () => {
    const files = new Map([...whole].filter(([path]) => !path.startsWith('stages/1_')));
    expect((await refusal(files)).message).toMatch(/stage 1 \(uid StringIndexer_\w+\) is missing from stages\//);
  });

  it('names a stage whose metadata are no JSON', async () => {
    const { message } = await refusal(
      changed(
        firstIndexer,
        text((json) => json.slice(0, 50)),
      ),
    );
    expect(message).toMatch(/^stage 0: its metadata is no JSON object/);
  });

  it('names a class that is not read', async () => {
    const files = changed(
      firstIndexer,
      text((json) => json.replace('StringIndexerModel', 'OwnModel')),
    );
    const { code, message } = await refusal(files);
    expect(code).toBe('unsupported_model');
    expect(message).toMatch(/^stage 0 \(OwnModel, .*\): the class org.apache.spark.ml.feature.OwnModel is not read/);
  });

  it.each([
    [
      'StringIndexer',
      /org\.apache\.spark\.ml\.feature\.StringIndexer is an estimator, .*: save the StringIndexerModel/,
    ],
    ['QuantileDiscretizer', /is an estimator, .*: save the Bucketizer/],
  ])('names the estimator %s, which has not been fitted', async (kind, message) => {
    const files = changed(
      firstIndexer,
      text((json) => json.replace('StringIndexerModel', kind)),
    );
    const refused = await refusal(files);
    expect(refused).toMatchObject({ code: 'unsupported_model', message: expect.stringMatching(message) });
    expect(refused.message).toMatch(new RegExp(`^stage 0 \\(${kind}, uid StringIndexer_`));
  });

  it.each([
    ['Pipeline', 'PipelineModel'],
    ['DecisionTreeClassifier', 'DecisionTreeClassificationModel'],
    ['CrossValidator', 'CrossValidatorModel'],
  ])('names %s where the whole artifact has not been fitted', async (kind, fitted) => {
    const files = changed(
      /^metadata\/part-/,
      text((json) => json.replace('.PipelineModel"', `.${kind}"`)),
    );
    expect((await refusal(files)).message).toMatch(
      new RegExp(`^the saved model \\(${kind}, uid .*is an estimator, .*save the ${fitted} that`),
    );
  });

  it('does not take a class of another package for one of the same name', async () => {
    const files = changed(
      firstIndexer,
      text((json) => json.replace('org.apache.spark.ml.feature', 'com.example')),
    );
    const { code, message } = await refusal(files);
    expect(code).toBe('unsupported_model');
    expect(message).toMatch(/^stage 0 \(.*\): the class com\.example\.StringIndexerModel is not read/);
  });

  it.each(['5.0.0', '1.6.3', 'next'])('names a stage that Spark %s saved', async (release) => {
    const files = changed(
      firstIndexer,
      text((json) => json.replace(/"sparkVersion":"[^"]*"/, `"sparkVersion":"${release}"`)),
    );
    const { code, message } = await refusal(files);
    expect(code).toBe('unsupported_model');
    expect(message).toMatch(
      /^stage 0 \(StringIndexerModel, uid \w+\): was saved by Spark .*, whose layout is not known/,
    );
    expect(message).toContain(release);
  });

  it('takes a release of a distribution', async () => {
    const files = changed(
      firstIndexer,
      text((json) => json.replace(/"sparkVersion":"[^"]*"/, '"sparkVersion":"3.5.1-amzn-0"')),
    );
    expect((await openSavedPipeline(files)).compile().outputSchema.fields.length).toBeGreaterThan(0);
  });

  it('names a stage of whose data one of several part files is missing', async () => {
    const als = await readSavedCase(savedCases().find(({ name }) => name === 'als-drop') as SavedCase);
    const parts = [...als.keys()].filter((path) => /^itemFactors\/part-.*parquet$/.test(path));
    expect(parts.length).toBeGreaterThan(1);
    const files = new Map([...als].filter(([path]) => path !== parts[1]));
    expect((await refusal(files)).message).toMatch(
      /^the saved model \(ALSModel, uid .*\): itemFactors\/: part-\S+ is missing, of which the checksum is there/,
    );
  });

  it('names a parameter of the wrong type', async () => {
    const files = changed(
      firstIndexer,
      text((json) => json.replace(/"inputCol":"label"/, '"inputCol":7')),
    );
    expect((await refusal(files)).message).toMatch(/^stage 0 \(.*\): the parameter inputCol is not a string/);
  });

  it('says that other files are no saved pipeline', async () => {
    expect((await refusal(new Map([['model.bin', new Uint8Array(3)]]))).message).toContain('no saved Spark pipeline');
  });

  it('with bytes changed at random ends in a scorer or a ScoringError', async () => {
    const paths = [...whole.keys()].filter((path) => /part-/.test(path));
    const edits = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(fc.nat(paths.length - 1), edits, async (at, changes) => {
        const files = new Map(whole);
        const bytes = Uint8Array.from(files.get(paths[at] as string) as Uint8Array);
        for (const [position, value] of changes) bytes[position % bytes.length] = value;
        files.set(paths[at] as string, bytes);
        try {
          (await openSavedPipeline(files)).compile();
        } catch (error) {
          if (!(error instanceof ScoringError)) throw error;
        }
      }),
      { numRuns: 300 },
    );
  });
});
