/** How far the clocks of a client and of the server may be apart, minutes, as S3 has it. */
export const maxSkewMinutes = 15;
