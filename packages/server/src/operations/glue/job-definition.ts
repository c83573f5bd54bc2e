import { own } from '@catenary/scoring/internal/names';

/** A job as callers write it (AWS Glue API reference, "Job"): the members that are read here; all others are kept as well. */
export interface JobDefinition {
  readonly Command: { readonly Name?: string; readonly ScriptLocation?: string; readonly PythonVersion?: string };
  readonly DefaultArguments?: Arguments;
  readonly NonOverridableArguments?: Arguments;
  readonly ExecutionProperty?: { readonly MaxConcurrentRuns?: number };
  readonly MaxRetries?: number;
  readonly GlueVersion?: string;
  readonly JobRunQueuingEnabled?: boolean;
  readonly ExecutionClass?: string;
  readonly SecurityConfiguration?: string;
  readonly NotificationProperty?: object;
  readonly Timeout?: number;
  readonly AllocatedCapacity?: number;
  readonly MaxCapacity?: number;
  readonly WorkerType?: string;
  readonly NumberOfWorkers?: number;
}

export type Arguments = Readonly<Record<string, string>>;

/** What the service fills in; `of`: a job, or a run of it. */
export function capacityOf(of: JobDefinition): Pick<JobDefinition, 'MaxCapacity' | 'AllocatedCapacity'> {
  const { AllocatedCapacity, MaxCapacity, WorkerType, NumberOfWorkers } = of;
  const units = WorkerType === undefined ? undefined : own(dataProcessingUnits, WorkerType);
  const byWorkers = units === undefined || NumberOfWorkers === undefined ? undefined : units * NumberOfWorkers;
  const capacity = byWorkers ?? MaxCapacity ?? AllocatedCapacity ?? 10;
  return { MaxCapacity: capacity, AllocatedCapacity: Math.max(1, Math.floor(capacity)) };
}

/** Minutes: two days, and eight hours from Glue 5.0 on (AWS Glue developer guide, "Job"). */
export function timeoutOf({ Timeout, GlueVersion = '' }: JobDefinition): number {
  return Timeout ?? (Number.parseFloat(GlueVersion) >= 5 ? 480 : 2_880);
}

/** DPU of each type of worker. */
const dataProcessingUnits: Readonly<Record<string, number>> = {
  'G.025X': 0.25,
  'G.1X': 1,
  'G.2X': 2,
  'G.4X': 4,
  'G.8X': 8,
  'G.12X': 12,
  'G.16X': 16,
  'R.1X': 1,
  'R.2X': 2,
  'R.4X': 4,
  'R.8X': 8,
  Standard: 1,
};
