import { workOnThread } from "../work-on-thread.ts";
import { computeThemes } from "./compute-themes.ts";
import { type ThemeTask, unpackTask } from "./theme-messages.ts";
import type { FoundThemes } from "./themes.ts";

/** Progress is told in steps of a hundredth. */
const STEP = 0.01;

workOnThread<ThemeTask, number, FoundThemes>((task, tell) => {
  let told = 0;
  return computeThemes(unpackTask(task), (share) => {
    if (share < told + STEP) return;
    told = share;
    tell(share);
  });
});
