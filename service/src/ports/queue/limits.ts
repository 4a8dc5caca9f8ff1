/** Days after which a job that ended is deleted. */
export const KEEP_ENDED_DAYS = 14;

/** Crashes in a row, beyond its tries, after which a job counts as what makes the process crash. */
export const CRASHES_ALLOWED = 3;
