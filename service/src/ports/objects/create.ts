import type { ReportFault } from "../../faults.ts";
import { createFolderObjects } from "./folder.ts";
import type { Objects } from "./objects.ts";
import type { S3Config } from "./s3/config.ts";

export type ObjectsConfig = { kind: "folder"; folder: string } | ({ kind: "s3" } & S3Config);

/** Opens the store that the configuration names. Waits for one that is down until the signal aborts. */
export async function createObjects(
  config: ObjectsConfig,
  report: ReportFault,
  signal?: AbortSignal,
): Promise<Objects> {
  switch (config.kind) {
    case "folder":
      return createFolderObjects(config.folder);
    case "s3": {
      // The SDK takes a third of a second to load, so only those who use it do.
      const { createS3Objects } = await import("./s3/create.ts");
      return createS3Objects(config, report, signal);
    }
  }
}
