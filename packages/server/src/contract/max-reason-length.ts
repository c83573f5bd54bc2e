/** FailureReason and StatusMessage, characters. */
export const maxReasonLength = 1024;
