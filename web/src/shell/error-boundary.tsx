import { Button } from "@mantine/core";
import { Component, type ReactNode } from "react";

/** React knows error boundaries only as classes. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    if (!this.state.failed) return this.props.children;
    return (
      <div role="alert">
        <h1>This page broke</h1>
        <p>What you wrote is kept in this browser. Loading the page again mostly helps.</p>
        <Button onClick={() => location.reload()}>Load again</Button>
      </div>
    );
  }
}
