import type { AsyncInferenceConfig } from '../../serving/records/async-inference-config.ts';

export interface ResultLocations {
  readonly outputLocation: string;
  /** Absent if failures have no place. */
  readonly failureLocation?: string;
}

/** What a request says of the names of its results. */
interface Names {
  readonly S3OutputPathExtension?: string;
  readonly Filename?: string;
}

/**
 * Where the result of the request `id` is to be: `<S3OutputPath>/<extension>/<id>.out`, or under its own name; a failure
 * likewise, with `-error` in its name.
 */
export function resultLocations(id: string, { OutputConfig }: AsyncInferenceConfig, names: Names): ResultLocations {
  const { S3OutputPath = '', S3FailurePath } = OutputConfig;
  const name = names.Filename ?? `${id}.out`;
  const dot = name.lastIndexOf('.');
  const [stem, ending] = dot < 0 ? [name, ''] : [name.slice(0, dot), name.slice(dot)];
  const below = (path: string, file: string) => [path, names.S3OutputPathExtension, file].flatMap(parts).join('/');
  const outputLocation = `s3://${below(S3OutputPath, name)}`;
  if (S3FailurePath === undefined) return { outputLocation };
  return { outputLocation, failureLocation: `s3://${below(S3FailurePath, `${stem}-error${ending}`)}` };
}

/** Without the slashes around it. */
function parts(path: string | undefined): string[] {
  const bare = (path ?? '').replace(/^s3:\/\//, '');
  const pieces = bare.split('/');
  while (pieces[0] === '') pieces.shift();
  while (pieces.at(-1) === '') pieces.pop();
  return pieces.length === 0 ? [] : [pieces.join('/')];
}
