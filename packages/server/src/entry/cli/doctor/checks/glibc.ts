import type { Check, Finding } from '../check.ts';

/** The oldest that wheels of current libraries are built for (manylinux_2_28, PEP 600). */
const oldest = [2, 28] as const;

/** The C library: what pip installs is built for one of a certain age. */
export const glibcCheck: Check = {
  name: 'C library',
  run() {
    if (process.platform !== 'linux') return { state: 'ok', says: 'none that matters: this is not Linux' };
    const { header } = process.report.getReport() as { readonly header: { readonly glibcVersionRuntime?: string } };
    return describeGlibc(header.glibcVersionRuntime);
  },
};

/** Undefined: another C library, such as musl. */
export function describeGlibc(version: string | undefined): Finding {
  const remedy = 'use a distribution with glibc 2.28 or newer (Debian 10, Ubuntu 20.04, RHEL 8 and later)';
  if (version === undefined)
    return { state: 'note', says: 'not glibc: several libraries of Python have no packages for it', remedy };
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isOld = major < oldest[0] || (major === oldest[0] && minor < oldest[1]);
  if (isOld)
    return { state: 'note', says: `glibc ${version}: current libraries of Python have no packages for it`, remedy };
  return { state: 'ok', says: `glibc ${version}` };
}
