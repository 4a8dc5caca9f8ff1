import { inArray, sql } from "drizzle-orm";
import { Type } from "typebox";
import { Compile } from "typebox/compile";
import type { Db } from "../../db/open.ts";
import type { PatternsConfig } from "../config.ts";
import { LEAST_DOCUMENTS } from "../settings.ts";
import { themeRuns } from "../tables.ts";
import { changedSince } from "./changed-since.ts";

export interface RunRule extends Pick<PatternsConfig, "leastChanges" | "changedPercent" | "leastMinutes"> {
  /** The index that is active: a run of another one is out of date. */
  indexId: string;
  now: Date;
}

/** What the rule goes by. */
export interface RunFacts {
  /** Documents there are. */
  documents: number;
  /** The last run, if one has ended. */
  last: { state: "not_enough" | "found"; documents: number; indexId: string; changed: number } | undefined;
  /** When a run was last asked for. */
  requestedAt: Date | undefined;
}

/**
 * Whether themes should be found anew: there are enough documents, and of these enough were added, changed or deleted,
 * or there is no run yet, or its vectors are those of another model; and the last run was asked for long enough ago.
 * Who has twice as many documents as the last run saw does not wait for that.
 */
export function isDue({ documents, last, requestedAt }: RunFacts, rule: RunRule): boolean {
  if (documents < LEAST_DOCUMENTS) return false;
  const waited =
    requestedAt === undefined || rule.now.getTime() - requestedAt.getTime() >= rule.leastMinutes * 60_000;
  if (last === undefined || last.state === "not_enough" || last.indexId !== rule.indexId) return waited;
  const enough = Math.max(rule.leastChanges, Math.ceil((last.documents * rule.changedPercent) / 100));
  return last.changed >= enough && (waited || documents >= 2 * last.documents);
}

const USERS = 200;

/** Users for whom a run is due, some at a time. 0 stands for one who never had any. */
export async function* dueRuns(
  db: Db,
  rule: RunRule,
): AsyncGenerator<{ userId: string; requestedAt: number }[]> {
  for (let after: string | undefined; ; ) {
    const users = await usersWithDocuments(db, after);
    after = users.at(-1)?.userId;
    if (after === undefined) return;
    const facts = await readFacts(
      db,
      users.filter(({ documents }) => documents >= LEAST_DOCUMENTS),
    );
    yield facts
      .filter((user) => isDue(user, rule))
      .map(({ userId, requestedAt }) => ({ userId, requestedAt: requestedAt?.getTime() ?? 0 }));
    if (users.length < USERS) return;
  }
}

const Users = Compile(
  Type.Object({ rows: Type.Array(Type.Object({ userId: Type.String(), documents: Type.Integer() })) }),
);

/** Goes from user to user in the index, so that it costs as much as they have documents and no more. */
async function usersWithDocuments(db: Db, after: string | undefined) {
  const answer = await db.execute(sql`
    WITH RECURSIVE users AS (
      (SELECT user_id, 1 AS place FROM documents WHERE user_id > ${after ?? ""} ORDER BY user_id LIMIT 1)
      UNION ALL
      SELECT next.user_id, place + 1 FROM users
      CROSS JOIN LATERAL (
        SELECT user_id FROM documents WHERE documents.user_id > users.user_id ORDER BY user_id LIMIT 1
      ) AS next
      WHERE place < ${USERS}
    )
    SELECT user_id AS "userId", (SELECT count(*)::int FROM documents WHERE documents.user_id = users.user_id) AS documents
    FROM users ORDER BY place`);
  return Users.Parse(answer).rows;
}

async function readFacts(
  db: Db,
  users: readonly { userId: string; documents: number }[],
): Promise<(RunFacts & { userId: string })[]> {
  if (users.length === 0) return [];
  const runs = await db
    .select()
    .from(themeRuns)
    .where(
      inArray(
        themeRuns.userId,
        users.map(({ userId }) => userId),
      ),
    );
  const runOf = new Map(runs.map((run) => [run.userId, run]));
  const changed = await changedSince(db, runs);
  return users.map(({ userId, documents }) => {
    const run = runOf.get(userId);
    const last =
      run?.state == null
        ? undefined
        : {
            state: run.state,
            documents: run.documents ?? 0,
            indexId: run.indexId ?? "",
            changed: changed.get(userId) ?? 0,
          };
    return { userId, documents, last, requestedAt: run?.requestedAt };
  });
}
