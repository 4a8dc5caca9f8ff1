/** The sign of the app: a body and what circles it. */
export function Mark() {
  return (
    <svg width="24" height="24" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <ellipse
        cx="16"
        cy="16"
        rx="13"
        ry="6.4"
        transform="rotate(-32 16 16)"
        fill="none"
        stroke="var(--accent)"
        strokeWidth="1.8"
      />
      <circle cx="16" cy="16" r="4.2" fill="var(--accent)" />
      <circle cx="26.2" cy="8.6" r="2.8" fill="var(--accent)" stroke="var(--paper)" strokeWidth="1.2" />
    </svg>
  );
}
