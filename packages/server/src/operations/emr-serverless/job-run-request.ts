import type { Classified, Monitoring } from './application-definition.ts';

/** StartJobRun as a caller writes it: the members that this server reads. */
export interface JobRunRequest {
  readonly applicationId: string;
  readonly clientToken: string;
  readonly executionRoleArn: string;
  readonly jobDriver?: {
    readonly sparkSubmit?: {
      readonly entryPoint: string;
      readonly entryPointArguments?: readonly string[];
      readonly sparkSubmitParameters?: string;
    };
  };
  readonly configurationOverrides?: {
    readonly applicationConfiguration?: readonly Classified[];
    readonly monitoringConfiguration?: Monitoring;
  };
  /** 0: no limit. */
  readonly executionTimeoutMinutes?: number;
  readonly name?: string;
  readonly mode?: string;
  readonly retryPolicy?: { readonly maxAttempts?: number };
}
