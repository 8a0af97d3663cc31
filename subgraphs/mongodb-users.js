// Run by mongosh as root: a user for each subgraph, who may touch his own database and, in `sigap_exchange`, what he tells
// the others: tokens of persons, a collection a publisher. Passwords come from <NAME>_DB_PASSWORD. Safe to run again.
const WRITE = ['find', 'insert', 'update', 'remove', 'createIndex', 'createCollection'];
const exchange = (collection, actions) => ({ resource: { db: 'sigap_exchange', collection }, actions });

const EXCHANGE = {
  workers: [exchange('workers_tokens', WRITE), exchange('changes', WRITE)],
  agencies: [],
  groups: [exchange('groups_tokens', WRITE), exchange('changes', WRITE)],
  funding: [exchange('workers_tokens', ['find']), exchange('groups_tokens', ['find']), exchange('changes', WRITE)],
};

/* eslint-disable-next-line no-restricted-properties -- mongosh has no other door */
const passwords = process.env;

for (const [name, privileges] of Object.entries(EXCHANGE)) {
  const role = `sigap_${name}_exchange`;
  const admin = db.getSiblingDB('admin');
  if (admin.getRole(role)) admin.updateRole(role, { privileges, roles: [] });
  else admin.createRole({ role, privileges, roles: [] });

  const own = db.getSiblingDB(`sigap_${name}`);
  const user = { pwd: passwords[`${name.toUpperCase()}_DB_PASSWORD`], roles: [{ role: 'readWrite', db: `sigap_${name}` }, { role, db: 'admin' }] };
  if (own.getUser(name)) own.updateUser(name, user);
  else own.createUser({ user: name, ...user });
}
