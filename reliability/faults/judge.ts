import { judgeNothingLost } from "../nothing-lost.ts";
import { verdict } from "../verdict.ts";
import type { Answers } from "./answers.ts";
import type { Cell } from "./cell.ts";
import type { Installation } from "./installation.ts";
import type { Acknowledged } from "./mixed-load.ts";
import type { Said } from "./said.ts";
import { datasetsLost, entriesMissing, notFound } from "./what-was-kept.ts";

export function judgeAnswers({ programs }: Installation, where: string, { untyped }: Answers): void {
  const holds = verdict(
    `${where}every answer says what is wrong`,
    untyped.length === 0,
    `${untyped.length} do not`,
  );
  if (holds) return;
  for (const each of untyped.slice(0, 3)) {
    console.log(`  ${each.slice(0, 500)}`);
    const id = /"request_id":"([^"]+)"/.exec(each)?.[1];
    if (id === undefined) continue;
    for (const { log } of programs)
      for (const line of log().split("\n")) if (line.includes(id)) console.log(`  ${line.slice(0, 2000)}`);
  }
}

/** What users do not notice need not be told. */
export function judgeSaid(where: string, { failing, notReady }: Cell, said: Said, answers: Answers): void {
  const noticed = answers.byWordsOnly > 0 || answers.count((status) => status < 200 || status >= 300) > 0;
  const named = [
    ...(failing === undefined ? [] : [said.failing.has(failing)]),
    ...(notReady === undefined ? [] : [said.notReady.has(notReady)]),
  ];
  if (!noticed || named.length === 0) return;
  const heard = [...said.failing, ...said.notReady].join(", ") || "nothing";
  verdict(`${where}health/ and readyz name it`, !named.includes(false), heard);
}

export async function judgeKept(
  it: Installation,
  where: string,
  { documents, datasets, entries }: Acknowledged,
): Promise<boolean> {
  const lacking = await notFound(it.users, documents);
  const missing = await entriesMissing(it.users, entries);
  const lost = await datasetsLost(it, datasets);
  const verdicts = [
    await judgeNothingLost(it.users, [...documents.values()], where),
    verdict(`${where}documents are found`, lacking.length === 0, `${lacking.length} are not`),
    verdict(`${where}datasets are whole`, lost.length === 0, `${lost.length} of ${datasets.size} are not`),
    verdict(
      `${where}entries came over`,
      missing.length === 0,
      `${missing.length} of ${entries.length} did not`,
    ),
  ];
  return verdicts.every((holds) => holds);
}
