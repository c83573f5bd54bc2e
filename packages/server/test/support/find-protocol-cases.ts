import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { installLimitMs, installOnce } from './install-once.ts';
import { testCache } from './start-server.ts';

const run = promisify(execFile);

/** The release whose source has the cases: Smithy's public ones, as botocore keeps them for its serializers and parsers. */
const release = 'botocore-1.43.11';

/** A shape as botocore writes it, where parts of lists and maps may have names of their own. */
export interface CaseShape {
  readonly type: string;
  readonly members?: Readonly<Record<string, CaseMember>>;
  readonly member?: CaseMember;
  readonly key?: CaseMember;
  readonly value?: CaseMember;
  readonly payload?: string;
  readonly timestampFormat?: string;
  readonly union?: boolean;
  readonly document?: boolean;
  readonly sparse?: boolean;
  readonly flattened?: boolean;
}

export interface CaseMember {
  readonly shape: string;
  readonly location?: string;
  readonly locationName?: string;
  readonly flattened?: boolean;
  readonly timestampFormat?: string;
  readonly jsonvalue?: boolean;
  readonly xmlAttribute?: boolean;
}

export interface ProtocolCase {
  readonly id: string;
  readonly given: {
    readonly name: string;
    readonly http?: { readonly method: string; readonly requestUri: string; readonly responseCode?: number };
    readonly input?: { readonly shape: string };
    readonly output?: { readonly shape: string };
  };
  /** Of an input. */
  readonly params?: Readonly<Record<string, unknown>>;
  readonly serialized?: {
    readonly method?: string;
    readonly uri: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: string;
  };
  /** Of an output; of an error its members, with its code and its message. */
  readonly result?: Readonly<Record<string, unknown>>;
  readonly error?: Readonly<Record<string, unknown>>;
  readonly errorCode?: string;
  readonly errorMessage?: string;
  readonly response?: { readonly status_code: number };
}

export interface CaseSuite {
  readonly shapes: Readonly<Record<string, CaseShape>>;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly cases: readonly ProtocolCase[];
}

/** Reads the suites of a protocol; undefined where the source cannot be fetched from PyPI. */
export async function findProtocolCases(): Promise<
  ((direction: 'input' | 'output', protocol: string) => readonly CaseSuite[]) | undefined
> {
  const directory = join(testCache, `${release}-source`);
  const install = async () => {
    const [name, version] = release.split('-');
    const pip = ['-m', 'pip', 'download', '--quiet', '--no-deps', '--no-binary', ':all:', '-d', directory];
    await run('python3', [...pip, `${name}==${version}`], { timeout: installLimitMs });
    const wanted = `${release}/tests/unit/protocols`;
    await run('tar', ['-xzf', join(directory, `${release}.tar.gz`), '-C', directory, wanted]);
  };
  if (!(await installOnce(directory, install))) return undefined;
  return (direction, protocol) => {
    const file = join(directory, release, 'tests/unit/protocols', direction, `${protocol}.json`);
    return JSON.parse(readFileSync(file, 'utf8')) as CaseSuite[];
  };
}
