import type { ProcessingRequest } from '../records/processing-request.ts';
import { type AnalysisPlan, compileAnalysisPlan } from './analysis-plan.ts';
import { compileMergePlan, type MergePlan } from './merge-plan.ts';
import { isMergerImage } from './monitor-images.ts';

/** What a job of Model Monitor does: plain data. */
export type MonitorWork = { readonly merge: MergePlan } | { readonly analysis: AnalysisPlan };

/** What a job with one of the images of Model Monitor asks for. Throws `MonitoringError`. */
export const compileWork = (request: ProcessingRequest): MonitorWork =>
  isMergerImage(request.AppSpecification.ImageUri)
    ? { merge: compileMergePlan(request) }
    : { analysis: compileAnalysisPlan(request) };
