import { Command, InvalidArgumentError, Option } from "commander";
import { VERSION } from "../version.ts";
import { addExperimentCommands } from "./experiment-commands.ts";
import type { Terminal } from "./terminal.ts";
import { addTuningCommands } from "./tuning-commands.ts";

const SEARCH_MODES = ["hybrid", "semantic", "keyword"];
const EXPORT_FORMATS = ["json", "markdown"];
const HIGHLIGHT_MODES = ["words", "sentence"];
const JOB_STATES = ["waiting", "active", "completed", "failed", "cancelled"];

/** All commands with their options. What a command needs is loaded when it runs, so that help comes at once. */
export function buildProgram(terminal: Terminal): Command {
  const program = new Command("cosmic")
    .description("Embeddings, semantic search and insight over what people write about their lives.")
    .version(VERSION)
    .option("--json", "print one JSON value and nothing else on standard output")
    .option("--verbose", "log more, and print the stack of an error")
    .configureHelp({ showGlobalOptions: true })
    .exitOverride()
    .hook("preAction", (_, command) => {
      const { json, verbose } = command.optsWithGlobals<{ json?: boolean; verbose?: boolean }>();
      terminal.json = json ?? false;
      terminal.verbose = verbose ?? false;
    });
  addServiceCommands(program, terminal);
  addDocumentCommands(program, terminal);
  addUserCommands(program, terminal);
  addAccessCommands(program, terminal);
  addJobCommands(program, terminal);
  addModelCommands(program, terminal);
  addExperimentCommands(program, terminal);
  addTuningCommands(program, terminal);
  return program;
}

function addServiceCommands(program: Command, terminal: Terminal): void {
  program
    .command("start")
    .description("run the service until it is told to stop")
    .option("--roles <list>", "what this process does, of api,worker,scheduler,monitor,app; all by default")
    .action(async (options) => (await import("./start.ts")).start(terminal, options));
  program
    .command("status")
    .description("what runs, what does not, and how many documents there are")
    .action(async () => (await import("./status.ts")).status(terminal));
  program
    .command("doctor")
    .description("check configuration, machine, model and data, and say what to do about what is wrong")
    .action(async () => (await import("./doctor.ts")).doctor(terminal));
  program
    .command("backup")
    .description("write all that the service keeps to a file, also while it runs")
    .argument("<file>", "a file that does not exist yet, such as backup.tar.gz")
    .action(async (file) => (await import("./backup.ts")).backup(terminal, file));
  program
    .command("restore")
    .description("make a data folder of a backup, while nothing uses the folder")
    .argument("<file>", "what `cosmic backup` has written")
    .option("--into <folder>", "which folder; DATA_DIR by default")
    .option("--force", "move data that is there already aside")
    .action(async (file, options) => (await import("./restore.ts")).restore(terminal, file, options));
  program
    .command("migrate")
    .description("bring the database schema up to date")
    .action(async () => (await import("./migrate.ts")).migrate(terminal));
  program
    .command("recreate-index")
    .description("build the search index again from the documents")
    .option("-y, --yes", "do not ask")
    .option("--no-wait", "do not wait until it is full")
    .action(async (options) => (await import("./recreate-index.ts")).recreateIndex(terminal, options));
}

function addDocumentCommands(program: Command, terminal: Terminal): void {
  program
    .command("search")
    .description("find documents by meaning and by word")
    .argument("<query...>", "what to look for")
    .option("-u, --user <id>", "documents of this user only")
    .option("-t, --type <type>", "documents of this type only")
    .option("-k, --top-k <count>", "how many to find", positive, 10)
    .addOption(new Option("-m, --mode <mode>", "how to look").choices(SEARCH_MODES).default("hybrid"))
    .option("--from <date>", "from this day or time on")
    .option("--to <date>", "up to this day or time")
    .option("--dates", 'understand words such as "last spring" in the query, and filter by them')
    .option("--time-zone <name>", "whose days --dates means, such as Europe/Berlin; yours by default")
    .option("--rerank", "have a cross-encoder read the first hits again, if one is set up")
    .option("--recency <days>", "half-life: an entry so much older counts half", aboveZero)
    .option("--diversify <strength>", "from 0 to 1: fewer hits that say the same", share)
    .addOption(
      new Option("--highlight <what>", "what to mark of a hit, with --json").choices(HIGHLIGHT_MODES),
    )
    .action(async (words, options) => (await import("./search.ts")).search(terminal, words, options));
  program
    .command("add")
    .description("add text files, or the text on standard input, as documents")
    .argument("<file...>", "text files in UTF-8; - is standard input")
    .requiredOption("-u, --user <id>", "whose documents these are")
    .option("--title <title>", "title; the name of the file without one")
    .option("-t, --type <type>", "type, such as journal_entry or note")
    .option("-d, --date <date>", "day or time the text is about, such as 2026-01-31")
    .option("--metadata <key=value>", "may be given several times", metadata, {})
    .option("--no-wait", "do not wait until they can be found")
    .action(async (files, options) => (await import("./add.ts")).add(terminal, files, options));
  program
    .command("sample")
    .description("add the sample journal, or take it away again")
    .option("-u, --user <id>", "whose journal it becomes", "sample")
    .option("--remove", "take it away")
    .action(async (options) => (await import("./sample.ts")).sample(terminal, options));
  program
    .command("sync")
    .description("read the journal now")
    .option("-u, --user <id>", "entries of this user only")
    .option("--since <date>", "entries changed since this day or time only")
    .option("--force", "read all entries again, not only changed ones")
    .option("--no-wait", "do not wait until it is done")
    .action(async (options) => (await import("./sync.ts")).sync(terminal, options));
  program
    .command("retry-failed")
    .description("embed all failed documents again")
    .option("--no-wait", "do not wait until it is done")
    .action(async (options) => (await import("./retry-failed.ts")).retryFailed(terminal, options));
}

function addUserCommands(program: Command, terminal: Terminal): void {
  program
    .command("themes")
    .description("what a user writes about again and again")
    .requiredOption("-u, --user <id>", "whose themes")
    .option("--find", "find them anew first")
    .action(async (options) => (await import("./themes.ts")).themes(terminal, options));
  program
    .command("export-user")
    .description("write all documents of a user to a file, or to standard output")
    .argument("<id>", "whose documents")
    .addOption(new Option("-f, --format <format>", "how").choices(EXPORT_FORMATS).default("json"))
    .option("-o, --output <file>", "a file that does not exist yet; standard output without one")
    .action(async (id, options) => (await import("./export-user.ts")).exportUser(terminal, id, options));
  program
    .command("erase-user")
    .description("erase a user from every store, for good, and print the receipt")
    .argument("<id>", "whom")
    .option("-y, --yes", "do not ask")
    .option("--no-wait", "do not wait until it is done")
    .action(async (id, options) => (await import("./erase-user.ts")).eraseUser(terminal, id, options));
}

function addAccessCommands(program: Command, terminal: Terminal): void {
  const keys = program.command("keys").description("API keys of programs");
  keys
    .command("list", { isDefault: true })
    .description("list keys, newest first")
    .option("--limit <count>", "how many to list", positive, 50)
    .action(async (options) => (await import("./keys.ts")).listKeys(terminal, options));
  keys
    .command("create")
    .description("make a key and print it, once")
    .argument("<name>", "what it is for")
    .requiredOption("-s, --scopes <list>", "of documents:read,documents:write,search,sync,admin")
    .option("-u, --user <id>", "bind it to the data of this user")
    .option("--expires <date>", "until when it works, such as 2027-01-31")
    .action(async (name, options) => (await import("./keys.ts")).createKey(terminal, name, options));
  keys
    .command("rotate")
    .description("give a key a new secret and print it, once")
    .argument("<id>")
    .option("--grace <hours>", "how long the old one works on, up to 168", notNegative, 24)
    .action(async (id, options) => (await import("./keys.ts")).rotateKey(terminal, id, options));
  keys
    .command("revoke")
    .description("end a key, for good")
    .argument("<id>")
    .action(async (id) => (await import("./keys.ts")).revokeKey(terminal, id));
  program
    .command("create-superuser")
    .description("make an admin; asks for the password, or reads it from standard input")
    .option("--email <address>", "who signs in")
    .action(async (options) => (await import("./create-superuser.ts")).createSuperuser(terminal, options));
}

function addJobCommands(program: Command, terminal: Terminal): void {
  const jobs = program.command("jobs").description("work in the background");
  jobs
    .command("list", { isDefault: true })
    .description("list jobs, newest first")
    .option("--name <name>", "jobs of this kind only")
    .addOption(new Option("--state <state>", "jobs in this state only").choices(JOB_STATES))
    .option("--limit <count>", "how many to list", positive, 20)
    .action(async (options) => (await import("./jobs.ts")).listJobs(terminal, options));
  jobs
    .command("cancel")
    .description("cancel a waiting or running job")
    .argument("<id>")
    .action(async (id) => (await import("./jobs.ts")).cancelJob(terminal, id));
  jobs
    .command("retry")
    .description("run a failed or cancelled job again")
    .argument("<id>")
    .action(async (id) => (await import("./jobs.ts")).retryJob(terminal, id));
}

function addModelCommands(program: Command, terminal: Terminal): void {
  const models = program.command("models").description("indexes and the models they belong to");
  models
    .command("list", { isDefault: true })
    .description("list the indexes, newest first")
    .action(async () => (await import("./models.ts")).listIndexes(terminal));
  models
    .command("build")
    .description("build an index for a model beside the active one")
    .argument("[model]", "as in EMBEDDING_MODEL; the configured one by default")
    .option("--file <path>", "ONNX file within the model")
    .option("--dimension <count>", "components of a vector", positive)
    .option("--passage-tokens <count>", "longest passage", positive)
    .option("--activate", "let it answer searches as soon as it is ready")
    .option("--no-wait", "do not wait until it is built")
    .option("--dry-run", "only say what it would take: passages, tokens, cost, time")
    .action(async (model, { dryRun, ...options }) => {
      const { buildIndex, previewIndex } = await import("./models.ts");
      await (dryRun ? previewIndex : buildIndex)(terminal, model, options);
    });
  models
    .command("usage")
    .description("what models of providers were used for, day by day")
    .option("--days <count>", "how many days", positive, 30)
    .action(async (options) => (await import("./models.ts")).showUsage(terminal, options));
  const actions = [
    ["activate", "let an index that is ready answer searches"],
    ["pause", "pause the building of an index"],
    ["resume", "go on building an index"],
    ["drop", "remove an index that is not active"],
  ] as const;
  for (const [action, description] of actions) {
    models
      .command(action)
      .description(description)
      .argument("<id>")
      .action(async (id) => (await import("./models.ts")).changeIndex(terminal, action, id));
  }
  models
    .command("rollback")
    .description("let the index that was active before answer searches again")
    .action(async () => (await import("./models.ts")).rollBack(terminal));
  models
    .command("compare")
    .description("ask an index and the active one the same, and compare the answers")
    .argument("<id>")
    .requiredOption("--queries <file>", "a text file, one query a line")
    .option("-u, --user <id>", "documents of this user only")
    .action(async (id, options) => (await import("./models.ts")).compareIndexes(terminal, id, options));
}

function positive(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1)
    throw new InvalidArgumentError("It must be a whole number above 0.");
  return value;
}

function notNegative(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !(value >= 0)) throw new InvalidArgumentError("It must be a number, 0 or more.");
  return value;
}

function aboveZero(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !(value > 0)) throw new InvalidArgumentError("It must be a number above 0.");
  return value;
}

function share(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !(value >= 0 && value <= 1))
    throw new InvalidArgumentError("It must be a number from 0 to 1.");
  return value;
}

/** Numbers, true, false and null are taken as such, everything else is text. */
function metadata(text: string, known: Record<string, unknown>): Record<string, unknown> {
  const [, key, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
  if (key === undefined || value === undefined) throw new InvalidArgumentError("Write it as key=value.");
  const scalar = value === "true" || value === "false" || value === "null" || String(Number(value)) === value;
  return {
    ...known,
    [key]: scalar && value !== "NaN" && !value.endsWith("Infinity") ? JSON.parse(value) : value,
  };
}
