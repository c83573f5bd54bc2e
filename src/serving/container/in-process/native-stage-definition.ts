/** A native container to start: where its archive or folder lies in the file system, and what it is told. Plain data: it crosses threads. */
export interface NativeStageDefinition {
  readonly kind: string;
  readonly hostname: string;
  readonly image: string;
  readonly archivePath?: string;
  readonly environment: Readonly<Record<string, string>>;
}
