import { invokeFused } from '../container/in-process/fused-stage.ts';
import { InProcessStage } from '../container/in-process/in-process-stage.ts';
import type { ContainerAnswer, Payload } from '../container/payload.ts';
import type { Stage } from '../container/stage.ts';

/** What one step of a chain gave: the answer, and which container gave it (0-based in the chain). */
export interface StepAnswer {
  readonly answer: ContainerAnswer;
  readonly answeredBy: number;
}

/** One call of the chain's loop: a container, or neighbouring native containers that share columns. */
export interface Step {
  /** Position of its first container, 0-based, and how many it covers. */
  readonly first: number;
  readonly count: number;
  /** Whether all of it runs in this process. */
  readonly inProcess: boolean;
  invoke(request: Payload, signal: AbortSignal, spentMs: Float64Array): StepAnswer | Promise<StepAnswer>;
}

/** Groups the stages of a chain into steps: with `fuse`, runs of native containers become one step. */
export function planSteps(stages: readonly Stage[], fuse: boolean): Step[] {
  const steps: Step[] = [];
  for (let first = 0; first < stages.length; ) {
    let count = 1;
    const isNative = (at: number) => stages[at] instanceof InProcessStage;
    while (fuse && isNative(first) && isNative(first + count)) count++;
    steps.push(
      count > 1
        ? fusedStep(stages.slice(first, first + count) as InProcessStage[], first)
        : singleStep(stages[first] as Stage, first),
    );
    first += count;
  }
  return steps;
}

function fusedStep(stages: readonly InProcessStage[], first: number): Step {
  return {
    first,
    count: stages.length,
    inProcess: true,
    invoke(request, _signal, spentMs) {
      const { answer, answeredBy } = invokeFused(stages, request, spentMs.subarray(first, first + stages.length));
      return { answer, answeredBy: first + answeredBy };
    },
  };
}

function singleStep(stage: Stage, first: number): Step {
  const finish = (answer: ContainerAnswer, since: number, spentMs: Float64Array): StepAnswer => {
    spentMs[first] = performance.now() - since;
    return { answer, answeredBy: first };
  };
  return {
    first,
    count: 1,
    inProcess: stage instanceof InProcessStage,
    invoke(request, signal, spentMs) {
      const since = performance.now();
      const answer = stage.invoke(request, signal);
      return answer instanceof Promise
        ? answer.then((settled) => finish(settled, since, spentMs))
        : finish(answer, since, spentMs);
    },
  };
}
