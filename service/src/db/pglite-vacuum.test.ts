import { PGlite } from "@electric-sql/pglite";
import { expect, it } from "vitest";
import { vacuumWhatIsDue } from "./pglite-vacuum.ts";

it("vacuums the tables that have changed much, once", async () => {
  const pglite = await PGlite.create();
  await pglite.exec(`
    CREATE TABLE quiet (id int PRIMARY KEY);
    CREATE SCHEMA other;
    CREATE TABLE other."Busy one" (id int PRIMARY KEY, state text);
    INSERT INTO quiet SELECT generate_series(1, 20);
    INSERT INTO other."Busy one" SELECT generate_series(1, 2000), 'new';
    UPDATE other."Busy one" SET state = 'changed'`);
  // What is counted is looked at a second later.
  await pglite.exec("SELECT pg_stat_force_next_flush()");
  expect(await vacuumWhatIsDue(pglite)).toEqual(['other."Busy one"']);
  const { rows } = await pglite.query(
    "SELECT n_dead_tup AS dead, reltuples AS rows FROM pg_stat_user_tables JOIN pg_class ON oid = relid WHERE schemaname = 'other'",
  );
  expect(rows).toEqual([{ dead: 0, rows: 2000 }]);
  expect(await vacuumWhatIsDue(pglite)).toEqual([]);
  await pglite.close();
});
