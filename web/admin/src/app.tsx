import { QueryClientProvider } from "@tanstack/react-query";
import { Suspense } from "react";
import { Route, Router, Switch, useLocation } from "wouter";
import { createQueryClient } from "../../src/api/query-client.ts";
import { ErrorBoundary } from "../../src/shell/error-boundary.tsx";
import { Themed } from "../../src/theme/themed.tsx";
import {
  AuditPage,
  DashboardPage,
  DocumentPage,
  DocumentsPage,
  ExperimentPage,
  ExperimentsPage,
  IndexesPage,
  JobPage,
  JobsPage,
  KeysPage,
  SettingsPage,
  SyncPage,
  TuningPage,
  TuningRunPage,
  UsersPage,
} from "./pages.ts";
import { Gate } from "./session/gate.tsx";
import { beginAs } from "./session/session.ts";
import { NotFoundPage } from "./shell/not-found-page.tsx";
import { Shell } from "./shell/shell.tsx";

const client = createQueryClient(() => beginAs(client, null), "unauthenticated");

export function App() {
  return (
    <Themed>
      <QueryClientProvider client={client}>
        <Router base="/admin">
          <Gate>
            <Shell>
              <Pages />
            </Shell>
          </Gate>
        </Router>
      </QueryClientProvider>
    </Themed>
  );
}

function Pages() {
  const [path] = useLocation();
  return (
    // A page that broke is given up when another is gone to.
    <ErrorBoundary key={path} comfort="Nothing was changed by it.">
      <Suspense fallback={null}>
        <Switch>
          <Route path="/" component={DashboardPage} />
          <Route path="/documents" component={DocumentsPage} />
          <Route path="/documents/:id">{({ id }) => <DocumentPage id={id} />}</Route>
          <Route path="/jobs" component={JobsPage} />
          <Route path="/jobs/:id">{({ id }) => <JobPage id={id} />}</Route>
          <Route path="/indexes" component={IndexesPage} />
          <Route path="/sync" component={SyncPage} />
          <Route path="/users" component={UsersPage} />
          <Route path="/keys" component={KeysPage} />
          <Route path="/audit" component={AuditPage} />
          <Route path="/experiments" component={ExperimentsPage} />
          <Route path="/experiments/:id">{({ id }) => <ExperimentPage id={id} />}</Route>
          <Route path="/tuning" component={TuningPage} />
          <Route path="/tuning/:id">{({ id }) => <TuningRunPage id={id} />}</Route>
          <Route path="/settings" component={SettingsPage} />
          <Route component={NotFoundPage} />
        </Switch>
      </Suspense>
    </ErrorBoundary>
  );
}
