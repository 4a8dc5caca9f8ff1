import "../../src/theme/mantine.css";
import "../../src/theme/tokens.css";
import "../../src/theme/base.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { watchArrivals } from "../../src/shell/arrival.ts";
import { App } from "./app.tsx";

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root.");
watchArrivals();
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
