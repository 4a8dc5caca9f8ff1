import { Link } from "wouter";
import { PageTitle } from "./page-title.tsx";

export function NotFoundPage() {
  return (
    <>
      <PageTitle>There is nothing here</PageTitle>
      <p>
        The address leads nowhere. <Link href="/journal">Back to the journal</Link>
      </p>
    </>
  );
}
