/** The server lives: who restarts it when it does not asks without a key. */
export function checkHealth(): object {
  return { status: 'ok' };
}
