/** Documents that are told apart by a number, and long enough to take a while; queries for some of them. */
export function largerSet(documents: number, queries = 10): Record<string, string> {
  const lines = (rows: readonly object[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join("");
  const text = (i: number) =>
    `On day ${i} I wrote down what I had seen by the river, and it was the number ${i * 7919}. `.repeat(2);
  const asked = Array.from({ length: queries }, (_, i) => Math.floor((i * documents) / queries));
  return {
    corpus: lines(Array.from({ length: documents }, (_, i) => ({ _id: `d${i}`, text: text(i) }))),
    queries: lines(asked.map((i) => ({ _id: `q${i}`, text: `the number ${i * 7919}` }))),
    qrels: asked.map((i) => `q${i}\td${i}\t1\n`).join(""),
  };
}
