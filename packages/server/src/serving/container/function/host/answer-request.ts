import type { RequestFacts } from '../../process/request-facts.ts';
import type { FunctionContext, FunctionModule } from '../function-module.ts';
import { describeFailure } from './describe-failure.ts';
import { printError } from './print-error.ts';
import type { CsvReader } from './read-csv-rows.ts';
import { readInput } from './read-input.ts';
import { Refused } from './refused.ts';
import { writeAnswer } from './write-answer.ts';

/** A function that is loaded, and what its answers are made with. */
export interface LoadedFunction {
  readonly module: FunctionModule;
  readonly model: unknown;
  readonly modelDirectory: string;
  /** SAGEMAKER_DEFAULT_INVOCATIONS_ACCEPT, as of its load: to look at the environment is slow. */
  readonly usual: string | undefined;
  readonly readCsv: CsvReader;
  readonly writeCell: (text: string) => string;
}

export interface HostAnswer {
  readonly status: number;
  readonly contentType?: string;
  readonly body: Uint8Array;
}

/** Answers one request; at once where the function does. Never throws or rejects. */
export function answerRequest(
  loaded: LoadedFunction,
  facts: RequestFacts,
  body: Buffer,
): HostAnswer | Promise<HostAnswer> {
  const { input: form = 'rows', columns } = loaded.module;
  return answerInput(loaded, facts, () =>
    readInput(body, facts.contentType, { form, columns, readCsv: loaded.readCsv }),
  );
}

/** The same for an input that need not be read, or is read here. */
export function answerInput(
  { module, model, modelDirectory, usual, writeCell }: LoadedFunction,
  facts: RequestFacts,
  input: () => unknown,
): HostAnswer | Promise<HostAnswer> {
  const types = {
    ...facts,
    usual,
    isJson: module.input === 'json',
    writeCell,
  };
  const finish = (value: unknown): HostAnswer => {
    try {
      return { status: 200, ...writeAnswer(value, types) };
    } catch (error) {
      return failure(error, modelDirectory);
    }
  };
  try {
    const context: FunctionContext<unknown> = { ...facts, model, environment: process.env, refuse };
    const value: unknown = module.invoke(input(), context);
    if (!isThenable(value)) return finish(value);
    return Promise.resolve(value).then(finish, (error: unknown) => failure(error, modelDirectory));
  } catch (error) {
    return failure(error, modelDirectory);
  }
}

function refuse(message: string, status = 400): never {
  throw new Refused(message, Number.isInteger(status) && status >= 400 && status < 600 ? status : 500);
}

/** Promises, and objects of libraries that can be awaited like one. */
const isThenable = (value: unknown): value is PromiseLike<unknown> =>
  typeof (value as { readonly then?: unknown } | undefined)?.then === 'function';

function failure(error: unknown, modelDirectory: string): HostAnswer {
  if (error instanceof Refused)
    return { status: error.status, body: Buffer.from(error.message), contentType: 'text/plain' };
  if ((error as { readonly name?: unknown } | undefined)?.name === 'ScoringError')
    return { status: 400, body: Buffer.from((error as Error).message), contentType: 'text/plain' };
  printError(error);
  return { status: 500, body: Buffer.from(describeFailure(error, modelDirectory)), contentType: 'application/json' };
}
