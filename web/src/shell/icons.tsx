import type { ReactNode } from "react";

const icon = (drawing: ReactNode) =>
  function Icon() {
    return (
      <svg
        width="20"
        height="20"
        viewBox="0 0 20 20"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.6"
        strokeLinecap="round"
        strokeLinejoin="round"
        aria-hidden="true"
        focusable="false"
      >
        {drawing}
      </svg>
    );
  };

export const JournalIcon = icon(
  <path d="M4 3.5h9.5A1.5 1.5 0 0 1 15 5v11.5H5.5A1.5 1.5 0 0 1 4 15zM4 14.5h11M7.5 7h4" />,
);
export const SearchIcon = icon(<path d="M8.5 14a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11zM12.5 12.5 17 17" />);
export const PatternsIcon = icon(<path d="M3 16.5h14M5 13v-2.5M8.5 13V7M12 13V9M15.5 13V4" />);
export const SettingsIcon = icon(
  <path d="M3 6h8M15 6h2M3 14h2M9 14h8M13 8a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM7 16a2 2 0 1 0 0-4 2 2 0 0 0 0 4z" />,
);
export const PenIcon = icon(
  <path d="M4 16l.8-3.2L13.5 4a1.7 1.7 0 0 1 2.4 2.4L7.2 15.2zM11.8 5.8l2.4 2.4" />,
);
