import { Button } from "@mantine/core";
import { Component, type ReactNode } from "react";

interface ErrorBoundaryProps {
  children: ReactNode;
  /** What became of the work of whoever sees this. */
  comfort?: string;
}

/** React knows error boundaries only as classes. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    if (!this.state.failed) return this.props.children;
    const { comfort = "What you wrote is kept in this browser." } = this.props;
    return (
      <div role="alert">
        <h1>This page broke</h1>
        <p>{comfort} Loading the page again mostly helps.</p>
        <Button onClick={() => location.reload()}>Load again</Button>
      </div>
    );
  }
}
