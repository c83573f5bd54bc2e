import type { Frame } from '@catenary/scoring/internal/frame';
import { defined } from '@catenary/scoring/internal/values';
import type { ContainerLedger } from '../container-ledger.ts';
import type { ContainerAnswer, ContainerRequest } from '../payload.ts';
import type { NativeContainer } from '../surfaces/native-container.ts';
import type { LoadedEngine } from './native-engine.ts';

/** Engines of a chain whose reading and writing of bytes is counted as conversion, in the ledger of the request that they answer. */
export class TimedEngines {
  readonly #engines: readonly LoadedEngine[];
  readonly #first: number;
  #ledger: ContainerLedger | undefined;

  /** `first`: the index of the first of them in the chain. */
  constructor(engines: readonly LoadedEngine[], first: number) {
    this.#first = first;
    this.#engines = engines.map((engine, at) => ({ ...engine, container: this.#timed(engine.container, at) }));
  }

  /** For one request, which they answer before the next one comes: nothing is made anew. */
  for(ledger: ContainerLedger): readonly LoadedEngine[] {
    this.#ledger = ledger;
    return this.#engines;
  }

  #timed(container: NativeContainer, at: number): NativeContainer {
    const position = this.#first + at;
    const end = (since: number) => defined(this.#ledger).addConversion(position, performance.now() - since);
    return {
      decode: (request: ContainerRequest) => {
        const since = performance.now();
        try {
          return container.decode(request);
        } finally {
          end(since);
        }
      },
      adopt: (frame: Frame, mediaType: string) => {
        const since = performance.now();
        try {
          return container.adopt(frame, mediaType);
        } finally {
          end(since);
        }
      },
      score: (frame: Frame) => container.score(frame),
      mediaTypeFor: (accept, frame) => container.mediaTypeFor(accept, frame),
      encode: (frame: Frame, accept): ContainerAnswer => {
        const since = performance.now();
        try {
          return container.encode(frame, accept);
        } finally {
          end(since);
        }
      },
      executionParameters: () => container.executionParameters(),
      rowWidth: container.rowWidth,
    };
  }
}
