import type { StageDefinition } from '../../stage-definition.ts';

/** The container's own rule: SAGEMAKER_PROGRAM makes it script mode, which needs the library itself. */
export function isXgboostScript({ environment }: Pick<StageDefinition, 'environment'>): boolean {
  return (environment.SAGEMAKER_PROGRAM ?? '') !== '';
}
