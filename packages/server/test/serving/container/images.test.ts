import { describe, expect, it } from 'vitest';
import { parseImageName } from '../../../src/serving/container/image-name.ts';
import { describeUnknownImage, findContainerKind, imageProblem } from '../../../src/serving/container/images.ts';

describe('parseImageName()', () => {
  it.each([
    ['683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:1.7-1', 'sagemaker-xgboost', '1.7-1'],
    ['localhost:5000/team/model:v2', 'model', 'v2'],
    ['sagemaker-sparkml-serving', 'sagemaker-sparkml-serving', ''],
    ['r/x@sha256:abc', 'x', ''],
    ['r/x:1@sha256:abc', 'x', '1'],
  ])('%s', (image, repository, tag) => {
    expect(parseImageName(image)).toEqual({ repository, tag });
  });
});

describe('findContainerKind()', () => {
  it("knows AWS's images whatever the registry", () => {
    expect(
      findContainerKind([], '683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-scikit-learn:1.2-1-cpu-py3'),
    ).toEqual({ kind: 'scikit-learn' });
    expect(findContainerKind([], 'x.amazonaws.com/xgboost:1')).toEqual({ kind: 'xgboost' });
    expect(findContainerKind([], 'my-xgboost:1')).toBeUndefined();
  });

  it("puts the user's rules first, in their order", () => {
    const rules = [
      { match: '*/sagemaker-xgboost:9*', command: ['serve.sh'] },
      { match: '*/team-features:*', kind: 'sparkml' as const },
    ];
    expect(findContainerKind(rules, 'r/sagemaker-xgboost:9.1')).toEqual({ kind: 'process', command: ['serve.sh'] });
    expect(findContainerKind(rules, 'r/sagemaker-xgboost:1.7-1')).toEqual({ kind: 'xgboost' });
    expect(findContainerKind(rules, 'r/team-features:3')).toEqual({ kind: 'sparkml' });
  });

  it.each([
    ['my-rules:latest', true],
    ['my-rules', true],
    ['team/my-rules:1', true],
    ['registry.example.com/my-rules', true],
    ['my-rules@sha256:0123', false],
    ['not-my-rules:latest', false],
  ])('takes a name as if a registry, and latest, stood with it: %s fits */my-rules:*: %s', (image, fits) => {
    const rules = [{ match: '*/my-rules:*', command: ['x'] }];
    expect(findContainerKind(rules, image) !== undefined).toBe(fits);
  });

  it('takes everything but * in a glob literally', () => {
    expect(findContainerKind([{ match: 'a.b/c:*', command: ['x'] }], 'aXb/c:1')).toBeUndefined();
  });

  it.each([
    ['randomcutforest:1', 'is not served natively: something that its predictions need is not published.'],
    ['autogluon-inference:1.5.0', 'its models are objects of Python libraries of their own'],
  ])("says why %s, an algorithm of AWS's, is not served", (image, message) => {
    expect(describeUnknownImage(`1.dkr.ecr.eu-west-1.amazonaws.com/${image}`)).toContain(message);
  });

  it('serves an image as the kind that a rule names, JumpStart for one', () => {
    const rules = [{ match: '*/pytorch-inference:*', kind: 'lightgbm' as const }];
    expect(findContainerKind(rules, 'r/pytorch-inference:1.9.0-cpu-py38')).toEqual({ kind: 'lightgbm' });
  });

  it.each([
    ['1.dkr.ecr.eu-west-1.amazonaws.com/sagemaker-xgbost:1.7-1', 'sagemaker-xgboost'],
    ['scikit-learn:1.2-1', 'sagemaker-scikit-learn'],
    ['my-rulse:1', 'my-rules'],
  ])('says which name %s is nearly', (image, name) => {
    expect(imageProblem([{ match: '*/my-rules:*', command: ['x'] }], image)).toBe(
      `Requested image ${image} not found. Did you mean ${name}?`,
    );
  });

  it.each([
    [
      'sagemaker-xgboost:17-1',
      'its tag is no release of XGBoost. Did you mean sagemaker-xgboost:1.7-1? There are 0.72,',
    ],
    ['r/sagemaker-xgboost:1.9-1', 'its tag is no release of XGBoost.'],
    ['sagemaker-scikit-learn:0.19-1', 'its tag is no release of scikit-learn.'],
    ['sagemaker-sparkml-serving:2.3', 'its tag is no release of SparkML Serving.'],
  ])('refuses a tag that never was: %s', (image, message) => {
    expect(imageProblem([], image)).toContain(message);
    expect(imageProblem([{ match: '*', command: ['x'] }], image)).toBeUndefined();
  });

  it.each([
    'sagemaker-xgboost:3.2-0-cpu-py3',
    'sagemaker-xgboost:3.9-1',
    'sagemaker-xgboost:4.0-1',
    'sagemaker-xgboost',
    'xgboost:1',
    'xgboost:latest',
    'sagemaker-xgboost:mine',
    'sagemaker-scikit-learn:0.20.0-cpu-py3',
    'sagemaker-sparkml-serving:2.4',
    'kmeans:1',
  ])('takes %s', (image) => {
    expect(imageProblem([], image)).toBeUndefined();
  });

  it('says what can be done about an unknown image', () => {
    expect(describeUnknownImage('r/mine:1')).toMatch(
      /^Requested image r\/mine:1 not found\..*images: \[\{ match: "\*\/mine:\*", command:/,
    );
  });
});
