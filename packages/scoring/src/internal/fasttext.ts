/** For the server, not public: models of fastText, with as many labels as a request asks for. */
export { FasttextModel } from '../fasttext/fasttext-model.ts';
export { loadFasttext } from '../fasttext/load-fasttext.ts';
export type { WordVectors } from '../fasttext/word-vectors.ts';
export { fasttextFacts } from '../model-file/fasttext-facts.ts';
