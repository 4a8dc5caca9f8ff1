import { CosmicError } from "../errors.ts";

/** What is said to whoever writes for a user who was erased. */
export function userErased(field = "/user_id"): CosmicError {
  return new CosmicError(
    "user_erased",
    "This user was erased and stays so; nothing is kept for that id any more.",
    { field },
  );
}
