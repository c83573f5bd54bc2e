import { ScoringError } from '@catenary/scoring/internal/frame';
import { present } from '@catenary/scoring/internal/values';
import type { StreamFlags } from '../flags/local-flags.ts';
import { readModel } from '../model-source.ts';
import { BatchScorer } from '../stream/batch-scorer.ts';
import { loadChain } from '../stream/load-chain.ts';
import { type MessageKind, readMessages, writeMessage } from '../stream/messages.ts';
import { isClosed, standardStreams } from '../stream/standard-streams.ts';

/** With the archives of the chain. */
type StreamOptions = StreamFlags & { readonly models: readonly { readonly path: string }[] };

/**
 * `catenary stream`: batches of Arrow from standard input through a chain, one answer for each, until the input ends. The first
 * message says what the chain reads; what is wrong with models or with a batch is a message too.
 */
export async function stream({ models, method, outputs }: StreamOptions): Promise<void> {
  const write = (kind: MessageKind, bytes: Uint8Array) => writeMessage(standardStreams.write, kind, bytes);
  const tell = (error: unknown) => {
    if (!(error instanceof ScoringError)) throw error;
    write('error', Buffer.from(error.message));
  };
  try {
    const model = await loadChain(await Promise.all(models.map(({ path }) => readModel(path))));
    const scorer = new BatchScorer(model, present({ method, outputs }));
    write('json', Buffer.from(JSON.stringify({ inputs: scorer.inputs })));
    for (const batch of readMessages(standardStreams.read)) {
      try {
        write('arrow', scorer.answer(batch));
      } catch (error) {
        tell(error);
      }
    }
  } catch (error) {
    if (!isClosed(error)) tell(error);
  }
}
