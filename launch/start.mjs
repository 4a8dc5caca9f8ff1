import { installWhatIsMissing } from "./install.mjs";
import { runCosmic } from "./run-cosmic.mjs";

installWhatIsMissing();
runCosmic(["start", ...process.argv.slice(2)]);
