import { makeTemplate } from "./pglite-folder.ts";

// Run by the install step.
await makeTemplate();
