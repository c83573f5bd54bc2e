export const isHigh = (code: number) => code >= 0xd800 && code < 0xdc00;
export const isLow = (code: number) => code >= 0xdc00 && code < 0xe000;
