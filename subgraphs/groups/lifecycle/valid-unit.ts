import { withoutNumbers } from '../../../base/person-numbers.ts';
import { badField } from '../../changes/record-fields.ts';

const MOST_UNIT = 120;

/**
 * A unit may have a number, `RT 005/RW 012`, but none that may be a person's; nor does it begin as what a spreadsheet computes.
 * @returns it without blanks around it and in a row @throws CodedError BAD_RECORD
 */
export function validUnit(unit: string): string {
  const plain = unit.trim().replaceAll(/\s+/g, ' ');
  if (plain === '' || plain.length > MOST_UNIT || withoutNumbers(plain) !== plain || /^[=+\-@]/.test(plain))
    throw badField('unit', `1 to ${MOST_UNIT} characters, no number of ten digits or more, a letter or digit first`);
  return plain;
}
