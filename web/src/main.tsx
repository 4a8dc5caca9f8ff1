import "./theme/mantine.css";
import "./theme/tokens.css";
import "./theme/base.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app.tsx";
import { loadOtherPages } from "./pages.ts";
import { watchArrivals } from "./shell/arrival.ts";

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root.");
watchArrivals();
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
loadOtherPages();
