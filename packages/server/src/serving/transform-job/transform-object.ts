import { ObjectStoreError } from '../../platform/storage/object-store-error.ts';
import { notBegun } from './ledger/checkpoint.ts';
import type { ObjectTask } from './ledger/job-ledger.ts';
import { type ObjectContext, ObjectRun } from './object-run.ts';
import { ObjectOutputs } from './outputs/object-outputs.ts';
import { openRecordSource } from './records/record-sources.ts';

/**
 * One input object to its outputs: read, split, sent through the chain with several blocks under way, put together in
 * order, published whole at the end. Every few seconds what was written is made durable and the checkpoint says so.
 * Memory is that of the blocks under way, whatever the object's size. False if it was held back: the ledger gives it out
 * again when its outputs can be finished. Rejects with `ObjectFailure` if it cannot be done.
 */
export async function transformObject(task: ObjectTask, context: ObjectContext): Promise<boolean> {
  const source = await openRecordSource(task.object, context.plan.input, context.store);
  const opened = await open(task, context);
  const run = new ObjectRun(opened.task, { source, outputs: opened.outputs }, context);
  try {
    const last = await run.runToEnd();
    if (last === 'held back') return false;
    await opened.outputs.publish();
    await context.ledger.finish(opened.task, last);
    return true;
  } catch (error) {
    await (context.shouldResume(error) ? opened.outputs.close() : opened.outputs.abort());
    throw error;
  } finally {
    await opened.outputs.close();
  }
}

/** Outputs as the checkpoint says; if they are gone from the store, the object is begun again. */
async function open(task: ObjectTask, context: ObjectContext) {
  try {
    return { task, outputs: await openOutputs(task, context) };
  } catch (error) {
    if (!(error instanceof ObjectStoreError) || error.code !== 'NoSuchUpload') throw error;
    context.log.warn({ object: task.object.key, reason: error.message }, 'object begun again');
    const again = { ...task, checkpoint: notBegun };
    return { task: again, outputs: await openOutputs(again, context) };
  }
}

function openOutputs({ ordinal, object, checkpoint }: ObjectTask, context: ObjectContext): Promise<ObjectOutputs> {
  const { store, plan, ledger, signal } = context;
  const of = {
    store,
    plan: plan.output,
    relativePath: object.relativePath,
    hasRejects: plan.badRecords.isQuarantined,
    journal: (bucket: string, key: string) => ledger.journal(ordinal, bucket, key),
    columns: ledger.sharedColumns(ordinal, signal),
  };
  return ObjectOutputs.open(of, checkpoint);
}
