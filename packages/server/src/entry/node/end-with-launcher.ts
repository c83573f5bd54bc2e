/** Has the id of the process that started this one and waits for it, where an older Node cannot hand its process over. */
export const launcherMark = 'CATENARY_LAUNCHER';

/** Between two looks at who the parent is, milliseconds. */
const lookMs = 500;

/**
 * Ends this process as SIGTERM does when its launcher is gone: one that was killed passes no signal on. Who the parent is survives the
 * restart of `hideEnvironment`, which a channel between the two would not.
 */
export function endWithLauncher(): void {
  const launcher = Number(process.env[launcherMark]);
  Reflect.deleteProperty(process.env, launcherMark);
  // Another parent: a program named node stands between the two, or the variable was set by hand.
  if (process.ppid !== launcher) return;
  const timer = setInterval(() => {
    if (process.ppid === launcher) return;
    clearInterval(timer);
    process.kill(process.pid, 'SIGTERM');
  }, lookMs);
  timer.unref();
}
