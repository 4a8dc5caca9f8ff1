import { Problem } from "@cosmic/contract";
import { CommandError, RefusedRequest } from "../../service/src/cli/command-error.ts";
import { checker } from "../../service/src/http/validation.ts";

const checkProblem = checker(Problem);

/** An answer that is no success, as the fault to throw. */
export async function refusalOf(answer: Response): Promise<CommandError> {
  const text = await answer.text();
  try {
    return new RefusedRequest(checkProblem(JSON.parse(text)));
  } catch (cause) {
    return new CommandError(`The service answered ${answer.status} ${answer.statusText}.`, cause);
  }
}
