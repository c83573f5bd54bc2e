import { qualify } from '../../contract/qualified-name.ts';
import { validationException } from '../../contract/service-error.ts';
import { hourMs } from '../../platform/metrics/metric.ts';
import { findMonitoringJob } from '../../serving/monitoring/find-monitoring-job.ts';
import { parseDuration } from '../../serving/monitoring/parse-duration.ts';
import { findCaptured } from '../../serving/monitoring/prepare-execution.ts';
import { nextDue, parseScheduleExpression } from '../../serving/monitoring/schedule-expression.ts';
import { type MonitoringScheduleConfig, monitoringTypeOf } from '../../serving/records/monitoring-schedule-record.ts';
import type { OperationContext } from '../operation-context.ts';
import { checkMonitoringJob } from './check-monitoring-job.ts';
import { resourceNotFound } from './resource-not-found.ts';

/** Throws for a schedule that cannot be carried out; returns when it is due first, milliseconds since 1970. */
export async function checkScheduleConfig(
  config: MonitoringScheduleConfig,
  context: OperationContext,
): Promise<number> {
  const { MonitoringJobDefinition: inline, MonitoringJobDefinitionName: name } = config;
  const type = monitoringTypeOf(config);
  if (type !== 'DataQuality' && type !== 'ModelQuality')
    throw validationException(`MonitoringType ${type} is not offered: use DataQuality or ModelQuality.`);
  if ((inline === undefined) === (name === undefined))
    throw validationException('Give either MonitoringJobDefinition or MonitoringJobDefinitionName.');
  if (inline !== undefined && type === 'ModelQuality')
    throw validationException(
      'MonitoringType ModelQuality needs MonitoringJobDefinitionName: only a definition of CreateModelQualityJobDefinition says where ground truth is.',
    );
  if (inline !== undefined && inline.MonitoringInputs.length !== 1)
    throw validationException('MonitoringInputs must have exactly one input.');
  const job =
    (await findMonitoringJob(context.store, context.realm, config)) ??
    resourceNotFound(`job definition "${name ?? ''}"`);
  const input = checkMonitoringJob(job);
  const captured = await findCaptured(context.store, qualify(context.realm, input.EndpointName));
  if (typeof captured === 'string') throw validationException(captured);
  return firstDue(config, context.now());
}

/** When a schedule is due from now on. Throws ValidationException for an expression that is not understood. */
export function firstDue({ ScheduleConfig: config }: MonitoringScheduleConfig, now: number): number {
  const expression = parseScheduleExpression(config?.ScheduleExpression);
  if (expression === undefined)
    throw validationException(
      `ScheduleExpression must be NOW, cron(0 * ? * * *) for every hour, cron(0 5 ? * * *) for every day at that hour, or cron(0 5/6 ? * * *) ` +
        `for every six hours from there; it is ${config?.ScheduleExpression ?? ''}.`,
    );
  if (expression.kind === 'cron') return nextDue(expression.isDue, now);
  const start = parseDuration(config?.DataAnalysisStartTime ?? '');
  const end = parseDuration(config?.DataAnalysisEndTime ?? '');
  if (start === undefined || end === undefined || start >= end || end - start > 24 * hourMs)
    throw validationException(
      'ScheduleExpression NOW needs DataAnalysisStartTime and DataAnalysisEndTime, such as -PT1H and -PT0H, at most 24 hours apart.',
    );
  return now;
}
