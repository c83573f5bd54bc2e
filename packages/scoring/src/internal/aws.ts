/** For the server, not public: models of AWS's own algorithms. */
export type { Algorithm } from '../aws/algorithm-of.ts';
export type { AlgorithmModel } from '../aws/open-algorithm.ts';
export { openAlgorithm } from '../aws/open-algorithm.ts';
