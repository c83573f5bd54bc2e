import { own } from '@catenary/scoring/internal/names';

/** Addresses that mean every one of the machine, and the one by which the machine itself is reached. */
const loopbacks: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '[::]': '[::1]' };

/** The address of a server as a client on this machine can use it: one that listens on all addresses is reached by loopback. */
export function usableUrl(url: string): string {
  const { hostname } = new URL(url);
  return url.replace(hostname, own(loopbacks, hostname) ?? hostname);
}
