/** The path of a function's process that takes native containers to load (`NativesBeside`). */
export const nativesPath = '/natives';
