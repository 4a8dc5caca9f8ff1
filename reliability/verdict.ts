/**
 * Says what was promised and what was found; the program fails in the end if one does not hold.
 *
 * @returns whether it holds
 */
export function verdict(promise: string, holds: boolean, found: string | number): boolean {
  console.log(`${holds ? "holds " : "BROKEN"}  ${promise}: ${found}`);
  if (!holds) process.exitCode = 1;
  return holds;
}
