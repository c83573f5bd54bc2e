/** For the server, not public: what an artifact is; light, without a reader of any model. */
export { libraryTitles } from '../model-file/libraries.ts';
export type { Recognised } from '../open/recognise.ts';
export { recognise, recogniseFile } from '../open/recognise.ts';
