import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** Whether certificates can be made here: tests that need them are skipped by name otherwise. */
export const hasOpenssl = spawnSync('openssl', ['version']).status === 0;

export interface CertificateFiles {
  readonly cert: string;
  readonly key: string;
}

/** A certificate that signs itself, by default for a name that no test machine has. */
export function makeCertificate(folder: string, name: string, host = `${name}.example`): CertificateFiles {
  const [cert, key] = [join(folder, `${name}.crt`), join(folder, `${name}.key`)];
  const subject = ['-subj', `/CN=${name}`, '-addext', `subjectAltName=DNS:${host}`];
  const made = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  execFileSync('openssl', [...made, ...subject, '-keyout', key, '-out', cert], { stdio: 'pipe' });
  return { cert, key };
}
