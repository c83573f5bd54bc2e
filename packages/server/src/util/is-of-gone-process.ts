/** Whether a number in a name is that of a process that has ended, or of this one: what has the name is left over. */
export function isOfGoneProcess(pid: string | undefined): boolean {
  if (pid === undefined) return false;
  try {
    process.kill(Number(pid), 0);
    return Number(pid) === process.pid;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}
