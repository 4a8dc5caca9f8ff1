import { TuningRun } from "@cosmic/contract";
import { useQuery } from "@tanstack/react-query";
import { useLocation } from "wouter";
import { command, request } from "../../../src/api/request.ts";
import { BackLink } from "../../../src/shell/back-link.tsx";
import { PageTitle } from "../../../src/shell/page-title.tsx";
import { Act } from "../parts/act.tsx";
import { Facts } from "../parts/facts.tsx";
import { duration, Moment, number } from "../parts/format.tsx";
import { Loaded } from "../parts/loaded.tsx";
import { RunActions } from "../parts/run-actions.tsx";
import { RunFiles } from "../parts/run-files.tsx";
import { State } from "../parts/state.tsx";
import styles from "../parts/table.module.css";
import { LossCurve } from "./loss-curve.tsx";
import { TuningMetrics } from "./tuning-metrics.tsx";
import { verdictOf } from "./verdict.ts";

const EVERY_MS = 3_000;

export function TuningRunPage({ id }: { id: string }) {
  const [, navigate] = useLocation();
  const query = useQuery({
    queryKey: ["tuning-run", id],
    queryFn: ({ signal }) => request(TuningRun, `/v1/tuning/${id}/`, { signal }),
    refetchInterval: ({ state }) => (state.data?.ended_at ? false : EVERY_MS),
  });
  return (
    <>
      <BackLink href="/tuning">Tuning</BackLink>
      <PageTitle>{query.data?.name ?? "Tuning"}</PageTitle>
      <Loaded query={query}>
        {(run) => (
          <>
            <Facts facts={factsOf(run)} />
            <div className={styles.actions}>
              {run.state === "completed" && <Activate run={run} />}
              <RunActions run={run} path={`/v1/tuning/${id}`} onDeleted={() => navigate("/tuning")} />
            </div>
            {run.epochs.length > 0 && <LossCurve epochs={run.epochs} best={run.best_epoch} />}
            {run.metrics.length > 0 && <TuningMetrics metrics={run.metrics} />}
            <RunFiles files={run.files} />
          </>
        )}
      </Loaded>
    </>
  );
}

function Activate({ run: { id, name, verdict } }: { run: TuningRun }) {
  return (
    <Act
      label="Activate"
      to={name}
      act={() => command(`/v1/tuning/${id}/activate/`, { method: "POST" })}
      said={`Queries go through ${name} now.`}
      ask={{
        title: "Activate this adapter?",
        body: (
          <p>
            The queries of all searches go through it from now on. On held-out pairs it was{" "}
            {verdict === "gain" ? "better than its base." : "not better than its base; it may be refused."}
          </p>
        ),
      }}
    />
  );
}

const factsOf = (run: TuningRun) =>
  [
    ["State", <State key="state" value={run.state} />],
    ["Error", run.error ?? "–"],
    ["Verdict", verdictOf(run.verdict)],
    ["Base", `${run.base.model}, ${run.base.index}`],
    ["Pairs from", run.pairs.source],
    ["Users", number(run.users)],
    ["Rank", run.parameters.rank === null ? "a whole matrix" : String(run.parameters.rank)],
    ["Learning rate", String(run.parameters.learning_rate)],
    ["Training pairs", run.counts ? number(run.counts.training_pairs) : "–"],
    ["Test pairs", run.counts ? number(run.counts.test_pairs) : "–"],
    ["Best epoch", run.best_epoch === null ? "–" : String(run.best_epoch)],
    ["Began", <Moment key="began" at={run.started_at} />],
    ["Training took", run.seconds ? duration(run.seconds.train) : "–"],
  ] as const;
