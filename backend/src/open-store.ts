import type { StoreConfig } from "./config.ts";
import type { Store } from "./stores/store.ts";

const LIMITS = { poolSize: 10, statementMs: 60_000, connectMs: 5_000 };

/** Opens the store that the configuration names, and loads only its adapter. A PostgreSQL that is away is waited for. */
export async function openStore(
  config: StoreConfig,
  waiting: { report: (message: string) => void; signal: AbortSignal },
): Promise<Store> {
  switch (config.kind) {
    case "mongodb": {
      const { createMongoStore } = await import("./stores/mongodb/create.ts");
      return createMongoStore(config);
    }
    case "postgresql": {
      const { openDatabase } = await import("../../service/src/db/open.ts");
      const { createEncryption } = await import("../../service/src/encryption/encryption.ts");
      const { createDatabaseStore } = await import("./stores/database/create.ts");
      const encryption = createEncryption(config.encryption);
      const database = await openDatabase(
        { ...config, ...LIMITS },
        { ...waiting, unseal: encryption.unseal },
      );
      return { ...createDatabaseStore(database.orm, encryption), close: () => database.close() };
    }
  }
}
