/** A whole number with too many digits for a double. */
export const longInteger = /(?<![\d.eE+])-?\d{16,}(?![\d.eE])/;
