import { describe, expect, it } from 'vitest';
import { createLogger, type Logger } from '../../../src/platform/observe/logger.ts';
import type { Store } from '../../../src/platform/store/store.ts';
import type { AnalysisOutcome } from '../../../src/serving/monitoring/analysis-runner.ts';
import { type JobRunner, MonitoringController } from '../../../src/serving/monitoring/monitoring-controller.ts';
import { type ProcessingJobRecord, processingJobRecords } from '../../../src/serving/records/processing-job-record.ts';
import { Semaphore } from '../../../src/util/semaphore.ts';
import { openTestStore } from '../../support/open-test-store.ts';
import { until } from '../../support/start-server.ts';

const log = createLogger({ level: 'silent', pretty: false });
const done: AnalysisOutcome = { status: 'Completed', exitMessage: 'Completed: well' };

type Run = (job: ProcessingJobRecord, signal: AbortSignal) => Promise<AnalysisOutcome>;

/** Rejects with the signal's reason when it aborts, or has. */
const untilAborted: Run = async (_job, signal) => {
  signal.throwIfAborted();
  await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
  throw signal.reason;
};

/** Analyses one after the other, and two jobs of other images beside them. */
function runnerOf(run: Run): JobRunner {
  const [analyses, others] = [new Semaphore(1), new Semaphore(2)];
  return {
    run,
    turnsOf: ({ definition }) => (definition.request.AppSpecification.ImageUri === 'analyser' ? analyses : others),
  };
}

async function open(run: Run, warn: Logger['warn'] = () => undefined) {
  const { store, leases } = await openTestStore(log);
  const given = { ...log, info: log.info.bind(log), warn, error: warn } as Logger;
  const runner = runnerOf(run);
  const controller = new MonitoringController({ store, leases, runner, log: given, now: () => 1000, watchMs: 10 });
  return { store, controller, leases };
}

const insert = (store: Store, name: string, image = 'analyser') =>
  processingJobRecords.insert(store, {
    name,
    arn: name,
    createdAt: 0,
    definition: { request: { ProcessingJobName: name, AppSpecification: { ImageUri: image } } },
  });

const ended = (store: Store, name: string) =>
  until(async () => {
    const job = await processingJobRecords.find(store, name);
    return job?.endedAt === undefined ? undefined : job;
  });

describe('MonitoringController', () => {
  it('takes up what was left, one job after the other', async () => {
    let underWay = 0;
    const most: number[] = [];
    const { store, controller } = await open(async () => {
      most.push(++underWay);
      await new Promise((next) => setTimeout(next, 5));
      underWay--;
      return done;
    });
    for (const name of ['r/a', 'r/b', 'r/c']) await insert(store, name);
    await controller.resume();
    for (const name of ['r/a', 'r/b', 'r/c'])
      expect(await ended(store, name)).toMatchObject({
        status: 'Completed',
        exitMessage: 'Completed: well',
        startedAt: 1000,
        endedAt: 1000,
      });
    expect(most).toEqual([1, 1, 1]);
    await controller.close();
  });

  it('runs jobs of other images side by side, and holds up no analysis for them', async () => {
    const begun: string[] = [];
    const { store, controller } = await open((job, signal) => {
      begun.push(job.name);
      return job.name === 'r/analysis' ? Promise.resolve(done) : untilAborted(job, signal);
    });
    for (const name of ['r/a', 'r/b', 'r/c']) await insert(store, name, 'script');
    await insert(store, 'r/analysis');
    await controller.resume();
    expect((await ended(store, 'r/analysis')).status).toBe('Completed');
    await until(() => Promise.resolve(begun.length === 3 || undefined));
    expect(begun.toSorted()).toEqual(['r/a', 'r/analysis', 'r/b']);
    // The third has the place of the one that ends.
    await processingJobRecords.beginStop(store, 'r/a', 5);
    controller.stop('r/a');
    await until(() => Promise.resolve(begun.includes('r/c') || undefined));
    await controller.close();
  });

  it('stops a job that waits while those before it run on', async () => {
    const { store, controller } = await open(untilAborted);
    for (const name of ['r/runs', 'r/waits']) await insert(store, name);
    await controller.resume();
    await until(async () => (await processingJobRecords.find(store, 'r/runs'))?.startedAt);
    await processingJobRecords.beginStop(store, 'r/waits', 5);
    controller.stop('r/waits');
    expect(await ended(store, 'r/waits')).toMatchObject({ status: 'Stopped' });
    expect((await processingJobRecords.find(store, 'r/runs'))?.status).toBe('InProgress');
    await controller.close();
  });

  it('says once that a row cannot be read, runs the others, and stops it when asked to', async () => {
    const said: unknown[] = [];
    const { store, controller } = await open(
      () => Promise.resolve(done),
      (fields: unknown) => void said.push(fields),
    );
    await insert(store, 'r/newer');
    await store.updateTable('processing_job').set({ definition: '{"formatVersion":99}' }).execute();
    await insert(store, 'r/good');
    await controller.resume();
    expect((await ended(store, 'r/good')).status).toBe('Completed');
    for (let look = 0; look < 3; look++) await controller.look();
    await processingJobRecords.beginStop(store, 'r/newer', 5);
    controller.stop('r/newer');
    await until(async () => (await processingJobRecords.head(store, 'r/newer'))?.endedAt);
    expect((await processingJobRecords.head(store, 'r/newer'))?.status).toBe('Stopped');
    await controller.close();
    expect(said).toEqual([expect.objectContaining({ job: 'r/newer' })]);
  });

  it('stops a job that runs, and one that waits', async () => {
    const { store, controller } = await open(untilAborted);
    await insert(store, 'r/runs');
    await insert(store, 'r/waits');
    await controller.resume();
    for (const name of ['r/waits', 'r/runs']) {
      expect(await processingJobRecords.beginStop(store, name, 5)).toBe(true);
      controller.stop(name);
    }
    expect((await ended(store, 'r/runs')).status).toBe('Stopped');
    expect((await ended(store, 'r/waits')).status).toBe('Stopped');
    await controller.close();
  });

  it('leaves a job as it is when the server closes: the next server begins it again', async () => {
    const { store, controller, leases } = await open(untilAborted);
    await insert(store, 'r/a');
    await controller.resume();
    await until(async () => (await processingJobRecords.find(store, 'r/a'))?.startedAt);
    await controller.close();
    expect((await processingJobRecords.find(store, 'r/a'))?.status).toBe('InProgress');
    const next = new MonitoringController({
      store,
      leases,
      runner: runnerOf(() => Promise.resolve(done)),
      log,
      now: () => 2000,
    });
    await next.resume();
    expect(await ended(store, 'r/a')).toMatchObject({ status: 'Completed', startedAt: 1000, endedAt: 2000 });
    await next.close();
  });

  it('tries a job three times that fails by no fault of its own', async () => {
    let tries = 0;
    const { store, controller } = await open(() => Promise.reject(new Error(`no luck ${++tries}`)));
    await insert(store, 'r/a');
    await controller.resume();
    expect(await ended(store, 'r/a')).toMatchObject({
      status: 'Failed',
      failureReason: 'InternalServerError: no luck 3',
    });
    await controller.close();
  });

  it('leaves a job to the server that has its lease', async () => {
    let runs = 0;
    const { store, controller, leases } = await open(() => {
      runs++;
      return Promise.resolve(done);
    });
    const lease = await leases.take('processing-job/r/a');
    await insert(store, 'r/a');
    await controller.resume();
    await controller.look();
    expect(runs).toBe(0);
    await lease?.release();
    expect((await ended(store, 'r/a')).status).toBe('Completed');
    await controller.close();
  });

  describe('with a job that another one follows', () => {
    const nextName = 'us-east-1/analysis';
    const execution = { scheduleArn: 's', scheduledTime: 0, endpoint: 'e', monitoringType: 'ModelQuality' };
    const requestOf = (name: string) => ({ ProcessingJobName: name, AppSpecification: { ImageUri: 'analyser' } });
    const insertFirst = (store: Store) =>
      processingJobRecords.insert(store, {
        name: 'us-east-1/merge',
        arn: 'arn:aws:sagemaker:us-east-1:000000000000:processing-job/merge',
        createdAt: 0,
        schedule: 'us-east-1/s',
        definition: { request: requestOf('merge'), execution, next: requestOf('analysis') },
      });

    it('makes it and runs it when the first one is Completed: both are executions of the schedule', async () => {
      const ran: string[] = [];
      const { store, controller } = await open((job) => {
        ran.push(job.name);
        return Promise.resolve(done);
      });
      await insertFirst(store);
      controller.begin('us-east-1/merge');
      const next = await ended(store, nextName);
      expect(next).toMatchObject({ status: 'Completed', createdAt: 1000, definition: { execution } });
      expect(next?.arn).toBe('arn:aws:sagemaker:us-east-1:000000000000:processing-job/analysis');
      expect(ran).toEqual(['us-east-1/merge', nextName]);
      expect(await processingJobRecords.executions(store, 'us-east-1/s')).toHaveLength(2);
      expect((await processingJobRecords.lastExecution(store, 'us-east-1/s'))?.name).toBe(nextName);
      await controller.close();
    });

    it('makes none where the first one failed, or was stopped', async () => {
      const failed: AnalysisOutcome = { status: 'Failed', failureReason: 'no data' };
      const { store, controller } = await open(() => Promise.resolve(failed));
      await insertFirst(store);
      controller.begin('us-east-1/merge');
      await ended(store, 'us-east-1/merge');
      await controller.close();
      expect(await processingJobRecords.find(store, nextName)).toBeUndefined();
      const other = await open(untilAborted);
      await insertFirst(other.store);
      other.controller.begin('us-east-1/merge');
      await processingJobRecords.beginStop(other.store, 'us-east-1/merge', 1);
      other.controller.stop('us-east-1/merge');
      expect(await ended(other.store, 'us-east-1/merge')).toMatchObject({ status: 'Stopped' });
      await other.controller.close();
      expect(await processingJobRecords.find(other.store, nextName)).toBeUndefined();
    });

    it('makes none where the first one was to be stopped when it had come to its end', async () => {
      const { store, controller } = await open(async () => {
        await processingJobRecords.beginStop(store, 'us-east-1/merge', 1);
        return done;
      });
      await insertFirst(store);
      controller.begin('us-east-1/merge');
      await until(async () => (await processingJobRecords.head(store, 'us-east-1/merge'))?.startedAt);
      await controller.close();
      expect(await processingJobRecords.find(store, nextName)).toBeUndefined();
    });

    it('makes none where the schedule was deleted meanwhile', async () => {
      const { store, controller } = await open(async () => {
        await processingJobRecords.forgetSchedule(store, 'us-east-1/s');
        return done;
      });
      await insertFirst(store);
      controller.begin('us-east-1/merge');
      await ended(store, 'us-east-1/merge');
      await controller.close();
      expect(await processingJobRecords.find(store, nextName)).toBeUndefined();
    });
  });
});
