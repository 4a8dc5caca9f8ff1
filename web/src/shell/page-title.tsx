import { type ReactNode, useEffect, useRef } from "react";
import { arrivedByHistory, arrivedByLink } from "./arrival.ts";

interface PageTitleProps {
  children: string;
  /** What stands in the heading, if it is more than the name of the page. */
  heading?: ReactNode;
  /** Another part of the page takes the focus. */
  keepFocus?: boolean;
  className?: string | undefined;
}

/** Heading of a page: names the tab, and takes the focus after a change of page so that readers begin there. */
export function PageTitle({ children, heading, keepFocus = false, className }: PageTitleProps) {
  const ref = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${children} · Cosmic Insights`;
  }, [children]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: on arrival only, not when the title is edited
  useEffect(() => {
    if (arrivedByLink()) window.scrollTo(0, 0);
    if (!keepFocus && (arrivedByLink() || arrivedByHistory())) ref.current?.focus({ preventScroll: true });
  }, []);
  return (
    <h1 ref={ref} tabIndex={-1} className={className}>
      {heading ?? children}
    </h1>
  );
}
