/** For the server, not public: values that may be undefined. */
export { defined } from '../util/defined.ts';
export { present } from '../util/present.ts';
