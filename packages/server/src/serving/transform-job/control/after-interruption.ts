/** Why a run, or what comes before it, did not get to its end. */
export interface Interruption {
  /** StopTransformJob asked for it. */
  readonly isStopped: boolean;
  /** The server is closing. */
  readonly isClosing: boolean;
  /** The lease is another server's, or may be. */
  readonly isLeaseLost: boolean;
  /** Whether other servers take up jobs of the store. */
  readonly isShared: boolean;
}

/**
 * What becomes of a job that was interrupted: it has ended, it is left as it is (the next server, or the one that has its
 * lease, continues it), or it is taken up here again, from its checkpoint: what went wrong concerns the store, not the
 * job.
 */
export function afterInterruption({
  isStopped,
  isClosing,
  isLeaseLost,
  isShared,
}: Interruption): 'end' | 'leave' | 'retry' {
  if (isLeaseLost) return isShared || isClosing ? 'leave' : 'retry';
  if (isStopped) return 'end';
  return isClosing ? 'leave' : 'retry';
}
