import type { Frame } from '../frame/frame.ts';
import type { Scorer } from '../scorer.ts';
import { copyFrame } from './copy-frame.ts';
import type { Call, Engine, Scored } from './engine.ts';
import { frameAnswer, outputsOf } from './frame-answer.ts';
import { FrameReader } from './frame-reader.ts';
import { featuresOf } from './input-types.ts';
import type { Facts, Format } from './model.ts';
import type { Rows } from './rows.ts';
import { trimFrame } from './trim-frame.ts';

/** A pipeline of MLeap or Spark, which can be compiled for any columns that are wanted. */
export interface Pipeline {
  readonly format: Format;
  /** For all columns that are wanted by default. */
  readonly scorer: Scorer;
  compile(outputs: readonly string[]): Scorer;
  /** Columns that rows may have besides, which are not looked at. */
  readonly passedOver?: readonly string[];
  describe(): Omit<Facts, 'format'>;
}

/** A plan for some outputs, and the reader of its rows. */
interface Compiled {
  readonly scorer: Scorer;
  readonly reader: FrameReader;
}

/** Plans for other outputs that are kept; a caller asks for few. */
const MAX_PLANS = 8;

/** A pipeline as a `Model` has it. */
export function pipelineEngine(pipeline: Pipeline): Engine<'transform'> {
  const { format, scorer, passedOver = [] } = pipeline;
  const known = [...scorer.inputSchema.fields.map(({ name }) => name), ...passedOver];
  const open = (compiled: Scorer): Compiled => ({
    scorer: compiled,
    reader: new FrameReader(compiled.inputSchema, known),
  });
  const whole = open(scorer);
  const plans = new Map<string, Compiled>();
  const planOf = (outputs: readonly string[] | undefined): Compiled => {
    if (outputs === undefined) return whole;
    const key = JSON.stringify(outputs);
    const plan = plans.get(key) ?? open(pipeline.compile(outputs));
    if (!plans.has(key) && plans.size < MAX_PLANS) plans.set(key, plan);
    return plan;
  };
  const answer = ({ scorer: plan }: Compiled, frame: Frame, isShared: boolean): Scored =>
    frameAnswer(isShared ? trimFrame(plan.scoreShared(frame)) : copyFrame(plan.scoreShared(frame)));
  return {
    format,
    inputs: featuresOf(scorer.inputSchema),
    methods: ['transform'],
    options: ['outputs'],
    score: (rows: Rows, { strict, outputs, isShared }: Call) => {
      const plan = planOf(outputs);
      return answer(plan, plan.reader.read(rows, strict), isShared);
    },
    isPipeline: true,
    outputsOf: (_method: string, outputs?: readonly string[]) => outputsOf(planOf(outputs).scorer.outputSchema),
    describe: () => pipeline.describe(),
  };
}
