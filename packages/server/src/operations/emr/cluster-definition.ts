import type { EndOfCluster } from '../../serving/spark-jobs/end-cluster.ts';

/** A cluster as RunJobFlow makes it (Amazon EMR API reference): the members that are read here, and how it ended. */
export interface ClusterDefinition {
  readonly Name: string;
  readonly LogUri?: string;
  readonly ReleaseLabel?: string;
  readonly Instances: {
    readonly KeepJobFlowAliveWhenNoSteps?: boolean;
    readonly TerminationProtected?: boolean;
  };
  readonly Configurations?: readonly Classification[];
  readonly StepConcurrencyLevel?: number;
  readonly Applications?: readonly object[];
  readonly Tags?: readonly object[];
  readonly ServiceRole?: string;
  readonly SecurityConfiguration?: string;
  readonly ended?: EndOfCluster;
}

export interface Classification {
  readonly Classification?: string;
  readonly Properties?: Readonly<Record<string, string>>;
}

/** Settings of Spark, or variables, that a classification has for all steps. */
export function propertiesOf({ Configurations: all = [] }: ClusterDefinition, name: string): Record<string, string> {
  return Object.assign({}, ...all.filter((one) => one.Classification === name).map((one) => one.Properties ?? {}));
}
