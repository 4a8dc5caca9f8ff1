import { type S3Client, UploadPartCommand } from "@aws-sdk/client-s3";

type Command = Parameters<S3Client["send"]>[0];

/**
 * A client for one upload. lib-storage hands no signal on to its requests and lets the others go on when one has
 * failed; here no further request is sent after a stop, and parts on their way are broken off. A request that may
 * already have changed something is not: its answer decides.
 */
export function stoppable(
  client: S3Client,
  stopped: AbortSignal,
  onFailure: (error: unknown) => void,
): S3Client {
  async function send(command: Command) {
    stopped.throwIfAborted();
    try {
      return await client.send(command, command instanceof UploadPartCommand ? { abortSignal: stopped } : {});
    } catch (error) {
      onFailure(error);
      throw error;
    }
  }
  return new Proxy(client, { get: (target, name) => (name === "send" ? send : Reflect.get(target, name)) });
}
