import { X509Certificate } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import type { Logger } from '../../platform/observe/logger.ts';
import { readPlainFile } from '../../util/read-plain-file.ts';
import { followFiles } from '../follow-files.ts';
import { OptionError } from '../options/option-error.ts';

/** A chain of certificates and its key are some kilobytes. */
const maxBytes = 256 * 1024;

/** Where certificate and key are; both empty: no TLS. */
export interface TlsFiles {
  readonly tlsCert: string;
  readonly tlsKey: string;
}

/** What Node makes a listener with. */
export interface TlsMaterial {
  readonly cert: Buffer;
  readonly key: Buffer;
}

/** What the files hold, which belongs together; undefined without files. Throws `OptionError`. */
export async function readTlsFiles({ tlsCert, tlsKey }: TlsFiles): Promise<TlsMaterial | undefined> {
  if (tlsCert === '' && tlsKey === '') return undefined;
  if (tlsKey === '') throw new OptionError('tlsCert needs tlsKey, the file with its key');
  if (tlsCert === '') throw new OptionError('tlsKey needs tlsCert, the file with its certificate');
  const [cert, key] = await Promise.all([read('tlsCert', tlsCert), read('tlsKey', tlsKey)]);
  try {
    createSecureContext({ cert, key });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why = code === 'ERR_OSSL_X509_KEY_VALUES_MISMATCH' ? 'the key is of another certificate' : message;
    throw new OptionError(`tlsCert ${tlsCert} and tlsKey ${tlsKey} make no certificate in PEM with its key: ${why}`);
  }
  return { cert, key };
}

async function read(option: string, path: string): Promise<Buffer> {
  return readPlainFile(path, maxBytes, 'followed').catch((error: Error) => {
    throw new OptionError(`${option} ${path} cannot be read: ${error.message}`);
  });
}

/**
 * Hands on what the files hold whenever that changes. Certificate and key are written one after the other: as long as they do not
 * belong together, nothing changes. Gives what ends it.
 */
export function followTlsFiles(files: TlsFiles, log: Logger, take: (material: TlsMaterial) => void): () => void {
  const reread = async () => {
    const material = await readTlsFiles(files);
    if (material === undefined) return;
    take(material);
    log.info({ path: files.tlsCert, validTo: new X509Certificate(material.cert).validTo }, 'the certificate was read');
  };
  return followFiles([files.tlsCert, files.tlsKey], () => {
    reread().catch((error: Error) => log.error({ reason: error.message }, 'the certificate stays as it was'));
  });
}
