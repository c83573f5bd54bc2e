import { X509Certificate } from 'node:crypto';

/** TLS options by which a server is known by its certificate (PEM) alone, whatever names are in it and whoever signed it. */
export const trustedCertificate = (certificate: string) => ({
  // The first of the file alone: those that signed it sign others, too.
  ca: new X509Certificate(certificate).toString(),
  allowPartialTrustChain: true,
  checkServerIdentity: () => undefined,
});
