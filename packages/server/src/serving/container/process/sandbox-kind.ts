/**
 * - `auto`: bubblewrap where it is installed and works, else what comes next
 * - `bubblewrap`: that or nothing
 * - `none`: without it
 */
export const sandboxKinds = ['auto', 'bubblewrap', 'none'] as const;
export type SandboxKind = (typeof sandboxKinds)[number];
