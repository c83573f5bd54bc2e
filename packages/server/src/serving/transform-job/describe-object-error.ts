import { ObjectStoreError } from '../../platform/storage/object-store-error.ts';
import { describeCell } from '../invocation/stage-failure.ts';
import { type FailureDetail, RecordFailure } from './chain/record-failure.ts';
import { clientFailure, ObjectFailure } from './object-failure.ts';
import { OutputError } from './outputs/output-error.ts';
import type { InputObject } from './records/input-objects.ts';
import { FormatError, RecordTooLargeError } from './records/splitter.ts';

/** How far an object was when something failed. */
export interface ObjectPlace {
  readonly object: InputObject;
  /** Records that are done. */
  readonly done: number;
  /** Of the record behind them, from 1; absent where records are no lines of the object. */
  readonly line?: number;
}

/** Of a container's answer in a message: the place stands behind it, and a FailureReason ends at 1,024 characters. */
const maxAnswerLength = 500;

/** The message, and what it does not say: the image of the container, column and value. */
function withPlace({ message, container, ...cell }: FailureDetail): string {
  if (container === undefined) return message;
  const said = message.length > maxAnswerLength ? `${message.slice(0, maxAnswerLength)}...` : message;
  const end = ['.', '!', '?'].some((mark) => said.endsWith(mark)) ? '' : '.';
  return `${said}${end} It is image ${[`"${container.image}"`, ...describeCell(cell)].join(', ')}.`;
}

/** An error of the object itself as `ObjectFailure`, with the place; any other error as it is. */
export function describeObjectError(error: unknown, { object, done, line }: ObjectPlace): unknown {
  if (error instanceof RecordFailure) {
    const where = error.record === undefined ? ` after record ${done}` : ` record ${done + error.record + 1}`;
    return new ObjectFailure(object, where, { ...error.detail, message: withPlace(error.detail) });
  }
  if (error instanceof RecordTooLargeError) {
    const message = error.message.replace(/^Record/, `Record ${done + 1}`);
    return new ObjectFailure(object, line === undefined ? '' : ` line ${line}`, clientFailure(message));
  }
  if (error instanceof OutputError) {
    const { message } = error;
    return new ObjectFailure(object, '', { message, fault: 'algorithm', status: 400, body: message });
  }
  const isChanged = error instanceof ObjectStoreError && error.code === 'PreconditionFailed';
  if (error instanceof FormatError || isChanged) return new ObjectFailure(object, '', clientFailure(error.message));
  return error;
}
