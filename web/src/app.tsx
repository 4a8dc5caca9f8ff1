import { QueryClientProvider } from "@tanstack/react-query";
import { Suspense } from "react";
import { Redirect, Route, Switch, useLocation } from "wouter";
import { createQueryClient } from "./api/query-client.ts";
import { Outbox } from "./journal/drafts/outbox.tsx";
import {
  EditorPage,
  EntryPage,
  JournalPage,
  MapPage,
  PatternsPage,
  SearchPage,
  SettingsPage,
  ThemePage,
} from "./pages.ts";
import { Entrance } from "./session/entrance.tsx";
import { Gate } from "./session/gate.tsx";
import { beginAs } from "./session/session.ts";
import { Farewell } from "./settings/farewell.tsx";
import { Announcer } from "./shell/announcer.tsx";
import { ErrorBoundary } from "./shell/error-boundary.tsx";
import { NotFoundPage } from "./shell/not-found-page.tsx";
import { Shell } from "./shell/shell.tsx";
import { Themed } from "./theme/themed.tsx";

const client = createQueryClient(() => beginAs(client, null));

export function App() {
  return (
    <Themed>
      <QueryClientProvider client={client}>
        <Farewell>
          <Gate entrance={<Entrance />}>
            <Outbox />
            <Shell>
              <Pages />
            </Shell>
          </Gate>
        </Farewell>
        <Announcer />
      </QueryClientProvider>
    </Themed>
  );
}

/** One route, so that the editor stays when a new entry gets its address. */
const EDITOR = /^\/journal\/(?:new|(?<id>[^/]+)\/edit)$/;

function Pages() {
  const [path] = useLocation();
  return (
    // A page that broke is given up when another is gone to.
    <ErrorBoundary key={EDITOR.test(path) ? "editor" : path}>
      <Suspense fallback={null}>
        <Switch>
          <Route path="/">
            <Redirect to="/journal" replace />
          </Route>
          <Route path="/journal" component={JournalPage} />
          <Route path={EDITOR}>{({ id }: { id?: string }) => <EditorPage id={id} />}</Route>
          <Route path="/journal/:id" component={EntryPage} />
          <Route path="/search" component={SearchPage} />
          <Route path="/patterns" component={PatternsPage} />
          <Route path="/patterns/map" component={MapPage} />
          <Route path="/patterns/themes/:id" component={ThemePage} />
          <Route path="/settings" component={SettingsPage} />
          <Route path="/sign-in">
            <Redirect to="/journal" replace />
          </Route>
          <Route path="/sign-up">
            <Redirect to="/journal" replace />
          </Route>
          <Route component={NotFoundPage} />
        </Switch>
      </Suspense>
    </ErrorBoundary>
  );
}
