import type { StageDefinition } from '../../src/serving/container/stage-definition.ts';
import type { TransformRequest } from '../../src/serving/records/transform-request.ts';
import { compileTransformPlan } from '../../src/serving/transform-job/plan/compile-transform-plan.ts';
import type { TransformPlan } from '../../src/serving/transform-job/plan/transform-plan.ts';

/** Members of a CreateTransformJob; those of input and output are put beside those that must be there. */
export interface JobMembers {
  readonly input?: object;
  readonly output?: object;
  readonly [member: string]: unknown;
}

/** A valid job over lines of CSV, with these members instead. */
export function transformRequest({ input, output, ...rest }: JobMembers = {}): TransformRequest {
  return {
    TransformJobName: 'job',
    ModelName: 'model',
    TransformInput: {
      DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: 's3://in/rows/' } },
      ContentType: 'text/csv',
      SplitType: 'Line',
      ...input,
    },
    TransformOutput: { S3OutputPath: 's3://out/rows', AssembleWith: 'Line', ...output },
    ...rest,
  };
}

/** Its plan. Throws `BatchOptionError`. */
export function transformPlan(members: JobMembers = {}, containers: readonly StageDefinition[] = []): TransformPlan {
  return compileTransformPlan(transformRequest(members), containers);
}
