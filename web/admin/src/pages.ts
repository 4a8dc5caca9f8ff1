import { lazy } from "react";

/** Each page is loaded when it is gone to. */
export const AuditPage = lazy(async () => ({ default: (await import("./audit/audit-page.tsx")).AuditPage }));
export const DashboardPage = lazy(async () => ({
  default: (await import("./dashboard/dashboard-page.tsx")).DashboardPage,
}));
export const DocumentPage = lazy(async () => ({
  default: (await import("./documents/document-page.tsx")).DocumentPage,
}));
export const DocumentsPage = lazy(async () => ({
  default: (await import("./documents/documents-page.tsx")).DocumentsPage,
}));
export const ExperimentPage = lazy(async () => ({
  default: (await import("./experiments/experiment-page.tsx")).ExperimentPage,
}));
export const ExperimentsPage = lazy(async () => ({
  default: (await import("./experiments/experiments-page.tsx")).ExperimentsPage,
}));
export const IndexesPage = lazy(async () => ({
  default: (await import("./indexes/indexes-page.tsx")).IndexesPage,
}));
export const JobPage = lazy(async () => ({ default: (await import("./jobs/job-page.tsx")).JobPage }));
export const JobsPage = lazy(async () => ({ default: (await import("./jobs/jobs-page.tsx")).JobsPage }));
export const KeysPage = lazy(async () => ({ default: (await import("./keys/keys-page.tsx")).KeysPage }));
export const SettingsPage = lazy(async () => ({
  default: (await import("./settings/settings-page.tsx")).SettingsPage,
}));
export const SyncPage = lazy(async () => ({ default: (await import("./sync/sync-page.tsx")).SyncPage }));
export const TuningPage = lazy(async () => ({
  default: (await import("./tuning/tuning-page.tsx")).TuningPage,
}));
export const TuningRunPage = lazy(async () => ({
  default: (await import("./tuning/tuning-run-page.tsx")).TuningRunPage,
}));
export const UsersPage = lazy(async () => ({ default: (await import("./users/users-page.tsx")).UsersPage }));
