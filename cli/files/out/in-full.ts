/** Refuses what came masked: a file of stars would be taken for one of persons. */
import { filesOutFault } from './errors.ts';

const FORMS = {
  nik: /^\d{16}$/,
  kpj: /^\d{11}$/,
  birthDate: /^\d{4}-\d{2}-\d{2}$/,
  name: /^[^*]+$/,
} as const;

/** @returns the value @throws CodedError VALUES_MASKED, which does not repeat it */
export function inFull(field: keyof typeof FORMS, value: string): string {
  if (!FORMS[field].test(value)) throw filesOutFault('VALUES_MASKED', `expected ${field} in full`);
  return value;
}
