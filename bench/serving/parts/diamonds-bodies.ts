import { linesOf, readExample } from '../../../packages/server/test/support/diamonds.ts';

/** A row of the example, for its first container, and the features of one for XGBoost alone. */
export const row = linesOf(readExample('requests.csv'))[0] as string;
export const features = '0.0,1.0,0.0,2.0,0.31,61.5,55.0,4.35,4.37,2.68';

/** Almost the most bytes that a request may have. */
export const sixMegabytes = 6_200_000;

/** As many of a line as fit into so many bytes. */
export const fill = (line: string, bytes = sixMegabytes) => line.repeat(Math.floor(bytes / line.length));
