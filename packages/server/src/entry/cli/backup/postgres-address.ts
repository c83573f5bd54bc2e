import { withoutPassword } from '../../../platform/store/without-password.ts';

/** The address of a store as its tools take it, with its user and without a password; for messages. */
export function postgresAddress(url: string): string {
  const plain = withoutPassword(url);
  const username = URL.canParse(url) ? new URL(url).username : '';
  return username === '' ? plain : plain.replace('://', `://${username}@`);
}
