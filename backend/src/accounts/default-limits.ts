/** How often one may try, counted in this process. */
export interface Limits {
  /** Sign-ups of one address in an hour. */
  signUps: number;
  /** Sign-ins of one address in a quarter of an hour, right or wrong. */
  signIns: number;
  /** Wrong passwords for one account in a quarter of an hour, from wherever. */
  wrongPasswords: number;
}

export const DEFAULT_LIMITS: Limits = { signUps: 20, signIns: 60, wrongPasswords: 10 };
