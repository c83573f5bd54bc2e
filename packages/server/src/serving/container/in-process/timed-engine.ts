import type { ContainerLedger } from '../container-ledger.ts';
import type { LoadedEngine } from './native-engine.ts';

/** The engine of the container at an index, with its reading and writing of bytes counted as conversion. */
export function timedEngine(engine: LoadedEngine, at: number, ledger: ContainerLedger): LoadedEngine {
  const { container } = engine;
  const timed = <Value>(convert: () => Value): Value => {
    const since = performance.now();
    try {
      return convert();
    } finally {
      ledger.addConversion(at, performance.now() - since);
    }
  };
  return {
    ...engine,
    container: {
      decode: (request) => timed(() => container.decode(request)),
      adopt: (frame, mediaType) => timed(() => container.adopt(frame, mediaType)),
      score: (frame) => container.score(frame),
      mediaTypeFor: (accept, frame) => container.mediaTypeFor(accept, frame),
      encode: (frame, accept) => timed(() => container.encode(frame, accept)),
      executionParameters: () => container.executionParameters(),
      rowWidth: container.rowWidth,
    },
  };
}
