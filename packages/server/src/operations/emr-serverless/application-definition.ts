/** One classification of settings. */
export interface Classified {
  readonly classification: string;
  readonly properties?: Readonly<Record<string, string>>;
}

/** Where logs are stored when a run has ended. */
export interface Monitoring {
  readonly s3MonitoringConfiguration?: { readonly logUri?: string };
}

/** CreateApplication as a caller writes it: the members that this server reads. */
export interface ApplicationDefinition {
  readonly name?: string;
  readonly releaseLabel: string;
  readonly type: string;
  readonly clientToken: string;
  readonly autoStartConfiguration?: { readonly enabled?: boolean };
  readonly schedulerConfiguration?: { readonly maxConcurrentRuns?: number };
  readonly runtimeConfiguration?: readonly Classified[];
  readonly monitoringConfiguration?: Monitoring;
}

/** The definition as the store has it. An application that is started takes nothing: it is a name with a configuration. */
export interface StoredApplication extends ApplicationDefinition {
  readonly state: 'CREATED' | 'STARTED' | 'STOPPED';
}
