import { memberSupport } from '../../packages/server/src/contract/member-support.ts';
import {
  applicationAutoscalingModel,
  cloudwatchModel,
  emrModel,
  emrServerlessModel,
  glueModel,
  logsModel,
  runtimeModel,
  sagemakerModel,
} from '../../packages/server/src/contract/models.ts';
import type { ServiceModel } from '../../packages/server/src/contract/shape.ts';
import { iamOperations } from '../../packages/server/src/operations/iam/operations.ts';
import { s3Operations } from '../../packages/server/src/operations/s3/operations.ts';
import type { Service } from '../../packages/server/src/operations/service.ts';
import { stsOperations } from '../../packages/server/src/operations/sts/operations.ts';

/** A member of an operation's input, at any depth. */
export interface InputMember {
  /** `ProductionVariants[].InstanceType`. */
  readonly path: string;
  /** `ProductionVariant.InstanceType`: its name in the table of members. */
  readonly key: string;
  readonly name: string;
  /** Whether it has members of its own, which are in the list behind it. */
  readonly isStructure: boolean;
}

/** Members whose parts the page has at another one: PrimaryContainer, and the specification of CreateModelPackage. */
const listedElsewhere = new Set([
  'CreateModelInput.Containers',
  'AdditionalInferenceSpecificationDefinition.Containers',
  'UpdateModelPackageInput.InferenceSpecification',
]);

/** All members of a shape in the order of the model; below one that is refused or has no effect there is nothing to say. */
export function membersOf(model: ServiceModel, shapeName: string, path = ''): InputMember[] {
  const shape = model.shapes[shapeName];
  if (shape?.member !== undefined) return membersOf(model, shape.member, `${path}[]`);
  return Object.entries(shape?.members ?? {}).flatMap(([name, member]) => {
    const key = `${shapeName}.${name}`;
    const own = { path: path === '' ? name : `${path}.${name}`, key, name };
    const isLeaf = memberSupport[key] !== undefined || listedElsewhere.has(key);
    const inner = isLeaf ? [] : membersOf(model, member.shape, own.path);
    return [{ ...own, isStructure: inner.length > 0 }, ...inner];
  });
}

const services: readonly (readonly [string, ServiceModel])[] = [
  ['sagemaker', sagemakerModel],
  ['sagemaker-runtime', runtimeModel],
  ['logs', logsModel],
  ['cloudwatch', cloudwatchModel],
  ['application-autoscaling', applicationAutoscalingModel],
  ['glue', glueModel],
  ['elasticmapreduce', emrModel],
  ['emr-serverless', emrServerlessModel],
];

/** Services whose pages of AWS say more than their operations use: what each of them is here stands in a sentence. */
const byOperation: readonly (readonly [string, Service, string])[] = [
  [
    's3',
    s3Operations,
    'What becomes of headers and parameters: [stores.md](stores.md#the-s3-api-of-this-server). Any other is answered NotImplemented, by its name.',
  ],
  [
    'sts',
    stsOperations,
    'It answers the account of the key. There are no session tokens: a request with one is refused.',
  ],
  [
    'iam',
    iamOperations,
    'There are no roles and policies of IAM: every name is answered as a role that SageMaker may take, and every action as allowed.',
  ],
];

/** The text of docs/api-coverage.md. */
export function apiCoverage(): string {
  const lines = [
    '# What is offered of the APIs',
    '',
    'Made by `sh scripts/with-node.sh scripts/generate-api-coverage.ts` out of the tables that the server itself uses.',
    'A member is used, unless the table under its operation names it: then it is refused, or it is taken, stored and given back without',
    'effect, for the reason that stands there. S3, STS and IAM are at the end, operation by operation.',
    '',
  ];
  for (const [service, model] of services) {
    lines.push(`## ${service}`, '');
    for (const [operation, { input }] of Object.entries(model.operations)) {
      const members = input === undefined ? [] : membersOf(model, input);
      lines.push(`### ${operation}`, '', `Used: ${used(members)}.`, '');
      const others = members.flatMap(rowOf);
      if (others.length > 0) lines.push('| member | | why |', '| --- | --- | --- |', ...others, '');
    }
  }
  for (const [service, { operations }, about] of byOperation) {
    const names = Object.keys(operations).toSorted();
    lines.push(`## ${service}`, '', `${names.map((name) => `\`${name}\``).join(', ')}.`, '', about, '');
  }
  return lines.join('\n');
}

function used(members: readonly InputMember[]): string {
  const isUsed = ({ key, isStructure }: InputMember) => memberSupport[key] === undefined && !isStructure;
  const paths = members.filter(isUsed).map(({ path }) => `\`${path}\``);
  return paths.length === 0 ? 'nothing' : paths.join(', ');
}

function rowOf({ path, key }: InputMember): string[] {
  const support = memberSupport[key];
  if (support === undefined) return [];
  if ('noEffect' in support) return [`| \`${path}\` | no effect | ${support.noEffect} |`];
  const exception = support.isHarmless === undefined ? 'refused' : 'refused, except for a value that asks for nothing';
  return [`| \`${path}\` | ${exception} | ${support.refused} |`];
}
