/** Raised when the tables change. Another layout means the index has to be rebuilt, which loses nothing. */
export const LAYOUT = 2;

/**
 * Postings are kept here rather than in FTS5, whose bm25() counts over all users: `docs/adr` has the figures.
 * The dictionary is shared, the lists are not; a word that no list uses any more is removed.
 *
 * `changes` are the last documents whose passages have changed, for the thread that keeps vectors in memory; its
 * numbers never come back, and `users.changed` is the last one of the user.
 */
export const SCHEMA = `
CREATE TABLE users (
  user_key INTEGER PRIMARY KEY,
  user_id TEXT NOT NULL UNIQUE,
  documents INTEGER NOT NULL DEFAULT 0,
  passages INTEGER NOT NULL DEFAULT 0,
  words INTEGER NOT NULL DEFAULT 0,
  changed INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE documents (
  document_key INTEGER PRIMARY KEY,
  document_id TEXT NOT NULL UNIQUE,
  user_key INTEGER NOT NULL,
  document_type TEXT NOT NULL,
  date REAL NOT NULL
) STRICT;
CREATE INDEX documents_filter ON documents (user_key, date, document_type);

CREATE TABLE metadata_pairs (
  name TEXT NOT NULL,
  value TEXT NOT NULL,
  user_key INTEGER NOT NULL,
  document_key INTEGER NOT NULL,
  PRIMARY KEY (name, value, user_key, document_key)
) STRICT, WITHOUT ROWID;
CREATE INDEX metadata_pairs_document ON metadata_pairs (document_key);

CREATE TABLE passages (
  passage_key INTEGER PRIMARY KEY AUTOINCREMENT,
  document_key INTEGER NOT NULL,
  ordinal INTEGER NOT NULL,
  start_offset INTEGER NOT NULL,
  end_offset INTEGER NOT NULL,
  vector BLOB NOT NULL
) STRICT;
CREATE INDEX passages_document ON passages (document_key);

CREATE TABLE changes (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  user_key INTEGER NOT NULL,
  document_key INTEGER NOT NULL
) STRICT;

CREATE TABLE words (
  word_key INTEGER PRIMARY KEY,
  word TEXT NOT NULL UNIQUE,
  stem TEXT NOT NULL,
  lists INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX words_stem ON words (stem);

CREATE TABLE passage_words (
  passage_key INTEGER PRIMARY KEY,
  sequence BLOB NOT NULL,
  compounds BLOB NOT NULL
) STRICT;

CREATE TABLE postings (
  user_key INTEGER NOT NULL,
  word_key INTEGER NOT NULL,
  first_passage INTEGER NOT NULL,
  last_passage INTEGER NOT NULL,
  size INTEGER NOT NULL,
  data BLOB NOT NULL,
  PRIMARY KEY (user_key, word_key, first_passage)
) STRICT, WITHOUT ROWID;

CREATE TABLE meta (
  layout INTEGER NOT NULL,
  index_id TEXT NOT NULL,
  dimension INTEGER NOT NULL
) STRICT;
`;
