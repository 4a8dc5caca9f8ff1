/**
 * Browsers cannot set headers for a WebSocket. They offer two protocols: this one, which is agreed on, and one that is
 * `bearer.` and a key or token.
 */
export const EVENT_PROTOCOL = "cosmic-events";
export const BEARER_PROTOCOL = "bearer.";
