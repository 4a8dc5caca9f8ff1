import { buildWeb } from "./build-web.mjs";
import { installWhatIsMissing } from "./install.mjs";
import { runCosmic } from "./run-cosmic.mjs";

installWhatIsMissing();
buildWeb();
runCosmic(["start", ...process.argv.slice(2)]);
