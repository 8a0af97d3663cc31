// Run by mongosh as root: a user for each subgraph and for the registry, who may touch their own database and, in `sigap_exchange`, what they
// tell the others: tokens of persons, a collection a publisher. Passwords come from <NAME>_DB_PASSWORD. Safe to run again.
const WRITE = ['find', 'insert', 'update', 'remove', 'createIndex', 'createCollection'];
const exchange = (collection, actions) => ({ resource: { db: 'sigap_exchange', collection }, actions });

const EXCHANGE = {
  workers: [exchange('workers_tokens', WRITE), exchange('changes', WRITE)],
  agencies: [],
  registry: [],
  groups: [exchange('groups_tokens', WRITE), exchange('changes', WRITE)],
  funding: [exchange('workers_tokens', ['find']), exchange('groups_tokens', ['find']), exchange('changes', WRITE)],
};

// The audit: the gateway adds entries and never changes one, the subgraph of that name only reads.
const AUDIT = {
  audit: [{ resource: { db: 'sigap_audit', collection: '' }, actions: ['find'] }],
  audit_writer: [
    {
      resource: { db: 'sigap_audit', collection: 'entries' },
      actions: ['find', 'insert', 'createIndex', 'createCollection'],
    },
    { resource: { db: 'sigap_audit', collection: 'heads' }, actions: ['find', 'insert', 'update', 'createCollection'] },
  ],
};

/* eslint-disable-next-line no-restricted-properties -- mongosh has no other door */
const passwords = process.env;

for (const [name, privileges] of Object.entries(EXCHANGE)) {
  const role = `sigap_${name}_exchange`;
  const admin = db.getSiblingDB('admin');
  if (admin.getRole(role)) admin.updateRole(role, { privileges, roles: [] });
  else admin.createRole({ role, privileges, roles: [] });

  const own = db.getSiblingDB(`sigap_${name}`);
  const user = {
    pwd: passwords[`${name.toUpperCase()}_DB_PASSWORD`],
    roles: [
      { role: 'readWrite', db: `sigap_${name}` },
      { role, db: 'admin' },
    ],
  };
  if (own.getUser(name)) own.updateUser(name, user);
  else own.createUser({ user: name, ...user });
}

for (const [name, privileges] of Object.entries(AUDIT)) {
  const own = db.getSiblingDB('sigap_audit');
  if (own.getRole(name)) own.updateRole(name, { privileges, roles: [] });
  else own.createRole({ role: name, privileges, roles: [] });
  const user = { pwd: passwords[`${name.toUpperCase()}_DB_PASSWORD`], roles: [{ role: name, db: 'sigap_audit' }] };
  if (own.getUser(name)) own.updateUser(name, user);
  else own.createUser({ user: name, ...user });
}
