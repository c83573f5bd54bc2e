import { InProcessStage } from '../in-process/in-process-stage.ts';
import type { Stage } from '../stage.ts';
import { ThreadedStage } from './threaded-stage.ts';

/** A container that is served natively, in whichever thread its model is loaded. */
export type NativeStage = InProcessStage | ThreadedStage;

export const isNativeStage = (stage: Stage | undefined): stage is NativeStage =>
  stage instanceof InProcessStage || stage instanceof ThreadedStage;
