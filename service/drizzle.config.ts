import { defineConfig } from "drizzle-kit";

export default defineConfig({
  dialect: "postgresql",
  // Tables of one feature alone stand beside it.
  schema: ["./src/db/schema.ts", "./src/*/tables.ts"],
  out: "./src/db/migrations",
});
