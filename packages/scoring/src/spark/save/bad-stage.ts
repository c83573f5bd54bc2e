import { ScoringError, type ScoringErrorCode } from '../../scoring-error.ts';

/** What names a stage in messages: its place in the artifact, its Java class and its uid. */
export interface StageName {
  /** Folder inside the artifact, '' for the top: `stages/2_StandardScaler_8f1c…`. */
  readonly path: string;
  readonly className: string;
  readonly uid: string;
}

/** `stage 2 (StandardScalerModel, uid StandardScaler_8f1c…)`; `stage 2.0` is the first stage of a pipeline that is stage 2. */
export function describeStage({ path, className, uid }: StageName): string {
  const index = [...path.matchAll(/(?:^|\/)stages\/(\d+)_/g)].map((match) => Number(match[1])).join('.');
  const kind = className.slice(className.lastIndexOf('.') + 1);
  const known = [kind, uid === '' ? '' : `uid ${uid}`].filter((part) => part !== '').join(', ');
  const place = index !== '' ? `stage ${index}` : path === '' ? 'the saved model' : path;
  return known === '' ? place : `${place} (${known})`;
}

/** The saved stage is not what it says it is, or is not read; `what` continues the stage's description. */
export function badStage(stage: StageName, what: string, code: ScoringErrorCode = 'bad_model'): ScoringError {
  return new ScoringError(code, `${describeStage(stage)}: ${what}`, { node: stage.path, op: stage.className });
}
