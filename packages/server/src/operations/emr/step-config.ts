import { ServiceError } from '../../contract/service-error.ts';
import { SubmissionError } from '../../serving/spark-jobs/fetch-files.ts';
import { readSubmitWords } from '../../serving/spark-jobs/read-submit-words.ts';

/** A step as callers write it. */
export interface StepConfig {
  readonly Name: string;
  readonly ActionOnFailure?: string;
  readonly HadoopJarStep: {
    readonly Jar: string;
    readonly MainClass?: string;
    readonly Args?: readonly string[];
    readonly Properties?: readonly { readonly Key?: string; readonly Value?: string }[];
  };
}

type Asked = ReturnType<typeof readSubmitWords>;

/** What a step asks of Spark, or why it is not carried out: then it fails with that reason when its turn comes. */
export function askedOf({ HadoopJarStep: { Jar, Args = [] } }: StepConfig): Asked | { readonly refusal: string } {
  const [program = '', ...words] = Args;
  if (Jar !== 'command-runner.jar')
    return { refusal: `The jar ${Jar} is not run by this server: command-runner.jar is, with spark-submit.` };
  if (program !== 'spark-submit')
    return {
      refusal: `command-runner.jar runs spark-submit on this server, and not ${program === '' ? 'nothing' : program}.`,
    };
  try {
    return readSubmitWords(words);
  } catch (error) {
    if (error instanceof SubmissionError) return { refusal: error.message };
    throw error;
  }
}

/** Most steps that wait or run (Amazon EMR management guide, "Submit work to a cluster"). */
const maxSteps = 256;

/** Throws `ServiceError` (ValidationException). */
export function checkSteps(
  steps: readonly StepConfig[],
  { underWay, width }: { underWay: number; width: number },
): void {
  if (steps.length + underWay > maxSteps)
    throw new ServiceError(
      'ValidationException',
      `Maximum number of active steps(State = 'Running', 'Pending' or 'Cancel_Pending') for cluster exceeded: ${maxSteps}.`,
    );
  const other = steps.find(({ ActionOnFailure: action }) => width > 1 && action !== undefined && action !== 'CONTINUE');
  if (other !== undefined)
    throw new ServiceError(
      'ValidationException',
      `With a StepConcurrencyLevel above 1, ActionOnFailure must be CONTINUE: it is ${other.ActionOnFailure} of the step ${other.Name}.`,
    );
}
