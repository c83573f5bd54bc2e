/** For the server, not public: what compressed files expand to. */
export { expandsBeyond } from '../formats/compression/expands-beyond.ts';
