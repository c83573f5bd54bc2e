/** Instances of one variant: each is a set of processes of this machine. */
export const maxInstances = 64;
