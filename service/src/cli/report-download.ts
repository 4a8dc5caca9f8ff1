import type { DownloadProgress } from "../ports/embedders/onnx/hub.ts";
import type { Terminal } from "./terminal.ts";

const MEGABYTE = 1_000_000;

/** Shows how much of a model has arrived, in megabytes. */
export function reportDownload(terminal: Terminal): { onDownload: DownloadProgress } & Disposable {
  const progress = terminal.progress("Downloading the model, MB");
  return {
    onDownload: ({ file, done, total }) =>
      progress.update(Math.round(done / MEGABYTE), Math.ceil(total / MEGABYTE), file),
    [Symbol.dispose]: () => progress[Symbol.dispose](),
  };
}
