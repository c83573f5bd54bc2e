import type { DataType } from '../../frame/data-type.ts';
import type { Scorer } from '../../scorer.ts';
import { ScoringError } from '../../scoring-error.ts';
import { present } from '../../util/present.ts';
import { describeStage } from '../save/bad-stage.ts';
import type { SavedStage } from '../save/saved-stage.ts';
import { pipelineStages } from './composites.ts';
import { findStage, whyUnread } from './find-stage.ts';
import type { Mapping } from './map-stage.ts';
import { mapStages } from './map-stages.ts';

/** One stage of a saved pipeline, for people. */
export interface SurveyedSavedStage {
  /** `stage 2 (StandardScalerModel, uid …)`. */
  readonly name: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Why it cannot be scored. */
  readonly problem?: string;
}

export interface SavedPipelineSurvey {
  readonly stages: readonly SurveyedSavedStage[];
  /** The types of columns; empty for a pipeline that does not load. */
  readonly types: ReadonlyMap<string, DataType>;
  readonly scorer?: Scorer;
  readonly problems: readonly string[];
}

/** Looks at every stage without giving up at the first that is wrong. */
export function surveySavedPipeline(
  root: SavedStage,
  mapping: Omit<Mapping, 'map'>,
  compile: () => Scorer,
): SavedPipelineSurvey {
  const unknown = unknownStages(root);
  if (unknown.length > 0) return { stages: unknown, types: new Map(), problems: unknown.flatMap(problemOf) };
  try {
    const stages: SurveyedSavedStage[] = [];
    mapStages(root, mapping, (stage, nodes) => {
      const own = nodes.filter((node) => node.path === describeStage(stage.metadata));
      if (own.length === 0) return;
      const names = (side: 'inputs' | 'outputs') => [
        ...new Set(own.flatMap((node) => node[side].map((socket) => socket.name))),
      ];
      stages.push({ name: describeStage(stage.metadata), inputs: names('inputs'), outputs: names('outputs') });
    });
    const scorer = compile();
    const fields = [...scorer.inputSchema.fields, ...scorer.outputSchema.fields];
    return { stages, types: new Map(fields.map(({ name, type }) => [name, type])), scorer, problems: [] };
  } catch (error) {
    if (!(error instanceof ScoringError)) throw error;
    return { stages: [], types: new Map(), problems: [error.message] };
  }
}

const problemOf = ({ problem }: SurveyedSavedStage) => (problem === undefined ? [] : [problem]);

/** All stages of pipelines within pipelines if one of them is of a class that is not read, else none. */
function unknownStages(root: SavedStage): SurveyedSavedStage[] {
  const stages: SurveyedSavedStage[] = [];
  const open = [root];
  for (let stage = open.shift(); stage !== undefined && stages.length < 20_000; stage = open.shift()) {
    if (stage.kind === 'PipelineModel') {
      open.unshift(...pipelineStages(stage));
      continue;
    }
    const name = describeStage(stage.metadata);
    const isKnown = findStage(stage) !== undefined;
    const problem = `${name}: ${whyUnread(stage)}`;
    stages.push({ name, inputs: [], outputs: [], ...present({ problem: isKnown ? undefined : problem }) });
  }
  return stages.some(({ problem }) => problem !== undefined) ? stages : [];
}
