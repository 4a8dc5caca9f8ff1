import { randomBytes } from "node:crypto";
import { request as httpRequest } from "node:http";
import { Dataset, DatasetList, Problem } from "@cosmic/contract";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { datasets } from "../../src/experiments/tables.ts";
import { type OpenService, openService } from "./open-service.ts";
import { addSmallSet, SMALL_SETS, sendFiles } from "./small-datasets.ts";
import { bodyOf, until } from "./test-service.ts";

const LIMIT = 20_000;
const PART = '--b\r\nContent-Disposition: form-data; name="pairs"; filename="pairs.jsonl"\r\n\r\n';
const S3 = process.env.TEST_S3_ENDPOINT ?? "";
const s3Env = () => ({
  S3_ENDPOINT: S3,
  S3_ACCESS_KEY: process.env.TEST_S3_ACCESS_KEY ?? "",
  S3_SECRET_KEY: process.env.TEST_S3_SECRET_KEY ?? "",
  S3_BUCKET_PREFIX: `test-${randomBytes(5).toString("hex")}-`,
});

datasetsIn("a folder", () => ({}));
if (S3) datasetsIn("S3", s3Env);
else it.skip("datasets in S3 (TEST_S3_ENDPOINT is not set)", () => {});

function datasetsIn(where: string, env: () => Record<string, string>): void {
  describe(`datasets in ${where}`, () => {
    let service: OpenService;
    beforeAll(async () => {
      service = await openService({ MAX_DATASET_BYTES: String(LIMIT), ...env() });
    }, 120_000);
    afterAll(() => service?.[Symbol.asyncDispose]());

    const stored = () => Array.fromAsync(service.context.objects.list("datasets", ""));
    const upload = (kind: string, files: Record<string, string | Blob>, name = "bad") =>
      sendFiles(service.address, { name, kind }, files);

    it("are stored as they were sent, counted and found", async () => {
      const { retrieval } = SMALL_SETS;
      const query = { name: "diary", kind: "retrieval", licence: "CC0" };
      const dataset = await bodyOf(Dataset, await sendFiles(service.address, query, retrieval));
      expect(dataset).toMatchObject({
        name: "diary",
        source: "upload",
        licence: "CC0",
        items: 8,
        documents: 24,
        judgements: 8,
        labels: null,
        bytes: Object.values(retrieval).reduce((sum, file) => sum + Buffer.byteLength(file), 0),
      });
      const keys = (await stored()).map(({ key }) => key);
      expect(keys).toEqual(
        ["corpus.jsonl", "qrels.tsv", "queries.jsonl"].map((file) => `datasets/${dataset.id}/${file}`),
      );
      expect(await addSmallSet(service.address, "similarity")).toMatchObject({ items: 8, documents: null });
      expect(await addSmallSet(service.address, "clustering")).toMatchObject({ items: 24, labels: 3 });
      const list = async (filter: string) =>
        bodyOf(DatasetList, await service.request("GET", `/api/v1/experiments/datasets/?${filter}`));
      expect((await list("kind=retrieval")).results).toEqual([dataset]);
      expect((await list("name=similarity")).count).toBe(1);
      expect((await list("")).results.map(({ name }) => name)).toEqual(["clustering", "similarity", "diary"]);
    });

    it("have the same hash when they are the same, whatever the order of the files", async () => {
      const { corpus = "", queries = "", qrels = "" } = SMALL_SETS.retrieval;
      const reordered = await upload("retrieval", { qrels, queries, corpus }, "again");
      const known = await service.request("GET", "/api/v1/experiments/datasets/?name=diary");
      const [diary] = (await bodyOf(DatasetList, known)).results;
      expect((await bodyOf(Dataset, reordered)).sha256).toBe(diary?.sha256);
    });

    const { retrieval, similarity, clustering } = SMALL_SETS;
    const head = "query-id\tcorpus-id\tscore";
    const pair = '{"text_a":"a","text_b":"b","score":1}';
    const label = '{"text":"a","label":"l"}';
    it.each([
      [
        "an answer that is no document",
        "retrieval",
        { ...retrieval, qrels: `${head}\nq0\tnobody\t1` },
        "invalid_dataset",
        /^qrels\.tsv:2: there is no document "nobody"/,
      ],
      [
        "an answer to no query",
        "retrieval",
        { ...retrieval, qrels: `${head}\nq0\tsleep-0\t1\nq99\tsleep-0\t1` },
        "invalid_dataset",
        /^qrels\.tsv:3: there is no query "q99"/,
      ],
      [
        "an id twice",
        "retrieval",
        { ...retrieval, corpus: '{"_id":"1","text":"a"}\n{"_id":"1","text":"b"}' },
        "invalid_dataset",
        /^corpus\.jsonl:2: the id "1"/,
      ],
      [
        "no documents",
        "retrieval",
        { ...retrieval, corpus: "" },
        "invalid_dataset",
        /^corpus\.jsonl: .*no document/,
      ],
      [
        "no answers",
        "retrieval",
        { ...retrieval, qrels: head },
        "invalid_dataset",
        /^qrels\.tsv: no document answers/,
      ],
      [
        "bytes that are not UTF-8",
        "clustering",
        { texts: new Blob([`${label}\n`, Buffer.of(0x7b, 0xff, 0x7d)]) },
        "invalid_dataset",
        /^texts\.jsonl:2: .*UTF-8/,
      ],
      [
        "too few texts",
        "clustering",
        { texts: label },
        "invalid_dataset",
        /^texts\.jsonl: .*1 texts; themes need 20/,
      ],
      [
        "one label only",
        "clustering",
        { texts: `${label}\n`.repeat(20) },
        "invalid_dataset",
        /^texts\.jsonl: all texts have the same label/,
      ],
      [
        "a field that is missing",
        "similarity",
        { pairs: `${pair}\n{"text_a":"a","score":1}` },
        "invalid_dataset",
        /^pairs\.jsonl:2: text_b is missing/,
      ],
      ["an empty file", "similarity", { pairs: "" }, "invalid_dataset", /^pairs\.jsonl: it holds 0 pairs/],
      [
        "scores that are all the same",
        "similarity",
        { pairs: `${pair}\n`.repeat(3) },
        "invalid_dataset",
        /same score/,
      ],
      [
        "a file that is missing",
        "retrieval",
        { corpus: retrieval.corpus ?? "" },
        "missing_field",
        /queries is missing/,
      ],
      [
        "a file of another kind",
        "similarity",
        { ...similarity, ...clustering },
        "unknown_field",
        /"texts" is none/,
      ],
      ["too much", "clustering", { texts: `${label}\n`.repeat(1_000) }, "dataset_too_large", /20,000 bytes/],
      [
        "too much together",
        "retrieval",
        { ...retrieval, corpus: `${retrieval.corpus}\n${" ".repeat(LIMIT - 2_400)}` },
        "dataset_too_large",
        /MAX_DATASET_BYTES/,
      ],
    ])("are refused with %s, and nothing is kept", async (_, kind, files, code, message) => {
      const before = await stored();
      const problem = await bodyOf(Problem, await upload(kind, files));
      expect(problem.code).toBe(code);
      expect(problem.detail).toMatch(message);
      expect(await stored()).toEqual(before);
      const named = await service.request("GET", "/api/v1/experiments/datasets/?name=bad");
      expect((await bodyOf(DatasetList, named)).count).toBe(0);
    });

    it("have a name of their own, a kind, and come as files", async () => {
      const again = await bodyOf(Problem, await upload("similarity", SMALL_SETS.similarity, "diary"));
      expect(again).toMatchObject({ status: 409, code: "conflict", field: "/name" });
      expect(await bodyOf(Problem, await upload("beauty", {}))).toMatchObject({ code: "invalid_value" });
      const path = "/api/v1/experiments/datasets/?name=json&kind=similarity";
      expect(await bodyOf(Problem, await service.request("POST", path, "{}"))).toMatchObject({
        status: 415,
        code: "unsupported_media_type",
      });
    });

    it.each([
      ["no boundary", "multipart/form-data", "x"],
      ["an empty boundary", "multipart/form-data; boundary=", "x"],
      ["another boundary than said", "multipart/form-data; boundary=c", "--b\r\n\r\n--b--\r\n"],
      ["no end", "multipart/form-data; boundary=b", `${PART}${pair}\n`],
    ])("are refused when they are sent with %s, and nothing is kept", async (_, type, body) => {
      const before = await stored();
      const path = "/api/v1/experiments/datasets/?name=bad&kind=similarity";
      const sent = { method: "POST", body, headers: { "content-type": type } };
      const problem = await bodyOf(Problem, await fetch(service.address + path, sent));
      expect(problem).toMatchObject({ status: 400, code: "bad_request" });
      expect(await stored()).toEqual(before);
    });

    it("leave nothing behind when the client goes away in the middle", async () => {
      const before = await stored();
      const sent = httpRequest(`${service.address}/api/v1/experiments/datasets/?name=bad&kind=similarity`, {
        method: "POST",
        headers: { "content-type": "multipart/form-data; boundary=b" },
      });
      sent.on("error", () => {});
      sent.write(PART);
      sent.write(`${pair}\n`);
      const uploading = () =>
        service.context.database.orm.select().from(datasets).where(eq(datasets.state, "uploading"));
      await until(async () => (await uploading()).length > 0);
      sent.destroy();
      await until(async () => (await uploading()).length === 0);
      expect(await stored()).toEqual(before);
    });
  });
}
