/** The server takes requests: who balances load over several asks without a key. */
export function checkHealth(): object {
  return { status: 'ok' };
}
