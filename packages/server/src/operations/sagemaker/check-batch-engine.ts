import { validationException } from '../../contract/service-error.ts';
import { findContainerKind } from '../../serving/container/images.ts';
import type { TransformPlan } from '../../serving/transform-job/plan/transform-plan.ts';
import type { OperationContext } from '../operation-context.ts';

/** Refuses a job for Spark where there is none, and one whose containers cannot run on its workers. */
export function checkBatchEngine(
  { engine, containers }: Pick<TransformPlan, 'engine' | 'containers'>,
  { sparks, images }: Pick<OperationContext, 'sparks' | 'images'>,
): void {
  if (engine !== 'spark') return;
  if (sparks.length === 0)
    throw validationException(
      'CATENARY_BATCH_ENGINE=spark needs a Spark, and the operator of this server has named none in `spark` of catenary.yaml.',
    );
  const outside = containers.find(({ image }) => findContainerKind(images, image)?.kind === 'oci');
  if (outside !== undefined)
    throw validationException(
      `CATENARY_BATCH_ENGINE=spark cannot run the image "${outside.image}": it needs an engine for containers, which workers of Spark do not have.`,
    );
}
