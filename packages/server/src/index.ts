/** The server as a library: what `catenary serve` starts, with the types to name its options. */

export type { Credentials } from './entry/credentials.ts';
export type { RawS3Store } from './entry/options/s3-stores.ts';
export type { RawServerOptions } from './entry/options/server-options.ts';
export type { RunningServer, StartSurroundings } from './entry/start-server.ts';
export { startServer } from './entry/start-server.ts';
export type { Logger, LogMethod } from './platform/observe/logger.ts';
export type {
  Cell,
  Columns,
  FunctionAnswer,
  FunctionContext,
  Row,
  TypedAnswer,
} from './serving/container/function/function-module.ts';
export type { BuiltInKind, ImageRule, ShownPaths } from './serving/container/images.ts';
export type { SandboxKind } from './serving/container/process/sandbox-kind.ts';
