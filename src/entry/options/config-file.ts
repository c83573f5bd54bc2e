import { readFile } from 'node:fs/promises';
import { builtInKinds } from '../../serving/container/images.ts';
import { sandboxKinds } from '../../serving/container/process/sandbox-kind.ts';
import { OptionError } from './option-error.ts';
import type { RawServerOptions } from './server-options.ts';

/** Reads catenary.yaml. What it may hold is what `RawServerOptions` says; anything else is refused by line. */
export async function readConfigFile(path: string): Promise<RawServerOptions> {
  // Loaded here: most servers run without a file, and these two are half of a start's imports.
  const [{ LineCounter, parseDocument }, { z }] = await Promise.all([import('yaml'), import('zod')]);
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new OptionError(`cannot read ${path}: ${error.code}`);
  });
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const [syntaxError] = document.errors;
  if (syntaxError !== undefined) throw new OptionError(`${path}: ${syntaxError.message}`);
  const image = z
    .strictObject({
      match: z.string().min(1),
      command: z.array(z.string()).min(1).optional(),
      kind: z.enum(builtInKinds).optional(),
      readable: z.array(z.string().startsWith('/')).optional(),
      writable: z.array(z.string().startsWith('/')).optional(),
    })
    .refine(({ command, kind }) => (command === undefined) !== (kind === undefined), 'needs either command or kind');
  const s3Store = z
    .strictObject({
      buckets: z.array(z.string()).min(1),
      endpoint: z.string().optional(),
      region: z.string().optional(),
      pathStyle: z.boolean().optional(),
      credentials: z.string().optional(),
      profile: z.string().optional(),
    })
    .refine(({ credentials, profile }) => credentials === undefined || profile === undefined, 'has two key pairs');
  const schema = z.strictObject({
    host: z.string().optional(),
    port: z.number().int().optional(),
    data: z.string().optional(),
    region: z.string().optional(),
    account: z.coerce.string().optional(),
    allowUnsigned: z.boolean().optional(),
    fuse: z.boolean().optional(),
    maxRunningJobs: z.number().int().min(1).max(64).optional(),
    logLevel: z.enum(['debug', 'info', 'warn', 'error', 'silent']).optional(),
    python: z.string().optional(),
    sandbox: z.enum(sandboxKinds).optional(),
    environments: z.string().optional(),
    store: z.string().optional(),
    s3: z.array(s3Store).optional(),
    leaseSeconds: z.number().optional(),
    checkpointSeconds: z.number().optional(),
    maxLoadedModels: z.number().optional(),
    maxLoadedModelMB: z.number().optional(),
    maxConnections: z.number().optional(),
    maxRequestMemoryMB: z.number().optional(),
    images: z.array(image).optional(),
  });
  const parsed = schema.safeParse(document.toJS() ?? {});
  if (parsed.success) return parsed.data as RawServerOptions;
  const issue = parsed.error.issues[0];
  const node =
    issue === undefined
      ? undefined
      : (document.getIn(issue.path, true) as { range?: [number, number, number] } | undefined);
  const line = node?.range === undefined ? '' : ` line ${lines.linePos(node.range[0]).line}:`;
  throw new OptionError(`${path}:${line} ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'is not valid'}`);
}
