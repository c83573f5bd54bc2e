export const isHighSurrogate = (code: number) => code >= 0xd800 && code < 0xdc00;
export const isLowSurrogate = (code: number) => code >= 0xdc00 && code < 0xe000;
