/** The codes of changes to records of any kind. docs/errors.md lists them; clients match on the code. */
import { faultsOf, type ErrorTable } from '../../base/errors.ts';

/** Every code with its HTTP status, what happened and what solves it. */
export const changeErrors = {
  CHANGE_FORBIDDEN: {
    status: 403,
    what: 'This caller may not change that',
    solve: 'The message names the scope that is needed, or the agency for which the caller must act.',
  },
  RECORD_CHANGED: {
    status: 409,
    what: 'The record has been changed meanwhile',
    solve: 'Read it again, decide on what it says now, and send the version that the message names with a new key.',
  },
  TRANSITION_REFUSED: {
    status: 409,
    what: 'This change cannot follow on the status of the record',
    solve:
      'Choose one of the changes that the message names; docs/lifecycle-of-a-worker.md and docs/lifecycle-of-a-member.md have them all.',
  },
  KEY_REUSED: {
    status: 409,
    what: 'The idempotency key belongs to another input',
    solve: 'Make a new UUID for each change; send the same again only with the input unchanged.',
  },
  BAD_KEY: {
    status: 400,
    what: 'The idempotency key is no UUID',
    solve: 'Make a UUID for each change, and send it again with the same change where its answer was lost.',
  },
  BATCH_SIZE: {
    status: 400,
    what: 'The batch is empty or too large',
    solve: 'Send 1 to 100 rows; divide a longer list.',
  },
  RULE_REFUSED: {
    status: 409,
    what: 'A rule of the programme is not met',
    solve: 'The message names the rule. Correct the record, or wait for what is missing.',
  },
  CARD_TAKEN: {
    status: 409,
    what: 'Another person has this card number',
    solve:
      'Compare the row with the card. A number is one person’s, in whatever batch it came, also after they have left.',
  },
  BAD_RECORD: {
    status: 400,
    what: 'A value does not fit its field',
    solve: 'Correct the field that the message names. What was sent is not repeated, since it may be personal.',
  },
} as const satisfies ErrorTable;

/** @returns a CodedError of one of these codes; the detail holds no value of a person */
export const changeFault = faultsOf(changeErrors);
