import { bundleLibraries } from "./bundle-libraries.ts";
import { makeTemplate } from "./db/pglite-folder.ts";

// Run by the install step: what every start would else do again.
await Promise.all([bundleLibraries(), makeTemplate()]);
