/** How often the dashboard asks; not at all while its tab is hidden. */
export const EVERY_MS = 5_000;
