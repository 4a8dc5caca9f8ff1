import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";
import { Type } from "typebox";
import { Value } from "typebox/value";

const Violations = Type.Array(Type.Object({ id: Type.String(), nodes: Type.Array(Type.String()) }));

let axe: Promise<string> | undefined;

/** What axe finds against WCAG 2.2 A and AA, by the places it finds it in. */
export async function violations(page: Page) {
  axe ??= readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
  // In a world of its own, past the content security policy of the page.
  const session = await page.context().newCDPSession(page);
  const { frameTree } = await session.send("Page.getFrameTree");
  const world = await session.send("Page.createIsolatedWorld", { frameId: frameTree.frame.id });
  const contextId = world.executionContextId;
  await session.send("Runtime.evaluate", { contextId, expression: await axe });
  const expression = `axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] })
    .then(({ violations }) => JSON.stringify(violations.map(({ id, nodes }) => ({ id, nodes: nodes.map((node) => node.html) }))))`;
  const { result } = await session.send("Runtime.evaluate", { contextId, expression, awaitPromise: true });
  return Value.Parse(Violations, JSON.parse(String(result.value)));
}
