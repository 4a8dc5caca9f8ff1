import { SettingList } from "@cosmic/contract";
import { everyones, needs } from "../access/route-access.ts";
import type { Context } from "../context.ts";
import { responses } from "../http/responses.ts";
import { API, type Server } from "../http/server.ts";

export function settingRoutes(app: Server, { config }: Pick<Context, "config">): void {
  app.get(
    `${API}/settings/`,
    {
      config: needs("admin", everyones),
      schema: {
        tags: ["settings"],
        summary: "The configuration of this process as it is in effect",
        description: "Of secrets it says only whether they are set. Settings are changed in the environment.",
        response: responses({ 200: SettingList }),
      },
    },
    async () => ({ count: config.settings.length, results: config.settings }),
  );
}
