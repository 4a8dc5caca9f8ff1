import { join } from "node:path";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const SERVICE = process.env.SERVICE_URL ?? "http://127.0.0.1:8000";
const WEB = join(import.meta.dirname, "..");

/** The admin app, which the service has under `/admin/`. */
export default defineConfig({
  root: import.meta.dirname,
  base: "/admin/",
  publicDir: join(WEB, "public"),
  plugins: [react()],
  server: { port: 3001, strictPort: true, proxy: { "/api": { target: SERVICE } } },
  build: {
    outDir: join(WEB, "dist-admin"),
    emptyOutDir: true,
    // Data addresses would need `img-src data:` in the content security policy.
    assetsInlineLimit: 0,
    target: "es2023",
  },
});
