/** What the roles and purposes that the gateway ships are called in the reader's language; others by the title they have. */
import { partIn } from '../language/bilingual.ts';
import type { MessageKey } from '../language/en.ts';
import type { Language } from '../language/languages.ts';
import { OWN_TOKEN, PUBLIC } from './access.ts';

const ROLES: Readonly<Record<string, MessageKey>> = {
  [PUBLIC]: 'shell.role.public',
  dashboard: 'shell.role.dashboard',
  analyst: 'shell.role.analyst',
  verifier: 'shell.role.verifier',
  'agency-owner': 'shell.role.agencyOwner',
  insurer: 'shell.role.insurer',
  finance: 'shell.role.finance',
  auditor: 'shell.role.auditor',
  operator: 'shell.role.operator',
  [OWN_TOKEN]: 'shell.role.ownToken',
};

const PURPOSES: Readonly<Record<string, MessageKey>> = {
  CLAIM: 'shell.purpose.claim',
  COMPLAINT: 'shell.purpose.complaint',
  REGISTRATION: 'shell.purpose.registration',
  VERIFICATION: 'shell.purpose.verification',
};

interface Entry {
  readonly name: string;
  readonly title: string;
}
interface Tongue {
  readonly say: (key: MessageKey) => string;
  readonly language: Language;
}

/** The agency that a role is tried for stands at the end of its title, in brackets. */
export function roleTitle(role: Entry, tongue: Tongue): string {
  const title = titleOf(role, ROLES, tongue);
  const agency = /\([A-Z0-9_]+\)$/.exec(role.title)?.[0];
  return agency === undefined || title.endsWith(agency) ? title : `${title} ${agency}`;
}

export const purposeTitle = (purpose: Entry, tongue: Tongue): string => titleOf(purpose, PURPOSES, tongue);

function titleOf(
  { name, title }: Entry,
  known: Readonly<Record<string, MessageKey>>,
  { say, language }: Tongue,
): string {
  // A role that is offered for several agencies has the agency behind its name.
  const [plain = name] = name.split('@');
  const key = Object.hasOwn(known, plain) ? known[plain] : undefined;
  return key === undefined ? partIn(title, language) : say(key);
}
