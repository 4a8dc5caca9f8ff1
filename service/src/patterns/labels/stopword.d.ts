/** The package has no types of its own: lists of words by ISO 639-3 code, and what removes them. */
declare module "stopword" {
  const lists: Record<string, unknown>;
  export = lists;
}
