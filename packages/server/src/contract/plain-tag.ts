/** Whether a text has only the characters that keys and values of tags may have (SageMaker API reference, Tag). */
export const isPlainTag = (text: string): boolean => /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u.test(text);
