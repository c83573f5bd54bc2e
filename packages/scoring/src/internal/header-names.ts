/** For the server, not public: what pandas makes of the names of a header. */
export { madeByPandas } from '../text/pandas-names.ts';
