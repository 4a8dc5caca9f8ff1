import { Link } from "wouter";
import { PageTitle } from "../../../src/shell/page-title.tsx";

export function NotFoundPage() {
  return (
    <>
      <PageTitle>There is nothing here</PageTitle>
      <p>
        The address leads nowhere. <Link href="/">Back to the dashboard</Link>
      </p>
    </>
  );
}
