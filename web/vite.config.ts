import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const BACKEND = process.env.BACKEND_URL ?? "http://127.0.0.1:5000";

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  server: { port: 3000, strictPort: true, proxy: { "/api": { target: BACKEND, ws: true } } },
  build: {
    outDir: "dist",
    emptyOutDir: true,
    // Data addresses would need `img-src data:` in the content security policy.
    assetsInlineLimit: 0,
    target: "es2023",
  },
});
