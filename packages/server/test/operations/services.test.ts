import { describe, expect, it } from 'vitest';
import { checkShape } from '../../src/contract/check-shape.ts';
import { catenaryModel } from '../../src/contract/models.ts';
import { applicationAutoscalingOperations } from '../../src/operations/application-autoscaling/operations.ts';
import { catenaryOperations } from '../../src/operations/catenary/operations.ts';
import { cloudwatchOperations } from '../../src/operations/cloudwatch/operations.ts';
import { iamOperations } from '../../src/operations/iam/operations.ts';
import { logsOperations } from '../../src/operations/logs/operations.ts';
import { runtimeOperations } from '../../src/operations/runtime/operations.ts';
import { sagemakerOperations } from '../../src/operations/sagemaker/operations.ts';
import { defineService } from '../../src/operations/service.ts';
import { stsOperations } from '../../src/operations/sts/operations.ts';

const services = [
  ['application-autoscaling', applicationAutoscalingOperations],
  ['catenary', catenaryOperations],
  ['cloudwatch', cloudwatchOperations],
  ['iam', iamOperations],
  ['logs', logsOperations],
  ['runtime', runtimeOperations],
  ['sagemaker', sagemakerOperations],
  ['sts', stsOperations],
] as const;

describe('the table of a service', () => {
  it.each(services)(
    'of %s has every operation of its model, with the shape of its input',
    (_name, { model, operations }) => {
      expect(Object.keys(operations).toSorted()).toEqual(Object.keys(model.operations).toSorted());
      for (const [name, { input }] of Object.entries(model.operations))
        expect(operations[name]).toMatchObject({ name, ...(input === undefined ? {} : { input }) });
    },
  );

  it('has no operation that the model does not know', () => {
    const model = { ...catenaryModel, operations: {} };
    expect(() => defineService({ signingName: 'x', model }, { Foo: () => ({}) })).toThrow('has no operation Foo');
  });

  it('lets anyone ask for health and readiness, and for nothing else; and those with a password for metrics', () => {
    const all = services.flatMap(([, { operations }]) => Object.values(operations));
    expect(all.flatMap(({ name, callers }) => (callers === undefined ? [] : [[name, callers]]))).toEqual([
      ['CheckHealth', 'anyone'],
      ['CheckReadiness', 'anyone'],
      ['GetPrometheusMetrics', 'password'],
    ]);
  });
});

describe("the shapes of Catenary's own API", () => {
  it('name each other, and none that is not there', () => {
    const { shapes, operations } = catenaryModel;
    const named = Object.values(operations).flatMap(({ input = [], output = [] }) => [input, output].flat());
    const seen = new Set(named);
    for (const name of seen) {
      const { members = {}, member } = shapes[name] ?? {};
      for (const { shape } of Object.values(members)) seen.add(shape);
      if (member !== undefined) seen.add(member);
    }
    expect([...seen].filter((name) => shapes[name] === undefined)).toEqual([]);
  });

  it('refuse an answer without the times of a container', () => {
    const times = { count: 1, meanMicros: 2, p50Micros: 2, p99Micros: 2 };
    const answer = (containers: object[]) => ({
      variants: [{ name: 'AllTraffic', containers, chain: times, total: { ...times, failures: 0 } }],
    });
    const failures = (containers: object[]) => checkShape(catenaryModel, 'DescribeTimesOutput', answer(containers));
    expect(failures([{ hostname: 'first', ...times, failures: 0 }])).toEqual([]);
    expect(failures([{ hostname: 'first' }])).toHaveLength(5);
  });
});
