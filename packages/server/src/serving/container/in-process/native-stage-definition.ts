/**
 * A native container to start: the path of its archive or folder, and its environment. Plain data: it is passed between
 * threads.
 */
export interface NativeStageDefinition {
  readonly kind: string;
  readonly hostname: string;
  readonly image: string;
  readonly archivePath?: string;
  readonly environment: Readonly<Record<string, string>>;
}
