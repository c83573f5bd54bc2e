/** zod, as a module of ours: the published package has it as a file of its own, which `loadZod` loads when it is asked for. */
export * from 'zod';
