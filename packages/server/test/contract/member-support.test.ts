import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { apiCoverage, membersOf } from '../../../../scripts/api-coverage/page.ts';
import { findRefusedMember } from '../../src/contract/find-refused-member.ts';
import { memberSupport } from '../../src/contract/member-support.ts';
import {
  applicationAutoscalingModel,
  cloudwatchModel,
  emrModel,
  emrServerlessModel,
  glueModel,
  logsModel,
  runtimeModel,
  sagemakerModel,
} from '../../src/contract/models.ts';

const src = join(import.meta.dirname, '../../src');
const source = ['operations', 'serving', 'entry']
  .flatMap((floor) =>
    readdirSync(join(src, floor), { recursive: true, encoding: 'utf8' }).map((file) => join(floor, file)),
  )
  .filter((file) => file.endsWith('.ts'))
  .map((file) => readFileSync(join(src, file), 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*/g, ''))
  .join('\n');

/** Members that the source reads by another name than the wire's. */
const readOtherwise = new Set([
  'Body', // the body of an HTTP request
  'unmask', // nothing is masked
  'interleaved', // AWS: deprecated, always true
  'logGroupIdentifier',
]);

describe('members of requests', () => {
  const all = [
    sagemakerModel,
    runtimeModel,
    logsModel,
    cloudwatchModel,
    applicationAutoscalingModel,
    glueModel,
    emrModel,
    emrServerlessModel,
  ].flatMap((model) =>
    Object.values(model.operations).flatMap(({ input }) => (input === undefined ? [] : membersOf(model, input))),
  );

  it('are used by the source, refused, or listed as without effect', () => {
    const unknown = all.filter(
      ({ key, name, isStructure }) =>
        !isStructure &&
        memberSupport[key] === undefined &&
        !readOtherwise.has(name) &&
        !new RegExp(`\\b(${name}|${name.charAt(0).toLowerCase()}${name.slice(1)})\\b`).test(source),
    );
    expect([...new Set(unknown.map(({ key }) => key))]).toEqual([]);
  });

  it('that the table lists are members of an operation that is offered', () => {
    const keys = new Set(all.map(({ key }) => key));
    expect(Object.keys(memberSupport).filter((key) => !keys.has(key))).toEqual([]);
  });

  it('are listed in docs/api-coverage.md as the tables have them', () => {
    expect(readFileSync(join(src, '../../../docs/api-coverage.md'), 'utf8')).toBe(apiCoverage());
  });
});

describe('findRefusedMember()', () => {
  const refused = (shape: string, input: unknown) => findRefusedMember(sagemakerModel, shape, input);
  const variant = { VariantName: 'v', ModelName: 'm' };

  it('names the member as a caller writes it, and says what to do', () => {
    expect(
      refused('CreateEndpointConfigInput', {
        EndpointConfigName: 'c',
        ProductionVariants: [variant, { ...variant, CoreDumpConfig: { DestinationS3Uri: 's3://bucket/dump' } }],
      }),
    ).toBe('ProductionVariants[1].CoreDumpConfig is not offered.');
    const sources = [{ ChannelName: 'a', S3DataSource: {} }];
    expect(refused('CreateModelInput', { ModelName: 'm', Containers: [{ AdditionalModelDataSources: sources }] })).toBe(
      'Containers[0].AdditionalModelDataSources is not offered: put the files into the archive of ModelDataUrl.',
    );
  });

  it('takes what asks for nothing, and members of AWS that have no effect here', () => {
    const config = { EndpointConfigName: 'c', ProductionVariants: [{ ...variant, InstanceType: 'ml.m5.large' }] };
    expect(
      refused('CreateEndpointConfigInput', { ...config, KmsKeyId: 'k', EnableNetworkIsolation: false }),
    ).toBeUndefined();
    expect(refused('CreateEndpointConfigInput', { ...config, EnableNetworkIsolation: true })).toContain(
      'EnableNetworkIsolation belongs to inference components',
    );
    expect(
      refused('CreateModelInput', { ModelName: 'm', EnableNetworkIsolation: false, VpcConfig: {} }),
    ).toBeUndefined();
  });
});
