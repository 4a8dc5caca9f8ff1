// Run by mongosh at every `docker compose up`: makes what is missing and changes passwords to those of .env.
const HOST = "mongodb:27017";
const JOURNAL = "cosmic-insights";
const COLLECTION = process.env.MONGODB_COLLECTION || "journalentries";
const READER = "journal-reader";
const NOT_YET_INITIALIZED = 94;

const { MONGO_INITDB_ROOT_USERNAME, MONGO_INITDB_ROOT_PASSWORD } = process.env;
const admin = new Mongo(`mongodb://${HOST}/?directConnection=true`).getDB("admin");
admin.auth(MONGO_INITDB_ROOT_USERNAME, MONGO_INITDB_ROOT_PASSWORD);

function makeReplicaSet() {
  try {
    admin.runCommand({ replSetGetStatus: 1 });
  } catch (error) {
    if (error.code !== NOT_YET_INITIALIZED) throw error;
    admin.runCommand({ replSetInitiate: { _id: "rs0", members: [{ _id: 0, host: HOST }] } });
  }
  while (!admin.runCommand({ hello: 1 }).isWritablePrimary) sleep(500);
}

// Of the database, the service needs the journal only: accounts, password hashes and sessions are none of its business.
function makeReaderOfJournal() {
  const resource = { db: JOURNAL, collection: COLLECTION };
  const rights = { privileges: [{ resource, actions: ["find", "changeStream", "listIndexes"] }], roles: [] };
  if (admin.getRole(READER)) admin.updateRole(READER, rights);
  else admin.createRole({ role: READER, ...rights });
}

function makeUser(name, pwd, role) {
  const account = { pwd, roles: [role] };
  if (admin.getUser(name)) admin.updateUser(name, account);
  else admin.createUser({ user: name, ...account });
}

makeReplicaSet();
makeReaderOfJournal();
makeUser("cosmic-service", process.env.MONGO_SERVICE_PASSWORD, { role: READER, db: "admin" });
// It makes the indexes of its collections at its start.
makeUser("cosmic-backend", process.env.MONGO_BACKEND_PASSWORD, { role: "readWrite", db: JOURNAL });
// In this order a sync reads the journal.
admin.getSiblingDB(JOURNAL).getCollection(COLLECTION).createIndex({ updatedAt: 1, _id: 1 });
print("The replica set, its users and the index of the journal are there.");
