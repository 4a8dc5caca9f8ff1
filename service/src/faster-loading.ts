import { enableCompileCache, registerHooks } from "node:module";

/**
 * Makes the imports that follow faster: compiled code is kept between starts, and Drizzle is taken as CommonJS,
 * whose hundred files load in a fifth of the time of the same as ES modules (0.2 s against 1 s on 2 cores).
 */
export function loadFaster(): void {
  enableCompileCache();
  registerHooks({
    resolve: (specifier, context, next) =>
      specifier.startsWith("drizzle-orm")
        ? next(specifier, { ...context, conditions: ["node", "require"] })
        : next(specifier, context),
  });
}
