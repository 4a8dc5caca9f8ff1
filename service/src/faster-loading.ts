import { existsSync } from "node:fs";
import { enableCompileCache, registerHooks } from "node:module";
import { BUNDLE_FOLDER, BUNDLED, bundleOf } from "./bundled-libraries.ts";

/** Makes the imports that follow faster: compiled code is kept between starts, and libraries of many files come as few. */
export function loadFaster(): void {
  enableCompileCache();
  const bundled = new Set(existsSync(BUNDLE_FOLDER) ? BUNDLED : []);
  registerHooks({
    resolve: (specifier, context, next) =>
      bundled.has(specifier)
        ? { url: bundleOf(specifier), format: "module", shortCircuit: true }
        : next(specifier, context),
  });
}
