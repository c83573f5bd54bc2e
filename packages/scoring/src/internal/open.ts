/** For the server, not public: what an artifact is; light, without a reader of any model. */
export { recognise, recogniseFile } from '../open/recognise.ts';
export type { Recognised } from '../open/recognise.ts';
