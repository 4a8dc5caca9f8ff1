import { Experiment } from "@cosmic/contract";
import { bodyOf, type TestService, until } from "./test-service.ts";

type Asked = Pick<TestService, "request">;

export const postExperiment = ({ request }: Asked, body: object) =>
  request("POST", "/api/v1/experiments/", JSON.stringify(body));

export const readExperiment = async ({ request }: Asked, id: string) =>
  bodyOf(Experiment, await request("GET", `/api/v1/experiments/${id}/`));

/** Runs an experiment until it has ended, however that may be. */
export async function runExperiment(service: Asked, body: object): Promise<Experiment> {
  const { id } = await bodyOf(Experiment, await postExperiment(service, body));
  return experimentEnded(service, id);
}

export async function experimentEnded(service: Asked, id: string): Promise<Experiment> {
  let now = await readExperiment(service, id);
  await until(async () => {
    now = await readExperiment(service, id);
    return now.state !== "pending" && now.state !== "running";
  });
  return now;
}

/** What a run measured, item by item. */
export async function readArtefact({ request }: Asked, { artefacts }: Experiment): Promise<unknown[]> {
  const answer = await request("GET", artefacts[0]?.url ?? "");
  const lines = (await answer.text()).split("\n").filter((line) => line !== "");
  return lines.map((line): unknown => JSON.parse(line));
}
