import { describe, expect, it } from 'vitest';
import { checkShape, describeFailures, WrongTypeError } from '../../src/contract/check-shape.ts';
import {
  applicationAutoscalingModel,
  cloudwatchModel,
  logsModel,
  runtimeModel,
  sagemakerModel,
} from '../../src/contract/models.ts';
import { matchesPattern } from '../../src/contract/pattern.ts';

const check = (shape: string, value: unknown) => describeFailures(checkShape(sagemakerModel, shape, value));

describe('checkShape()', () => {
  it('words a broken pattern as the service does, with the path to it', () => {
    const input = { EndpointConfigName: 'c', ProductionVariants: [{ VariantName: 'v', ModelName: 'not_a_name' }] };
    expect(check('CreateEndpointConfigInput', input)).toBe(
      "1 validation error detected: Value 'not_a_name' at 'productionVariants.1.member.modelName' failed to satisfy constraint: " +
        'Member must satisfy regular expression pattern: [a-zA-Z0-9]([\\-a-zA-Z0-9]*[a-zA-Z0-9])?',
    );
  });

  it('collects all failures into one message and prints null without quotes', () => {
    expect(check('CreateModelInput', { Tags: [{ Key: '', Value: 'x' }] })).toBe(
      "2 validation errors detected: Value null at 'modelName' failed to satisfy constraint: Member must not be null; " +
        "Value '' at 'tags.1.member.key' failed to satisfy constraint: Member must have length greater than or equal to 1",
    );
  });

  it('names the values of an enum', () => {
    expect(check('ListModelsInput', { SortOrder: 'Up' })).toBe(
      "1 validation error detected: Value 'Up' at 'sortOrder' failed to satisfy constraint: Member must satisfy enum value set: [Ascending, Descending]",
    );
  });

  it('checks the values of a map', () => {
    const input = { ModelName: 'm', PrimaryContainer: { Image: 'i', Environment: { K: 'v'.repeat(1025) } } };
    expect(check('CreateModelInput', input)).toContain(
      "at 'primaryContainer.environment' failed to satisfy constraint: Map value must satisfy constraint: [Member must have length less than or equal to 1024]",
    );
  });

  it('checks numbers by value', () => {
    expect(check('ListModelsInput', { MaxResults: 101 })).toContain(
      "Value '101' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 100",
    );
  });

  it('ignores members that the model does not know, and accepts null for those that may be absent', () => {
    expect(checkShape(sagemakerModel, 'CreateModelInput', { ModelName: 'm', Nonsense: 1, Tags: null })).toEqual([]);
  });

  it('names the first ten of many failures, each with the beginning of its value, and still finds a wrong type', () => {
    const Environment = Object.fromEntries(Array.from({ length: 4000 }, (_, at) => [`!${at}`, '']));
    const input = { ModelName: 'm', PrimaryContainer: { Image: 'i', Environment } };
    const message = check('CreateModelInput', input);
    expect(message).toMatch(/^10 validation errors detected: Value '\{"!0":"","!1":"",/);
    // A message is no longer than what is shown of ten values, with their paths and phrases.
    expect(message.length).toBeLessThan(10 * (256 + 300));
    expect(message.split('; ')).toHaveLength(10);
    const wrong = { ...input, PrimaryContainer: { ...input.PrimaryContainer, Mode: 7 } };
    expect(() => check('CreateModelInput', wrong)).toThrow(WrongTypeError);
  });

  it('throws for a value of another JSON type', () => {
    expect(() => check('CreateModelInput', { ModelName: 7 })).toThrow(WrongTypeError);
    expect(() => check('CreateModelInput', [])).toThrow(WrongTypeError);
  });

  it('every pattern of the models compiles', () => {
    for (const model of [sagemakerModel, runtimeModel, logsModel, cloudwatchModel, applicationAutoscalingModel]) {
      const patterns = Object.values(model.shapes).flatMap(({ pattern }) => (pattern === undefined ? [] : [pattern]));
      expect(patterns.length).toBeGreaterThan(0);
      for (const pattern of patterns) expect(() => matchesPattern(pattern, 'x')).not.toThrow();
    }
  });
});

describe('a pattern of pairs of surrogates', () => {
  const pattern = '[\\u0020-\\uD7FF\\uE000-\\uFFFD\\uD800\\uDC00-\\uDBFF\\uDFFF\\r\\n\\t]*';

  it('takes what they stand for, and no half of one', () => {
    expect(['a b', '\u{1F600}', '\u{10FFFF}', ''].map((text) => matchesPattern(pattern, text))).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect(['\0', '\uD83D', '\uFFFF'].map((text) => matchesPattern(pattern, text))).toEqual([false, false, false]);
  });
});

describe('a pattern of .*', () => {
  it.each(['s3://bucket/a\nb', 's3://bucket/a\r\nX-Evil: 1', 's3://bucket/\u2028'])('does not take %j', (uri) => {
    const input = { ModelName: 'm', PrimaryContainer: { Image: 'x', ModelDataUrl: uri } };
    const failures = checkShape(sagemakerModel, 'CreateModelInput', input);
    expect(failures.map(({ path }) => path)).toEqual(['primaryContainer.modelDataUrl']);
  });
});
